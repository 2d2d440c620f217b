import type { Bridge } from './bridge.ts';
import type { Total } from './figures.ts';

/** ARR at risk in a scope, and what it is made of. */
export type AtRisk = {
  total: Total;
  /** Null: there is no earlier run to compare with. */
  bridge: Bridge | null;
  /** The largest eight; '' is accounts without one. The rest is one line, the last, named as below. */
  segments: ({ segment: string } & Total)[];
  /** By the quarter of the renewal, the first first; null, the last: none is known. */
  quarters: ({ quarter: string | null } & Total)[];
  /** At risk, but in no amount. */
  unpriced: {
    noArr: number;
    noRate: { currency: string | null; accounts: number; arr: number }[];
  };
};

export const SEGMENTS_SHOWN = 8;
export const OTHER_SEGMENTS = 'All others';
