import type { Brief, Gaps } from '../../src/handoffs/brief/brief.ts';
import type { Completeness, Criterion, Question } from '../../src/handoffs/brief/template.ts';
import type { HandoffKind } from '../../src/handoffs/kinds.ts';
import type { AccountFacts, PersonRef } from '../../src/handoffs/read/picture.ts';
import type { Warning } from '../../src/health/readiness.ts';
import type { ModalState } from './ids.ts';

export interface DraftRef {
  handoffId: string;
  accountName: string | null;
  updatedAt: Date;
}

/** A draft, or a returned handoff, as the sender's modal shows it at every step. */
export interface BriefScreen {
  /** Each view sets its own step. */
  state: ModalState;
  /** fix: it came back; account, receiver and privacy are settled. */
  mode: 'new' | 'fix';
  account: AccountFacts | null;
  /** Not null: the account is new, and its name is typed ('' at first). */
  accountName: string | null;
  /** Accounts whose names are near the typed one. */
  candidates: readonly string[];
  /** awayUntil only while they are away: a view does not know what time it is. */
  receiver: PersonRef | null;
  /** Who stands in while the receiver is away. */
  cover: PersonRef | null;
  brief: Brief;
  /** As the receiver picked so far makes it. */
  kind: HandoffKind;
  questions: readonly Question[];
  completeness: Completeness;
  criteria: readonly Criterion[];
  /** What speaks against proposing an expansion now; null: nothing does, or it is none. */
  warning: Warning | null;
  gaps: Gaps | null;
  private: boolean;
  /** Why it did not go on. */
  banner: string | null;
  /** The deal has an open handoff already: asks whether this is a second one. */
  secondDeal: boolean;
  /** Other drafts of the sender, the latest first. */
  drafts: readonly DraftRef[];
  me: PersonRef;
  /** They pressed *Save draft* just now. */
  savedAt?: Date;
  /** Changes when what is typed is to be replaced by what is stored, as on Resume. */
  nonce?: string;
}
