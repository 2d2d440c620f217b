import type { Button, KnownBlock } from '@slack/types';
import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rights.ts';
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
  /** Its limit has passed. */
  isLate: boolean;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

const SHOWN = 10;

/**
 * Everything of one person's morning in one DM: what waits for them, and what they are to know because somebody else
 * is late with it. What is done by the time it is read says so.
 */
export function morningMessage(items: readonly MorningItem[], viewerId: string): Message {
  const waiting = items.filter(({ picture, clock }) => runs(clock, picture));
  const own = waiting.filter(({ picture }) => picture.owes?.id === viewerId);
  const late = waiting.filter((item) => item.isLate && !own.includes(item));
  const headline =
    own.length + late.length === 0
      ? md`Nothing waits for you any more.`
      : md`Good morning. ${counted(own.length, late.length)}`;
  const more = items.length - SHOWN;
  return message(headline, [
    section(headline),
    ...items
      .slice(0, SHOWN)
      .map((item) => itemBlock({ ...item, picture: forMember(item.picture, viewerId) }, viewerId)),
    ...(more > 0 ? [context(md`And ${more} more: \`/handoff mine\``)] : []),
  ]);
}

function counted(own: number, others: number): string {
  const forYou = `${plural(own, 'handoff waits', 'handoffs wait')} for you.`;
  const late = `${plural(others, 'handoff is', 'handoffs are')} late with somebody else.`;
  return [...(own > 0 ? [forYou] : []), ...(others > 0 ? [late] : [])].join(' ');
}

function itemBlock(item: MorningItem, viewerId: string): KnownBlock {
  const { picture, clock } = item;
  const state = stateLine(picture, 'mention');
  if (!runs(clock, picture)) return section(lines([shortTitle(picture), state]), openAccessory(picture));
  const ask = picture.owes?.id === viewerId ? askOf(picture) : null;
  const answer = ask?.buttons.at(-1);
  if (ask && answer) return section(lines([shortTitle(picture), ask.line]), { accessory: answer });
  return section(
    lines([shortTitle(picture), item.isLate ? md`Overdue. ${state}` : state]),
    mayPassOn(item) ? { accessory: reassignButton(picture) } : openAccessory(picture),
  );
}

/** What was asked for is the sender's to answer: another receiver helps while it is out. A private one is not opened. */
function mayPassOn({ picture, roles }: MorningItem): boolean {
  const isOut = picture.state === 'submitted' || picture.state === 'acknowledged';
  return (isOut || isWithheld(picture)) && may('reassign', roles, picture.private);
}

const openAccessory = (picture: HandoffPicture): { accessory?: Button } =>
  isWithheld(picture) ? {} : { accessory: openButton(picture) };
