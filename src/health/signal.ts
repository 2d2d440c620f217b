import { createHash } from 'node:crypto';
import type { AccountRef } from '../accounts/account.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { closest, quoted } from '../platform/text.ts';
import { daysBetween } from '../time/day.ts';
import type { HealthConfig } from './config.ts';

/** One observation, as it is listed. */
export interface RecentSignal {
  label: string;
  unit: string;
  value: number;
  observedAt: Date;
  source: string;
  note: string | null;
  /** A link. */
  evidence: string | null;
}

/** What a customer said, as a signal keeps it. */
export interface Voice {
  label: string;
  unit: string;
  value: number;
  quote: string;
  evidence: string | null;
  at: Date;
}

/** Something that was seen, before it is known whether it can be kept. */
export interface NewSignal {
  account: AccountRef;
  type: string;
  value: number;
  observedAt?: Date;
  key?: string;
  corrects?: string;
  source: string;
  note?: string;
  evidence?: string;
}

export type SignalResult =
  | { state: 'accepted'; stale?: true }
  | { state: 'duplicate' }
  | { state: 'rejected'; code: string; message: string };

const MINUTE_MS = 60_000;
const EARLIEST = new Date('2000-01-01T00:00:00Z');
/** Clocks differ; by more than this something is wrong. */
const AHEAD_MS = 5 * MINUTE_MS;
const OWN_KEY = 'auto:';

/** Why a signal cannot be kept, or null. */
export function checkSignal(
  signal: NewSignal,
  observedAt: Date,
  config: HealthConfig,
  now: Date,
): Refusal | null {
  const { type, value } = signal;
  const kind = Object.hasOwn(config.types, type) ? config.types[type] : undefined;
  if (!kind) {
    const known = Object.keys(config.types);
    return refuse('unknown_type', `There is no signal type ${quoted(type)}.${meant(type, known)}`, 'type');
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = kind.range ?? {};
  if (!Number.isFinite(value)) return refuse('bad_value', 'value must be a finite number.', 'value');
  if (value < min) return refuse('out_of_range', `${type} is at least ${min}.`, 'value');
  if (value > max) return refuse('out_of_range', `${type} is at most ${max}.`, 'value');
  if (observedAt.getTime() > now.getTime() + AHEAD_MS)
    return refuse('in_future', 'observed_at is more than 5 minutes in the future.', 'observed_at');
  if (!(observedAt >= EARLIEST))
    return refuse('too_old', 'observed_at is before the year 2000.', 'observed_at');
  if (signal.key?.startsWith(OWN_KEY))
    return refuse('bad_key', `key begins with ${OWN_KEY}, which is kept for keys that are made here.`, 'key');
  if (signal.key !== undefined && signal.key === signal.corrects)
    return refuse(
      'bad_corrects',
      'A signal cannot correct itself: give the correction a key of its own.',
      'corrects',
    );
  return null;
}

/** Old enough to say nothing about today: kept for the history, and no part of the score. */
export function isStale(config: HealthConfig, type: string, observedAt: Date, now: Date): boolean {
  const days = config.types[type]?.validDays ?? 0;
  return daysBetween(observedAt, now) >= days;
}

/** The sender's key, or one made of what the signal says: the same fact twice is one signal. */
export function keyOf(signal: NewSignal, accountId: string, observedAt: Date): string {
  if (signal.key !== undefined) return signal.key;
  const { type, source, value, corrects } = signal;
  const fact = [accountId, type, observedAt.toISOString(), source, value];
  const text = JSON.stringify(corrects === undefined ? fact : [...fact, corrects]);
  return OWN_KEY + createHash('sha256').update(text).digest('base64url');
}

/** What was probably meant, or everything that is known. */
export function meant(word: string, known: readonly string[]): string {
  const near = word.length <= 60 ? closest(word, known) : undefined;
  return near ? ` Did you mean "${near}"?` : ` Known: ${known.join(', ')}.`;
}
