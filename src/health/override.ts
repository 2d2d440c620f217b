import type { AccountHealth } from '../../prisma/generated/client.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { addDays, isLocalDate } from '../time/local-date.ts';
import { BANDS, type Band } from './bands.ts';

export const NOTE_MAX = 1_500;
/** The extremes are looked at again sooner. */
const DEFAULT_DAYS: Record<Band, number> = { critical: 30, at_risk: 90, watch: 90, healthy: 30 };
export const DAYS_AT_MOST = 180;

/** The band that a person has given an account, while that holds. */
export function overrideOf(
  { overrideBand, overrideUntil }: Pick<AccountHealth, 'overrideBand' | 'overrideUntil'>,
  now: Date,
): Band | null {
  return overrideUntil && overrideUntil > now ? overrideBand : null;
}

export interface OverrideCommand {
  band: string;
  /** YYYY-MM-DD, the last day; null for as long as is usual for the band. */
  until: string | null;
  note: string;
}

/** What is to be kept, or why not. `today` is the local date of whoever says so. */
export function decideOverride(
  { band: said, until, note }: OverrideCommand,
  today: string,
): { band: Band; until: string; note: string } | Refusal {
  const band = BANDS.find((one) => one === said);
  if (!band) return refuse('unknown_band', 'Pick a health: healthy, watch, at risk or critical.', 'band');
  const words = note.replaceAll('\u0000', '').trim();
  if (words === '') return refuse('no_note', 'Add a short reason.', 'note');
  if ([...words].length > NOTE_MAX)
    return refuse('too_long', `Keep it within ${NOTE_MAX} characters.`, 'note');
  const day = until ?? addDays(today, DEFAULT_DAYS[band]);
  return whyNotUntil(day, today) ?? { band, until: day, note: words };
}

/** Why a person's word cannot hold until the end of that day; null where it can. */
export function whyNotUntil(day: string, today: string): Refusal | null {
  if (!isLocalDate(day)) return refuse('bad_day', 'Pick a day.', 'until');
  if (day <= today) return refuse('past', 'Pick a day from tomorrow on.', 'until');
  if (day > addDays(today, DAYS_AT_MOST))
    return refuse('too_far', `Pick a day within ${DAYS_AT_MOST} days.`, 'until');
  return null;
}
