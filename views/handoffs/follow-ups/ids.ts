/** action_id of everything that tells Baton of a click on a follow-up. */
export const FOLLOW_UP_ACTIONS = {
  // Value: the follow-up's id.
  /** Opens the window in which it is done: the introduction, or its part of the brief. */
  act: 'follow_up_act',
  confirm: 'follow_up_confirm',
  nudge: 'follow_up_nudge',
  /** Value: `<snooze>:<follow-up id>`, snooze being a key of SNOOZES. */
  later: 'follow_up_later',
} as const;
