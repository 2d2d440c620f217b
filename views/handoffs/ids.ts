import { z } from 'zod';
import type { Section } from '../../src/handoffs/brief/template.ts';
import { readState } from '../../src/platform/outdated.ts';
import type { SnoozeVerb } from '../cases/controls.ts';

/** callback_id of each modal. */
export const CALLBACKS = {
  loading: 'handoff_loading',
  essentials: 'handoff_essentials',
  section: 'handoff_section_form',
  reviewDraft: 'handoff_review_draft',
  done: 'handoff_done',
  answer: 'handoff_answer_form',
  finish: 'handoff_finish_form',
  book: 'handoff_book_form',
  wait: 'handoff_wait_form',
  introduce: 'handoff_introduce_form',
  add: 'handoff_add_form',
  added: 'handoff_added',
  escalate: 'handoff_escalate_form',
  reassign: 'handoff_reassign_form',
  cancel: 'handoff_cancel_form',
  reading: 'handoff_reading',
  history: 'handoff_history_view',
} as const;

/** action_id of everything that tells Baton of a click or a change. */
export const ACTIONS = {
  // Buttons on messages. Value: the handoff's id.
  acknowledge: 'handoff_acknowledge',
  review: 'handoff_review',
  /** Value: `<handoff id>:<version it had when it was done>`. */
  undo: 'handoff_undo',
  finish: 'handoff_finish',
  book: 'handoff_book',
  answered: 'handoff_customer_answered',
  readFeedback: 'handoff_feedback_read',
  introduce: 'handoff_introduce',
  /** Value: `<id of the move>:<receiver's member id>`. */
  acceptBook: 'handoff_accept_book',
  fix: 'handoff_fix',
  edit: 'handoff_edit',
  open: 'handoff_open',
  reassign: 'handoff_reassign',
  /** Value: `<handoff id>:<id of the entry that proposes>`. */
  confirmReceiver: 'handoff_confirm_receiver',
  cancel: 'handoff_cancel',
  nudge: 'handoff_nudge',
  history: 'handoff_history',
  /** A menu. Value: `<snooze>:<handoff id>`, snooze being a key of SNOOZES. */
  snooze: 'handoff_snooze',
  /** A menu. Value: `<verb>:<handoff id>`, verb being one of MORE_VERBS, `nudge`, or `snooze:<snooze>`. */
  more: 'handoff_more',
  /** Value: `<mine or all>:<cursor>`. */
  listPage: 'handoff_list_page',
  /** In the modals that show a history. Value: `<handoff id>:<page>`, the latest page being 0. */
  historyPage: 'handoff_history_page',

  // In the modals.
  /** Chosen value: an account's id, or `new:<typed name>`. */
  account: 'handoff_account',
  /** Back from typing a new account's name to picking one. */
  accountPick: 'handoff_account_pick',
  receiver: 'handoff_receiver',
  /** Chosen value: a HandoffKind. */
  kind: 'handoff_kind',
  /** Chosen value: a Said. */
  said: 'handoff_said',
  /** Value: a Section. */
  section: 'handoff_section',
  back: 'handoff_back',
  save: 'handoff_save',
  /** Value: the Section. */
  addRow: 'handoff_add_row',
  /** Value: `<edit or remove>:<row id>`. */
  row: 'handoff_row',
  /** Value: what it becomes, `on` or `off`. */
  private: 'handoff_private',
  /** Value: the draft's handoff id. */
  resume: 'handoff_resume',
  discard: 'handoff_discard',
  /** Value: accept, return or decide_by. */
  outcome: 'handoff_outcome',
  /** Chosen value: the id of the handoff to which a message is added. */
  addTo: 'handoff_add_to',
} as const;

/** Each opens a window. Slack allows five entries in such a menu. */
export const MORE_VERBS = [
  ...(['open', 'edit', 'history', 'reassign', 'cancel', 'book', 'wait', 'escalate'] as const),
] as const;
export type WindowVerb = (typeof MORE_VERBS)[number];
export type MoreVerb = WindowVerb | SnoozeVerb | 'nudge';

export const ANSWER_OUTCOMES = ['accept', 'return', 'decide_by'] as const;
export type AnswerOutcome = (typeof ANSWER_OUTCOMES)[number];

export const ROW_SECTIONS = ['people', 'outcomes', 'commitments'] as const satisfies Section[];
export type RowSection = (typeof ROW_SECTIONS)[number];

export function isRowSection(section: Section): section is RowSection {
  return (ROW_SECTIONS as readonly Section[]).includes(section);
}

const STEPS = [
  'essentials',
  'people',
  'outcomes',
  'commitments',
  'concerns',
  'scope',
  'told',
  'notes',
  'dates',
  'more',
  'review',
  'answer',
  'finish',
  'book',
  'wait',
  'escalate',
  'introduce',
  'reassign',
  'propose',
  'cancel',
  'reading',
  'history',
] as const;

const ModalStateSchema = z.object({
  /** The handoff; absent until the draft is first saved. */
  id: z.guid().optional(),
  /** The handoff's version the modal was drawn from. */
  v: z.number().int(),
  step: z.enum(STEPS),
  /** Of a handoff that is out: each *Save* is told to the other side. */
  amend: z.literal(true).optional(),
  /** Where the handoff stood then, in the forms that change it: see `standOf`. */
  stand: z.string().optional(),
});

/** What a modal carries in private_metadata: which handoff, as of when, at which step. All else is in the database. */
export type ModalState = z.infer<typeof ModalStateSchema>;

export function encodeState(state: ModalState): string {
  return JSON.stringify(state);
}

/** Throws Outdated on anything that was not written by `encodeState`. */
export function decodeState(metadata: string): ModalState {
  return readState(ModalStateSchema, metadata);
}

/** Said of a message that is to be added. */
export const MESSAGE_NOTES = ['cut', 'wordless', 'not_public', 'unlinked'] as const;

const AddingSchema = z.object({
  /** `<channel id>:<ts>`. */
  message: z.string().max(100),
  link: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable(),
  /** Ids of the accounts that it names. */
  about: z.array(z.guid()).max(20),
  notes: z.array(z.enum(MESSAGE_NOTES)).readonly(),
});

/** What the window carries in which a message is added to a brief. */
export type AddingState = z.infer<typeof AddingSchema>;

export function encodeAdding(state: AddingState): string {
  return JSON.stringify(state);
}

/** Throws Outdated on anything that was not written by `encodeAdding`. */
export function decodeAdding(metadata: string): AddingState {
  return readState(AddingSchema, metadata);
}

/** action_id of everything that tells Baton of a click on a follow-up. */
export const FOLLOW_UP_ACTIONS = {
  // Value: the follow-up's id.
  /** Opens the window in which it is done: the introduction, or its part of the brief. */
  act: 'follow_up_act',
  /** Value: `<follow-up id>:<id of the entry that changed it last>`, or the first alone. */
  confirm: 'follow_up_confirm',
  nudge: 'follow_up_nudge',
  /** Value: `<snooze>:<follow-up id>`, snooze being a key of SNOOZES. */
  later: 'follow_up_later',
} as const;
