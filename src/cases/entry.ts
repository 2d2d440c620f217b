import type { PersonRef } from '../people/person.ts';

/** One entry of the history of a case, as it is shown. */
export interface CaseEntry {
  id: string;
  /** "accepted", "claimed", "escalated"… */
  action: string;
  at: Date;
  /** Null when Baton itself did it. */
  by: PersonRef | null;
  /** Reassigned to whom. */
  to: PersonRef | null;
  /** A reason or a note, in somebody's words. */
  words: string | null;
}
