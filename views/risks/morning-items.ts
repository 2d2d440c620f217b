import type { KnownBlock } from '@slack/types';
import type { RiskPicture } from '../../src/risks/picture.ts';
import type { RiskClock } from '../../src/risks/risk.ts';
import { section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { openButton } from './parts/buttons.ts';
import { headline } from './parts/headline.ts';
import { shortTitle } from './parts/naming.ts';
import { shortStateLine } from './parts/state-line.ts';

export interface RiskMorningItem {
  picture: RiskPicture;
  /** The clock that reminds. */
  clock: RiskClock;
  /** Its limit has passed. */
  isLate: boolean;
}

const waits = ({ picture, clock }: RiskMorningItem): boolean => picture.clock === clock;

/** How many wait for this reader, and how many are late with somebody else. */
export function countRisks(items: readonly RiskMorningItem[], viewerId: string): [own: number, late: number] {
  const waiting = items.filter(waits);
  const own = waiting.filter(({ picture }) => picture.answers?.id === viewerId);
  const late = waiting.filter((item) => item.isLate && !own.includes(item));
  return [own.length, late.length];
}

/** A risk's lines in somebody's morning DM. What is done by the time it is read says so. */
export function riskItemBlock(item: RiskMorningItem, viewerId: string): KnownBlock {
  const { picture, isLate } = item;
  const ask = waits(item) && picture.answers?.id === viewerId ? askOf(picture, isLate) : null;
  if (ask)
    return section(lines([shortTitle(picture), headline(picture, 'mention'), ask.line]), {
      accessory: ask.button,
    });
  const state = shortStateLine(picture);
  const line = waits(item) && isLate ? md`Overdue. ${state}` : state;
  return section(lines([shortTitle(picture), line]), { accessory: openButton(picture) });
}
