import type { Button, KnownBlock } from '@slack/types';
import { clockIsLive, type HandoffClock } from '../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../src/handoffs/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rights.ts';
import { context, message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, listed, md, plural } from '../kit/text.ts';
import { countRisks, type RiskMorningItem, riskItemBlock } from '../risks/morning-items.ts';
import { askOf } from './parts/ask.ts';
import { openButton, reassignButton } from './parts/buttons.ts';
import { shortTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface MorningItem {
  picture: ShownHandoff;
  /** The clock that reminds. */
  clock: HandoffClock;
  /** Its limit has passed. */
  isLate: boolean;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

const SHOWN = 10;
/** However many handoffs there are. */
const RISKS_AT_LEAST = 3;

/**
 * Everything of one person's morning in one DM: what waits for them, and what they are to know because somebody else
 * is late with it. What is done by the time it is read says so.
 */
export function morningMessage(
  items: readonly MorningItem[],
  viewerId: string,
  risks: readonly RiskMorningItem[] = [],
): Message {
  const waiting = items.filter(({ picture, clock }) => clockIsLive(picture, clock));
  const own = waiting.filter(({ picture }) => picture.owes?.id === viewerId);
  const late = waiting.filter((item) => item.isLate && !own.includes(item));
  const [ownRisks, lateRisks] = countRisks(risks, viewerId);
  const counts = [
    waitsForYou(own.length, ownRisks),
    ...(late.length > 0
      ? [`${plural(late.length, 'handoff is', 'handoffs are')} late with somebody else.`]
      : []),
    ...(lateRisks > 0 ? [`${plural(lateRisks, 'risk is', 'risks are')} late with somebody else.`] : []),
  ].filter((sentence) => sentence !== '');
  const headline =
    counts.length === 0 ? md`Nothing waits for you any more.` : md`Good morning. ${counts.join(' ')}`;
  const shownRisks = risks.slice(0, Math.max(SHOWN - items.length, RISKS_AT_LEAST));
  const shown = items.slice(0, SHOWN - shownRisks.length);
  const more = items.length - shown.length;
  const moreRisks = risks.length - shownRisks.length;
  return message(headline, [
    section(headline),
    ...shown.map((item) => itemBlock(item, viewerId)),
    ...(more > 0 ? [context(md`And ${more} more: \`/handoff mine\``)] : []),
    ...shownRisks.map((item) => riskItemBlock(item, viewerId)),
    ...(moreRisks > 0 ? [context(md`And ${plural(moreRisks, 'risk', 'risks')} more: \`/risk mine\``)] : []),
  ]);
}

function waitsForYou(handoffs: number, risks: number): string {
  const things = listed([
    ...(handoffs > 0 ? [plural(handoffs, 'handoff', 'handoffs')] : []),
    ...(risks > 0 ? [plural(risks, 'risk', 'risks')] : []),
  ]);
  return things === '' ? '' : `${things} ${handoffs + risks === 1 ? 'waits' : 'wait'} for you.`;
}

function itemBlock(item: MorningItem, viewerId: string): KnownBlock {
  const { picture, clock } = item;
  const state = stateLine(picture, 'mention');
  if (!clockIsLive(picture, clock))
    return section(lines([shortTitle(picture), state]), openAccessory(picture));
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
  return (isOut || !picture.readable) && may('propose_receiver', roles, picture.private);
}

const openAccessory = (picture: ShownHandoff): { accessory?: Button } =>
  picture.readable ? { accessory: openButton(picture) } : {};
