import { z } from 'zod';
import type { AlertSegment } from '../../../prisma/generated/client.ts';
import type { AccountProfile, Colleague } from '../../accounts/profile.ts';
import type { Band } from '../../health/bands.ts';
import type { Reason } from '../../health/reasons.ts';
import type { Listing } from '../../health/slides/listed.ts';
import type { HealthStanding } from '../../health/standing.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { closest } from '../../platform/text.ts';
import type { Calendar } from '../../time/calendar.ts';
import { plusDays } from '../../time/day.ts';
import { addDays, startOfLocalDay } from '../../time/local-date.ts';
import { nextWorkingMorning } from '../../time/working-time.ts';

/** A segment and how its alerts stand. */
export interface SegmentAlerts {
  /** '' is for accounts without one. */
  segment: string;
  previewSince: Date;
  /** Null: they are tried out. */
  enabledAt: Date | null;
  /** From when they may be turned on. */
  readyAt: Date;
  ready: boolean;
  /** Until then a worse band opens risks, where alerts are on; null: slides do. */
  slidesFrom: Date | null;
  accounts: number;
  /** At risk or critical now. */
  low: number;
}

/** What people type for the accounts without a segment. */
export const NO_SEGMENT = 'none';

export function readyAt({ previewSince }: Pick<AlertSegment, 'previewSince'>, days: number): Date {
  return plusDays(previewSince, days);
}

/** "enterprise", or "accounts without a segment". */
export function segmentName(segment: string): string {
  return segment === '' ? 'accounts without a segment' : segment;
}

/** The one that was typed: as it is written, else whatever its case. */
export function pickSegment(typed: string, known: readonly string[]): string | Refusal {
  const text = typed.trim();
  const fold = (one: string) => one.toLowerCase();
  const found = known.find((one) => one === typed) ?? known.find((one) => fold(one) === fold(text));
  if (found !== undefined) return found;
  if (fold(text) === NO_SEGMENT && known.includes('')) return '';
  const named = known.map((one) => one || NO_SEGMENT);
  if (named.length === 0)
    return refuse('unknown_segment', 'No account has sent a signal yet, so there is nothing to turn on.');
  const near = closest(text, named);
  return refuse(
    'unknown_segment',
    `There is no segment “${[...text].slice(0, 60).join('')}”.${near ? ` Did you mean “${near}”?` : ` Known: ${named.join(', ')}.`}`,
  );
}

/** A change that would have opened a risk. */
export interface PreviewItem {
  accountName: string;
  /** worsened, fell or exception. */
  rule: string;
  fromBand: Band | null;
  toBand: Band;
  scoreBefore: number | null;
  score: number | null;
  reason: Reason | null;
  at: Date;
}

/** Whose risks these would have been. */
export interface PreviewGroup {
  /** Null: nobody's. */
  owner: Colleague | null;
  /** All of them; `items` are those that are shown. */
  count: number;
  items: PreviewItem[];
}

/** What would have been opened, if alerts were on. */
export interface AlertPreview {
  total: number;
  /** Whoever would have had most comes first. */
  groups: PreviewGroup[];
  /** Those whose alerts are tried out. */
  segments: SegmentAlerts[];
  /** Where bands still open risks: until when, and how many they opened meanwhile. Null: nowhere. */
  byBands: { until: Date; opened: number } | null;
}

export interface Window {
  /** The first instant in it, and the first after it. */
  from: Date;
  to: Date;
}

/** Longer than any holidays. */
const DAYS_BACK = 60;

/**
 * What the list of a day tells of: everything since the working morning before, up to that day's. Each instant is
 * in one list.
 */
export function previewWindow(day: string, calendar: Calendar): Window {
  const morningFrom = (date: string) =>
    nextWorkingMorning(new Date(startOfLocalDay(date, calendar.zone).getTime() - 1), calendar);
  const to = morningFrom(day);
  for (let back = 1; back <= DAYS_BACK; back++) {
    const from = morningFrom(addDays(day, -back));
    if (from < to) return { from, to };
  }
  return { from: startOfLocalDay(addDays(day, -DAYS_BACK), calendar.zone), to };
}

/** One account of the summary, as it stands now. */
export interface ListedAccount {
  account: AccountProfile;
  standing: HealthStanding;
  /** Of one that was sliding then; null: it does not any more, or was low. */
  listing: Listing | null;
  /** "R-7" while one is open. */
  openRisk: { id: string; name: string } | null;
}

/** What is said when the alerts of a segment were turned on. */
export interface AlertSummary {
  id: string;
  segment: string;
  /** As of then. */
  atRisk: number;
  critical: number;
  /** The worst of then, in order. */
  accounts: ListedAccount[];
  /** That were low then, and are not listed. */
  more: number;
  /** Others that were sliding then, how many there were, and how many of these are not listed. */
  sliding: { total: number; accounts: ListedAccount[]; more: number };
}

/** What the message keeps of it: the accounts by their ids. */
export const Enabled = z.object({
  segment: z.string(),
  atRisk: z.number(),
  critical: z.number(),
  accounts: z.array(z.guid()),
  sliding: z.object({ total: z.number(), accounts: z.array(z.guid()) }).default({ total: 0, accounts: [] }),
});
export type AlertsEnabled = z.infer<typeof Enabled>;

/** What became of the risks that one rule opened. */
export interface RuleRecord {
  rule: string;
  opened: number;
  /** Resolved by a person, who has judged them: the rate is of these. */
  judged: number;
  falseAlarms: number;
  tooEarly: number;
}

export type Conclusion = 'too_few' | 'good' | 'fair' | 'retune';

/** Below this nothing is concluded. */
const FEWEST = 3;
/** False alarms over this share mean that the rule needs tuning, under the other that it is good. */
const RETUNE_OVER = 0.3;
const GOOD_UNDER = 0.15;

/** 0–1; null where nothing was judged. */
export function falseAlarmRate({ judged, falseAlarms }: RuleRecord): number | null {
  return judged === 0 ? null : falseAlarms / judged;
}

export function concludeOn(record: RuleRecord): Conclusion {
  const rate = falseAlarmRate(record);
  if (rate === null || record.judged < FEWEST) return 'too_few';
  if (rate > RETUNE_OVER) return 'retune';
  return rate < GOOD_UNDER ? 'good' : 'fair';
}
