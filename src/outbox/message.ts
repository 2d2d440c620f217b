/** What a message is about; its `refresh` finds its messages by it. */
export interface Subject {
  type: string;
  id: string;
}

export declare const DECLARED: unique symbol;

/** A post to be made. It holds ids and figures only: the words are made when it goes out. Its declaration makes it. */
export interface NewMessage {
  readonly [DECLARED]: true;
  kind: string;
  subject: Subject;
  /** Whom it speaks to, when it speaks to one. */
  memberId?: string;
  data: Record<string, unknown>;
  /** Slack channel id, or Slack user id for that person's DM. */
  destination: string;
  /** Order is kept within a thread: a root opens it, the others are replies under the root. */
  thread: string;
  root: boolean;
  /** A key that was used before makes this message a no-op. */
  dedupeKey: string;
  /** Business time: not to be said before. */
  holdUntil?: Date;
  /** Wall time that it waits for what is to be said with it. */
  afterMs?: number;
}

/** A message as its kind sees it when it goes out. */
export interface Message<D = Record<string, unknown>> {
  id: string;
  kind: string;
  subject: Subject;
  memberId: string | null;
  data: D;
  dedupeKey: string;
  /** Its reader was sent no later one of its kind: only that one offers the answer. */
  isLatest: boolean;
}

/** Ids of people begin with U or W, those of their DMs with D; channels with C or G. */
export function isDm(destination: string): boolean {
  return /^[UWD]/.test(destination);
}

/** Is this destination a person, whose DM has another id? */
export function isPerson(destination: string): boolean {
  return /^[UW]/.test(destination);
}
