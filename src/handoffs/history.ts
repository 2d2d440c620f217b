import type { PersonRef } from './picture.ts';

/** One entry of a handoff's history, as it is shown. */
export interface HistoryEntry {
  id: string;
  /** "accepted", "returned", "amended", "escalated"… */
  action: string;
  at: Date;
  /** Null when Baton itself did it. */
  by: PersonRef | null;
  /** Reassigned to whom. */
  to: PersonRef | null;
  /** A reason or a note, in somebody's words. */
  words: string | null;
  /** Labels of criteria or fields, or the names of those an escalation told. */
  labels: string[];
}
