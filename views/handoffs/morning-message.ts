import type { Button, KnownBlock } from '@slack/types';
import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { context, message, section } from '../kit/blocks.ts';
import { lines, md, plural } from '../kit/text.ts';
import type { Message } from './message.ts';
import { askOf } from './parts/ask.ts';
import { openButton, reassignButton } from './parts/buttons.ts';
import { runs } from './parts/clock.ts';
import { shortTitle } from './parts/naming.ts';
import { forMember, isWithheld } from './parts/privacy.ts';
import { stateLine } from './parts/state-line.ts';

export interface MorningItem {
  picture: HandoffPicture;
  /** The clock that reminds. */
  clock: HandoffClock;
}

const SHOWN = 10;

/**
 * Everything of one person's morning in one DM: what waits for them, and what they are to know because somebody else
 * is late with it. What is done by the time it is read says so.
 */
export function morningMessage(items: readonly MorningItem[], viewerId: string): Message {
  const waiting = items.filter(({ picture, clock }) => runs(clock, picture));
  const own = waiting.filter(({ picture }) => picture.owes?.id === viewerId).length;
  const headline =
    waiting.length === 0
      ? md`Nothing waits any more.`
      : md`Good morning. ${counted(own, waiting.length - own)}`;
  const more = items.length - SHOWN;
  return message(headline, [
    section(headline),
    ...items
      .slice(0, SHOWN)
      .map(({ picture, clock }) => itemBlock({ picture: forMember(picture, viewerId), clock }, viewerId)),
    ...(more > 0 ? [context(md`And ${more} more: \`/handoff mine\``)] : []),
  ]);
}

function counted(own: number, others: number): string {
  const forYou = `${plural(own, 'handoff waits', 'handoffs wait')} for you.`;
  const late = `${plural(others, 'handoff is', 'handoffs are')} late with somebody else.`;
  return [...(own > 0 ? [forYou] : []), ...(others > 0 ? [late] : [])].join(' ');
}

function itemBlock({ picture, clock }: MorningItem, viewerId: string): KnownBlock {
  const ask = runs(clock, picture) && picture.owes?.id === viewerId ? askOf(picture) : null;
  const line = ask?.line ?? stateLine(picture, 'mention');
  return section(lines([shortTitle(picture), line]), {
    accessory: ask?.buttons.at(-1) ?? otherButton(picture, viewerId),
  });
}

/** The sender of one that is out may give it to somebody else; so may a lead, who need not read a private one. */
function otherButton(picture: HandoffPicture, viewerId: string): Button {
  const isOut = picture.state === 'submitted' || picture.state === 'acknowledged';
  const reassigns = isWithheld(picture) || (isOut && picture.sender.id === viewerId);
  return reassigns ? reassignButton(picture) : openButton(picture);
}
