import type { Person } from '../people/person.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { whyNotUntil } from './override.ts';
import { type WeeklyMeans, weekOf } from './slides/weeks.ts';

/** A signal of which a person has said that it will look bad until then, and why. */
export interface ExpectedSignal {
  type: string;
  /** As people read the type. */
  label: string;
  until: Date;
  note: string;
  by: Pick<Person, 'id' | 'slackUserId' | 'name'> | null;
}

/** From when and until when each type of an account is, or was, expected to look bad. */
export type ExpectedUntil = ReadonlyMap<string, { from: Date; until: Date }>;

export const EXPECTED_NOTE_MAX = 150;

export interface ExpectCommand {
  type: string;
  /** YYYY-MM-DD, the last day. */
  until: string;
  note: string;
}

/** What is to be kept, or why not. `types`: those that the account has sent. `today` is the local date of whoever says so. */
export function decideExpected(
  { type, until, note }: ExpectCommand,
  types: readonly string[],
  today: string,
): ExpectCommand | Refusal {
  if (type === '') return refuse('no_type', 'Pick a signal.', 'type');
  if (!types.includes(type))
    return refuse('unknown_type', 'This account no longer has this signal. Pick another one.', 'type');
  const no = whyNotUntil(until, today);
  if (no) return no;
  const words = note.replaceAll('\u0000', '').replaceAll(/\s+/g, ' ').trim();
  if (words === '') return refuse('no_note', 'Add a short reason.', 'note');
  if ([...words].length > EXPECTED_NOTE_MAX)
    return refuse('too_long', `Keep it within ${EXPECTED_NOTE_MAX} characters.`, 'note');
  return { type, until, note: words };
}

/**
 * Weekly means up to `week`, without the types that are expected to look bad at `now`, and without the weeks in which
 * others were: what was expected then makes no slide later.
 */
export function unexpected(
  means: WeeklyMeans,
  expected: ExpectedUntil,
  { week, now }: { week: number; now: Date },
): WeeklyMeans {
  if (expected.size === 0) return means;
  return Object.fromEntries(
    Object.entries(means).flatMap(([type, weeks]) => {
      const span = expected.get(type);
      if (!span) return [[type, weeks]];
      if (span.until > now) return [];
      const [first, last] = [weekOf(span.from), weekOf(span.until)];
      const at = (place: number) => week - weeks.length + 1 + place;
      return [[type, weeks.map((mean, place) => (at(place) >= first && at(place) <= last ? null : mean))]];
    }),
  );
}

/** What was observed while it was expected never is news, not even later. */
export function wasExpected(
  expected: ExpectedUntil,
  { type, observedAt }: { type: string; observedAt: Date },
): boolean {
  const span = expected.get(type);
  return span !== undefined && observedAt < span.until;
}
