import { isTold, type Outcome, outcomeOf } from '../../src/health/alert.ts';
import type { Cuts } from '../../src/health/bands.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { evaluate } from '../../src/health/evaluate/evaluate.ts';
import { type Change, type Evaluation, NEVER_EVALUATED } from '../../src/health/health-state.ts';
import type { Basis } from '../../src/health/reasons.ts';
import type { Observation } from '../../src/health/score.ts';

/** An account's health up to a moment, as Baton would have found it, had it been there. */
export interface Past {
  /** The last evaluation of each UTC day. */
  days: { day: Date; evaluation: Evaluation }[];
  /** What the admins' list would have said, and what was quiet. */
  changes: { at: Date; change: Change; outcome: Outcome }[];
  latest: { at: Date; evaluation: Evaluation } | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Plays observations in order, through the steps that Baton takes, to `end`. Alerts are only tried out. */
export function playPast(observations: readonly Observation[], cuts: Cuts, end: Date): Past {
  const days = new Map<number, { day: Date; evaluation: Evaluation; basis: Basis }>();
  const changes: Past['changes'] = [];
  const seen = new Map<string, Observation>();
  let latest = null as Past['latest'];
  for (let next = 0; ; ) {
    const due: Date | null = latest?.evaluation.dueAt ?? null;
    const observed = observations[next]?.observedAt ?? null;
    const now: Date | null = observed && (!due || observed <= due) ? observed : due;
    if (!now || now > end) break;
    const before = next;
    for (let one = observations[next]; one && one.observedAt <= now; one = observations[++next])
      seen.set(one.type, one);
    const state = latest?.evaluation.state ?? NEVER_EVALUATED;
    const evaluation = evaluate(state, {
      observations: [...seen.values()],
      hasNews: next > before,
      config: SHIPPED,
      cuts,
      now,
      past: basisOf([...days.values()], now),
      overrideUntil: null,
      expected: new Map(),
    });
    for (const change of evaluation.changes) {
      const outcome = outcomeOf(
        change,
        state,
        { enabled: false, byBands: true, open: null, resolved: null },
        SHIPPED,
        now,
      );
      changes.push({ at: now, change, outcome });
      if (isTold(outcome))
        Object.assign(evaluation.state, {
          alertedAt: now,
          alertedBand: change.toBand,
          alertedScore: change.score,
        });
    }
    latest = { at: now, evaluation };
    const day = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
    const values = Object.fromEntries([...seen.values()].map(({ type, value }) => [type, value]));
    days.set(day, {
      day: new Date(day),
      evaluation,
      basis: { score: evaluation.score.value ?? 0, values },
    });
  }
  return { days: [...days.values()], changes, latest };
}

/** As it stood on the first known day of those that a fall looks back on. */
function basisOf(
  days: readonly { day: Date; evaluation: Evaluation; basis: Basis }[],
  now: Date,
): Basis | null {
  const from = now.getTime() - SHIPPED.fall.days * DAY_MS;
  const found = days.find(({ day, evaluation }) => day.getTime() + DAY_MS > from && evaluation.score.known);
  return found?.basis ?? null;
}
