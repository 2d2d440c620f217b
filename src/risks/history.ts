import type { Reason } from '../health/reasons.ts';
import type { PersonRef } from '../people/person-ref.ts';

/** One entry of a risk's history, as it is shown. */
export interface RiskEntry {
  id: string;
  /** "claimed", "planned", "worsened"… */
  action: string;
  at: Date;
  /** Null when Baton itself did it. */
  by: PersonRef | null;
  /** Reassigned to whom. */
  to: PersonRef | null;
  /** A reason or a note, in somebody's words. */
  words: string | null;
  /** Names of those an escalation told. */
  told: string[];
  /** What changed in the score; null where nothing did. */
  change: { from: string | null; to: string; before: number | null; score: number; reasons: Reason[] } | null;
  /** As it was written with the entry: firstAction, dueOn, checkInOn, outcome, verdict, rule. */
  data: Record<string, unknown>;
}
