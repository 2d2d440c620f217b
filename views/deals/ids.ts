import type { SnoozeVerb } from '../cases/controls.ts';

/** callback_id of each modal. Their private_metadata is the deal's id. */
export const DEAL_CALLBACKS = {
  assign: 'deal_assign_form',
  dismiss: 'deal_dismiss_form',
  history: 'deal_history_view',
} as const;

/** action_id of everything that tells Baton of a click. */
export const DEAL_ACTIONS = {
  // Value: the deal's id.
  finish: 'deal_finish',
  assign: 'deal_assign',
  nudge: 'deal_nudge',
  open: 'deal_open',
  /** Value: `<snooze>:<deal id>`, snooze being a key of SNOOZES. */
  later: 'deal_later',
  /** A menu. Value: `<verb>:<deal id>`, verb being one of DEAL_MORE_VERBS or `snooze:<snooze>`. */
  more: 'deal_more',
  /** Value: `<deal id>:<page>`, the latest page being 0. */
  historyPage: 'deal_history_page',
} as const;

/** Those that open a window. */
export const DEAL_MORE_VERBS = ['assign', 'dismiss', 'history'] as const;
export type DealWindow = (typeof DEAL_MORE_VERBS)[number];
export type DealMoreVerb = DealWindow | SnoozeVerb;
