/** What the row of a reply says whose root stands nowhere yet. */
export const WAITS_FOR_ROOT = 'waits_for_root';

/** What became of a claimed message, of one in doubt, or of an update of one. It is recorded once. */
export type Outcome =
  /** It is in Slack. Found there by looking, which version it shows is not `certain`. */
  | { is: 'sent'; channel: string; ts: string; certain: boolean }
  /** It may have been sent: it is looked for after `ms`. */
  | { is: 'uncertain'; ms: number; error: string }
  /** It may have been sent, and is sent once more after `ms`. */
  | { is: 'again'; ms: number }
  /** Nothing was sent. It waits `ms` and is tried again; `counts` is false for what was no failure of its own. */
  | { is: 'later'; ms: number; error: string | null; counts: boolean }
  /** Its thread has moved and it follows, to be sent from there. */
  | { is: 'following'; destination: string }
  /** Its thread moves, or is said anew where it is. */
  | { is: 'moving'; destination: string; reason: string }
  /** There is no other way to say it: until its channel is open, or private. */
  | { is: 'waiting'; state: 'blocked' | 'withheld'; error: string }
  /** It ends here, and its row stays: nothing left to say, or no way to say it. */
  | { is: 'ended'; state: 'skipped' | 'held' | 'dead'; error: string | null }
  /** Slack closed its destination to us: it is put back, to be moved. */
  | { is: 'laneClosed'; reason: string }
  /** Slack did not grant what it needs, which may be granted at any time. */
  | { is: 'unscoped'; scope: string }
  /** Slack refuses our token. */
  | { is: 'workspaceClosed'; reason: string };

/** Those that concern the message alone. */
export type OfMessage = Exclude<Outcome, { is: 'moving' | 'laneClosed' | 'unscoped' | 'workspaceClosed' }>;

/** A message that is in Slack, as it is written. */
export interface Sent {
  message: { id: string };
  leaseToken: string;
  desired: number;
  channel: string;
  ts: string;
  certain: boolean;
}
