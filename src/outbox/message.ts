/** What a message is about; its `refresh` finds its messages by it. */
export interface Subject {
  type: string;
  id: string;
}

/** A post to be made. It holds ids and figures only: the words are made when it goes out. */
export interface NewMessage {
  kind: string;
  subject: Subject;
  /** Whom it speaks to, when it speaks to one. */
  memberId?: string;
  data?: Record<string, unknown>;
  /** Slack channel id, or Slack user id for that person's DM. */
  lane: string;
  /** Order is kept within a thread: a root opens it, the others are replies under the root. */
  thread: string;
  root: boolean;
  /** A key that was used before makes this message a no-op. */
  dedupeKey: string;
  /** Business time: not to be said before. */
  holdUntil?: Date;
}

/** A message as its kind sees it when it goes out. */
export interface Message {
  id: string;
  kind: string;
  subject: Subject;
  memberId: string | null;
  data: Record<string, unknown>;
  dedupeKey: string;
}

/** Ids of people begin with U or W, those of their DMs with D; channels with C or G. */
export function isDm(lane: string): boolean {
  return /^[UWD]/.test(lane);
}

/** Is this lane a person, whose DM has another id? */
export function isPerson(lane: string): boolean {
  return /^[UW]/.test(lane);
}
