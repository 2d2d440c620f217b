import type { CaseEntry } from '../cases/entry.ts';

/** One entry of a handoff's history, as it is shown. */
export interface HistoryEntry extends CaseEntry {
  /** Labels of criteria or fields, or the names of those an escalation told. */
  labels: string[];
}
