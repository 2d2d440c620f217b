import type { HealthConfig } from '../config.ts';
import type { AccountHistory } from './history.ts';
import { type Figures, figuresOf, monthsOf, type OnList, onList, type Rival, rivalOf } from './measures.ts';
import { type Replay, replay } from './replay.ts';

/** What was told in one way, and the plain thresholds that see as many of those who left. */
export interface Tried {
  figures: Figures;
  /** On the score as it is. */
  plain: Rival | null;
  /** On the mean of the recent levels that slides are looked for in: it repeats itself less. */
  smoothed: Rival | null;
}

export interface Backtest {
  accounts: number;
  csms: number;
  from: Date;
  to: Date;
  /** Account-months that were watched. */
  months: number;
  /** What asks somebody to act. */
  card: Tried;
  /** What appears on lists. */
  watch: Tried;
  list: OnList;
  /** How often accounts were told as low for long, in lists only. */
  lowForLong: number;
}

/** Plays the pasts of accounts that are looked at together through this configuration. */
export function backtest(histories: readonly AccountHistory[], config: HealthConfig): Backtest {
  return measure(replay(histories, config));
}

/** Of one replay, or of several together. */
export function measure(replays: readonly Replay[]): Backtest {
  const tried = (which: 'cards' | 'list'): Tried => {
    const figures = figuresOf(replays, which);
    const against = (on: 'plain' | 'smoothed') => rivalOf(replays, on, figures.seen);
    return { figures, plain: against('plain'), smoothed: against('smoothed') };
  };
  return {
    accounts: replays.length,
    csms: new Set(replays.map(({ history }) => history.csm)).size,
    from: new Date(
      replays.reduce((least, { from }) => Math.min(least, from.getTime()), Number.POSITIVE_INFINITY),
    ),
    to: new Date(replays.reduce((most, { to }) => Math.max(most, to.getTime()), Number.NEGATIVE_INFINITY)),
    months: monthsOf(replays),
    card: tried('cards'),
    watch: tried('list'),
    list: onList(replays),
    lowForLong: replays.reduce((sum, { lowForLong }) => sum + lowForLong, 0),
  };
}
