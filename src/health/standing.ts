import type { AccountHealth, Stage } from '../../prisma/generated/client.ts';
import type { Person } from '../people/person.ts';
import { daysBetween } from '../time/day.ts';
import type { Band } from './bands.ts';
import type { HealthConfig } from './config.ts';
import type { CsmView } from './csm-view.ts';
import type { ExpectedSignal } from './expected.ts';
import { type Basis, type Reason, readBasis, strongestReasons } from './reasons.ts';
import { type Observation, scoreOf } from './score.ts';
import { type BandWhy, whyBand } from './why-band.ts';

/** What a person has said of an account's health, while it holds. */
export interface Override {
  band: Band;
  by: Pick<Person, 'id' | 'slackUserId' | 'name'> | null;
  until: Date;
  note: string;
}

/** How an account stands, as the views show it. */
export interface HealthStanding {
  /** 0–100; null: too little is fresh to score it. */
  score: number | null;
  /** A person's word while it holds, else the score's; 'unknown' where too little is fresh. */
  band: Band | 'unknown';
  /** Null where the score alone would give this band too. */
  why: BandWhy | null;
  /** Of the score's band; null while a person's word holds, or nothing is known. */
  since: Date | null;
  /** Signals that count, and how many of them are fresh. */
  fresh: number;
  of: number;
  /** The strongest, at most three. */
  reasons: Reason[];
  /** Labels of what is too old to count. */
  stale: string[];
  override: Override | null;
}

/**
 * As of `now`. `health` null: it was never evaluated. Reasons are told against `then` where it is given, else against
 * how things stood when the band was set.
 */
export function standingOf(
  health: (AccountHealth & { account: { stage: Stage } }) | null,
  observations: readonly Observation[],
  config: HealthConfig,
  overrideBy: Override['by'],
  now: Date,
  then: Basis | null = null,
): HealthStanding {
  const score = scoreOf(observations, config, now);
  const parts = score.parts.toSorted((a, b) => b.weight - a.weight || (a.type < b.type ? -1 : 1));
  const fresh = parts.filter((part) => part.fresh);
  const override = overrideOf(health, overrideBy, now);
  const band = score.known && health?.band ? health.band : 'unknown';
  const counted = (some: typeof parts) => some.filter(({ weight }) => weight > 0).length;
  return {
    score: score.known ? score.value : null,
    band: override?.band ?? band,
    why:
      health &&
      whyBand(health, { config, stage: health.account.stage, now }, score.known ? score.value : null),
    since: override || band === 'unknown' ? null : (health?.bandSince ?? null),
    fresh: counted(fresh),
    of: counted(parts),
    reasons: strongestReasons(fresh, then ?? (health && readBasis(health.basis, health.accountId)), config),
    stale: parts.filter((part) => !part.fresh).map(({ type }) => config.types[type]?.label ?? type),
    override,
  };
}

function overrideOf(health: AccountHealth | null, by: Override['by'], now: Date): HealthStanding['override'] {
  const { overrideBand: band, overrideUntil: until, overrideNote: note } = health ?? {};
  return band && until && until > now ? { band, by, until, note: note ?? '' } : null;
}

/** Points up or down against a day before; null where there is none to compare with. */
export interface Trend {
  points: number;
  days: number;
}

/** The score at the end of one of the last weeks; null: too little was known. */
export interface WeekScore {
  /** YYYY-MM-DD, the last day. */
  endsOn: string;
  score: number | null;
}

/** How an account stands, and how it came there. */
export interface HealthCourse {
  standing: HealthStanding;
  trend: Trend | null;
  /** The last twelve, oldest first. */
  weeks: WeekScore[];
  /** What a person expects to look bad, while that holds. */
  expected: ExpectedSignal[];
  /** Null: nobody has said any. */
  view: CsmView | null;
}

export const TREND_DAYS = 30;

/** `then`: the score at the end of a day. */
export function trendOf(
  score: number | null,
  then: { day: Date; score: number | null } | null,
  now: Date,
): Trend | null {
  if (score === null || then?.score == null) return null;
  const days = Math.floor(daysBetween(then.day, now));
  // Written only when something changed: what stood 40 days ago stood 30 days ago, too.
  // As scores are shown: rounded down.
  return days < 1
    ? null
    : { points: Math.floor(score) - Math.floor(then.score), days: Math.min(days, TREND_DAYS) };
}
