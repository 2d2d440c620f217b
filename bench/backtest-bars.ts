import type { Backtest, Tried } from '../src/health/backtest/backtest.ts';
import type { Rival } from '../src/health/backtest/measures.ts';

/** What is asked of a measure. */
export interface Bar {
  name: string;
  of: (test: Backtest) => number | null;
  least?: number;
  most?: number;
  shown: (value: number) => string;
}

/** What is reached, what is asked, and whether that is met. */
export function judged({ of, least, most, shown }: Bar, test: Backtest) {
  const value = of(test);
  const met =
    value !== null && (least === undefined || value >= least) && (most === undefined || value <= most);
  return {
    reached: value === null ? '–' : shown(value),
    asked: least === undefined ? `≤ ${shown(most ?? Number.NaN)}` : `≥ ${shown(least)}`,
    met,
  };
}

const thousandth = (value: number) => value.toFixed(3);
const times = (value: number) => (value === 0 ? 'none sees as many' : value.toFixed(2));
const percent = (value: number) => `${(value * 100).toFixed(0)}%`;
const points = (value: number) => `${(value * 100).toFixed(0)} points`;
const inDays = (value: number) => `${value.toFixed(0)} days`;

type Tier = 'card' | 'watch';

const often = (tier: Tier, most: number) => ({
  name: `${tier}: per account and month`,
  of: (test: Backtest) => test[tier].figures.perAccountMonth,
  most,
  shown: thousandth,
});
const falsely = (tier: Tier, most: number) => ({
  name: `${tier}: false, saved slides apart`,
  of: (test: Backtest) => test[tier].figures.falseAlarms,
  most,
  shown: percent,
});
const aboveChance = (tier: Tier, least: number): Bar => ({
  name: `${tier}: recall above chance`,
  of: (test) => {
    const { recall, chance } = test[tier].figures;
    return recall === null || chance === null ? null : recall - chance;
  },
  least,
  shown: points,
});
const against = (tier: Tier, on: 'plain' | 'smoothed', most: number): Bar => ({
  name: `${tier}: ÷ ${on === 'plain' ? 'plain' : 'smoothed'} threshold with the same recall`,
  of: (test) => ratioOf(test[tier], test[tier][on]),
  most,
  shown: times,
});
const afterBegan = (tier: Tier, least: number): Bar => ({
  name: `${tier}: seen after the slide began`,
  of: (test) => test[tier].figures.recallAfterBegan,
  least,
  shown: percent,
});
const lead = (tier: Tier, least: number): Bar => ({
  name: `${tier}: median lead`,
  of: (test) => test[tier].figures.medianLeadDays,
  least,
  shown: inDays,
});
const ended = (tier: Tier, least: number): Bar => ({
  name: `${tier}: ended in leaving`,
  of: (test) => test[tier].figures.endedInLeaving,
  least,
  shown: percent,
});

/** Where no threshold sees as many, it is as if the best raised endlessly many. */
function ratioOf({ figures }: Tried, rival: Rival | null): number | null {
  if (rival === null) return 0;
  return rival.alerts === 0 ? null : figures.alerts / rival.alerts;
}

export const BARS = {
  madeUp: [
    often('card', 0.02),
    against('card', 'plain', 0.25),
    against('card', 'smoothed', 0.5),
    aboveChance('card', 0.42),
    afterBegan('card', 0.46),
    lead('card', 90),
    falsely('card', 0.12),
    ended('card', 0.6),
    often('watch', 0.026),
    against('watch', 'plain', 0.2),
    aboveChance('watch', 0.46),
    afterBegan('watch', 0.55),
    lead('watch', 100),
    falsely('watch', 0.42),
    ended('watch', 0.42),
  ],
  fairer: [often('card', 0.025), aboveChance('card', 0.27), falsely('card', 0.22)],
  variation: [often('card', 0.028), falsely('card', 0.3)],
  real: [often('card', 0.03), aboveChance('card', 0)],
} satisfies Record<string, readonly Bar[]>;
