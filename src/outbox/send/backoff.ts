const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** After a failure in which nothing was sent: 2 s, doubling, at most a quarter of an hour. */
export function backoffMs(attempt: number): number {
  return Math.min(2 ** Math.min(attempt, 20) * SECOND, 15 * MINUTE);
}

/** Failures of that sort, in more than an hour, after which a person has to look. */
export const MAX_ATTEMPTS = 14;

/**
 * After an attempt whose outcome is unknown and cannot be looked up: 30 s, tripling. Each may be one
 * more copy, so that they grow rare quickly.
 */
export function blindBackoffMs(attempt: number): number {
  return 10 * SECOND * 3 ** Math.min(attempt, 6);
}

/** Attempts without a known outcome, in about an hour, after which we stop saying it. */
export const MAX_BLIND_ATTEMPTS = 6;

/** What Slack refuses for want of a scope is tried again after this: it may be granted at any time. */
export const SCOPE_MS = 15 * MINUTE;

/** Events get lost: a channel that others read, or that is closed, is looked at anew after this. */
export const SHARED_LOOK_MS = 15 * MINUTE;
export const CLOSED_LOOK_MS = 6 * 60 * MINUTE;

/** A request that seemed lost has landed by then, if it ever does. */
export const FIRST_LOOK_MS = 10 * SECOND;
/** Between the two looks that must both find nothing. */
export const SECOND_LOOK_MS = MINUTE;
