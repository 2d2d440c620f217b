import type { ValueField } from './provenance.ts';

/** Signals that go over with the merge. A longer history follows in the background: see move-merged-signals.ts. */
export const SIGNALS_AT_ONCE = 5_000;

/** What the account that stays may learn from the other. */
export type LearntField = ValueField | 'firstValueOn' | 'coOwners';

/** What a merge would do, as of now. */
export interface MergePreview {
  from: { id: string; name: string };
  into: { id: string; name: string };
  /** These go over to the one that stays; drafts are among the handoffs. */
  handoffs: number;
  risks: number;
  signals: number;
  /** What it does not know itself, or knows only in part. */
  learns: LearntField[];
  /** Both have an open risk: one must be resolved first. */
  blocked: boolean;
}
