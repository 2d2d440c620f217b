import type { KnownBlock } from '@slack/types';
import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { context, message, section } from '../kit/blocks.ts';
import { lines, md, plural } from '../kit/text.ts';
import type { Message } from './message.ts';
import { askOf } from './parts/ask.ts';
import { openButton } from './parts/buttons.ts';
import { runs } from './parts/clock.ts';
import { shortTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface MorningItem {
  picture: HandoffPicture;
  /** The clock that reminds. */
  clock: HandoffClock;
}

const SHOWN = 10;

/** All reminders of one person's morning in one DM. What is done by the time it is read says so. */
export function morningMessage(items: readonly MorningItem[]): Message {
  const waiting = items.filter(({ picture, clock }) => runs(clock, picture)).length;
  const headline =
    waiting === 0
      ? md`Nothing waits for you any more.`
      : md`Good morning. ${plural(waiting, 'handoff waits', 'handoffs wait')} for you.`;
  const more = items.length - SHOWN;
  return message(headline, [
    section(headline),
    ...items.slice(0, SHOWN).map(itemBlock),
    ...(more > 0 ? [context(md`And ${more} more: \`/handoff mine\``)] : []),
  ]);
}

function itemBlock({ picture, clock }: MorningItem): KnownBlock {
  const ask = runs(clock, picture) ? askOf(picture) : null;
  const button = ask?.buttons.at(-1) ?? openButton(picture);
  const line = ask?.line ?? stateLine(picture, 'mention');
  return section(lines([shortTitle(picture), line]), { accessory: button });
}
