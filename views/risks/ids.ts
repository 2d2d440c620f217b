import { z } from 'zod';
import { readState } from '../../src/platform/outdated.ts';
import type { SnoozeVerb } from '../cases/controls.ts';

/** callback_id of each modal. */
export const RISK_CALLBACKS = {
  plan: 'risk_plan_form',
  checkIn: 'risk_check_in_form',
  reassign: 'risk_reassign_form',
  resolve: 'risk_resolve_form',
  flag: 'risk_flag_form',
  flagged: 'risk_flagged',
  history: 'risk_history_view',
  details: 'risk_details_view',
  signals: 'risk_signals_view',
} as const;

/** action_id of everything that tells Baton of a click or a change. */
export const RISK_ACTIONS = {
  // Buttons on messages. Value: the risk's id.
  claim: 'risk_claim',
  /** Value: `<risk id>:<version it had when it was done>`. */
  undo: 'risk_undo',
  plan: 'risk_plan',
  details: 'risk_details',
  signals: 'risk_signals',
  notARisk: 'risk_not_a_risk',
  checkIn: 'risk_check_in',
  reassign: 'risk_reassign',
  open: 'risk_open',
  nudge: 'risk_nudge',
  /** A menu on messages of older versions. Value: `<snooze>:<risk id>`, snooze being a key of SNOOZES. */
  snooze: 'risk_snooze',
  /** A menu. Value: `<verb>:<risk id>`, verb being one of RISK_MORE_VERBS, `details`, `expected`, or `snooze:<snooze>`. */
  more: 'risk_more',
  /** Value: `<mine or all>:<page>`. */
  listPage: 'risk_list_page',

  // In the modals.
  /** Value: the risk's id. */
  showDetails: 'risk_show_details',
  showHistory: 'risk_show_history',
  /** Value: `<risk id>:<page>`, the latest page being 0. */
  historyPage: 'risk_history_page',
  /** Value: the id of an account that somebody called critical. */
  openByHand: 'risk_open_by_hand',
  /** Chosen value: an account's id, or `new:<typed name>`. */
  account: 'risk_account',
  /** Back from typing a new account's name to picking one. */
  accountPick: 'risk_account_pick',
  /** Value: one of FLAG_KINDS. */
  kind: 'risk_kind',
  /** Value: saved, lost or not_a_risk. */
  outcome: 'risk_outcome',
} as const;

/** Those that open a window. */
export const RISK_MORE_VERBS = ['plan', 'check_in', 'reassign', 'resolve', 'history'] as const;
export type RiskMoreVerb = (typeof RISK_MORE_VERBS)[number] | 'details' | 'expected' | SnoozeVerb;

const RiskModalStateSchema = z.object({
  /** The risk; absent while one is being flagged. */
  id: z.guid().optional(),
  /** The risk's version the modal was drawn from. */
  v: z.number().int(),
  /** Of the message in which it was seen. */
  evidence: z.string().nullable().optional(),
});

/** What a modal carries in private_metadata. All else is in its inputs or in the database. */
export type RiskModalState = z.infer<typeof RiskModalStateSchema>;

export function encodeRiskState(state: RiskModalState): string {
  return JSON.stringify(state);
}

/** Throws Outdated on anything that was not written by `encodeRiskState`. */
export function decodeRiskState(metadata: string): RiskModalState {
  return readState(RiskModalStateSchema, metadata);
}
