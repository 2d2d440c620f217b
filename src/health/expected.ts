import type { Person } from '../people/person.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { whyNotUntil } from './override.ts';
import type { WeeklyMeans } from './slides/weeks.ts';

/** A signal of which a person has said that it will look bad until then, and why. */
export interface ExpectedSignal {
  type: string;
  /** As people read the type. */
  label: string;
  until: Date;
  note: string;
  by: Pick<Person, 'id' | 'slackUserId' | 'name'> | null;
}

/** Until when each type of an account is, or was, expected to look bad. */
export type ExpectedUntil = ReadonlyMap<string, Date>;

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

/** Without those that are expected to look bad at `now`. */
export function unexpected(means: WeeklyMeans, expected: ExpectedUntil, now: Date): WeeklyMeans {
  const holds = (type: string) => (expected.get(type) ?? now) > now;
  return Object.fromEntries(Object.entries(means).filter(([type]) => !holds(type)));
}

/** What was observed while it was expected never is news, not even later. */
export function wasExpected(
  expected: ExpectedUntil,
  { type, observedAt }: { type: string; observedAt: Date },
): boolean {
  const until = expected.get(type);
  return until !== undefined && observedAt < until;
}
