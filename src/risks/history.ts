import type { CaseEntry } from '../cases/entry.ts';
import type { Reason } from '../health/reasons.ts';

/** One entry of a risk's history, as it is shown. */
export interface RiskEntry extends CaseEntry {
  /** Names of those an escalation told. */
  told: string[];
  /** What changed in the score; null where nothing did. */
  change: { from: string | null; to: string; before: number | null; score: number; reasons: Reason[] } | null;
  /** As it was written with the entry: firstAction, dueOn, checkInOn, outcome, verdict, rule. */
  data: Record<string, unknown>;
}
