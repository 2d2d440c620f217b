import type { Button } from '@slack/types';
import { BRIEF_LIMITS, type Brief, type Gaps } from '../../../src/handoffs/brief/brief.ts';
import type { Completeness, Criterion, Question, Section } from '../../../src/handoffs/brief/template.ts';
import type { HandoffKind } from '../../../src/handoffs/kinds.ts';
import type { AccountFacts, PersonRef } from '../../../src/handoffs/read/details.ts';
import type { Why } from '../../../src/handoffs/routing/routing.ts';
import type { Warning } from '../../../src/health/readiness.ts';
import { clip } from '../../kit/clip.ts';
import { when } from '../../kit/dates.ts';
import { button, confirm } from '../../kit/elements.ts';
import { bold, type Markup, md } from '../../kit/text.ts';
import { ACTIONS, type ModalState, type RowSection } from '../ids.ts';

export interface DraftRef {
  handoffId: string;
  accountName: string | null;
  updatedAt: Date;
}

/** A draft, or a returned handoff, as the sender's modal shows it at every step. */
export interface BriefScreen {
  /** Each view sets its own step. */
  state: ModalState;
  /** fix: more was asked for. amend: it is out. In both, account, receiver and privacy are settled. */
  mode: 'new' | 'fix' | 'amend';
  account: AccountFacts | null;
  /** Not null: the account is new, and its name is typed ('' at first). */
  accountName: string | null;
  /** Accounts whose names are near the typed one. */
  candidates: readonly string[];
  /** awayUntil only while they are away: a view does not know what time it is. */
  receiver: PersonRef | null;
  /** Why it is them, while nobody has picked. */
  suggested?: Why;
  /** Who covers while the receiver is away. */
  cover: PersonRef | null;
  brief: Brief;
  /** As the receiver picked so far makes it. */
  kind: HandoffKind;
  /** Those that fit sender and receiver, to pick from where they are several; none: it is sent as the common one. */
  kinds: readonly HandoffKind[];
  questions: readonly Question[];
  more: readonly Question[];
  /** Keys of what is not asked any more. */
  hidden: readonly string[];
  completeness: Completeness;
  criteria: readonly Criterion[];
  /** What speaks against proposing an expansion now; null: nothing does, or it is none. */
  warning: Warning | null;
  gaps: Gaps | null;
  private: boolean;
  /** Slack id of where its card goes while it is not private; null: it has none. */
  cardChannel: string | null;
  /** Why it did not go on. */
  banner: string | null;
  /** The deal has an open handoff already: asks whether this is a second one. */
  secondDeal: boolean;
  /** Other drafts of the sender, the latest first. */
  drafts: readonly DraftRef[];
  me: PersonRef;
  /** They pressed *Save draft*, or *Save* of what is out, just now. */
  savedAt?: Date;
  /** Changes when what is typed is to be replaced by what is stored, as on Resume. */
  nonce?: string;
}

/** Every part of a brief beside the first screen. */
export type MoreSection = Exclude<Section, 'essentials'>;

export const SECTION_LABELS: Record<MoreSection, string> = {
  people: 'People',
  outcomes: 'Outcomes',
  commitments: 'Commitments',
  concerns: 'Risks and objections',
  scope: 'Scope and technical',
  told: 'Already told us',
  notes: 'Notes',
  dates: 'Dates and links',
  more: 'More questions',
};

export const ROW_WORDS: Record<RowSection, { one: string; many: string; most: number }> = {
  people: { one: 'person', many: 'people', most: BRIEF_LIMITS.people },
  outcomes: { one: 'outcome', many: 'outcomes', most: BRIEF_LIMITS.outcomes },
  commitments: { one: 'commitment', many: 'commitments', most: BRIEF_LIMITS.commitments },
};

const nameOf = ({ accountName }: DraftRef): string => accountName || 'no account yet';

export function draftLine(draft: DraftRef): Markup {
  return md`Draft: ${bold(nameOf(draft))} · last changed ${when(draft.updatedAt)}`;
}

export function draftButtons(draft: DraftRef): Button[] {
  const name = nameOf(draft);
  const value = draft.handoffId;
  return [
    button({ action: ACTIONS.resume, text: 'Resume', value, label: `Resume: ${name}` }),
    button({
      action: ACTIONS.discard,
      text: 'Discard',
      value,
      label: `Discard: ${name}`,
      confirm: confirm({
        title: 'Discard this draft?',
        text: `What you wrote about “${clip(name, 40)}” is deleted.`,
        yes: 'Discard',
        no: 'Keep it',
      }),
    }),
  ];
}
