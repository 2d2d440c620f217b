import type { Lane } from '../../prisma/generated/client.ts';

/** A part of a longer list. */
export interface Page<T> {
  items: readonly T[];
  /** From 0. */
  page: number;
  /** Others follow. */
  more: boolean;
}

/** Somebody as far as a list of people tells. */
export interface SomeoneHere {
  id: string;
  slackUserId: string;
  name: string;
}

export interface TeamItem {
  id: string;
  name: string;
  lane: Lane;
  channel: string | null;
  /** Whoever leads it, also one who has left. */
  lead: (SomeoneHere & { left: boolean }) | null;
  members: number;
}

/** A team as it can be changed. */
export interface TeamDetail extends TeamItem {
  /** Slack ids of those in it who are still there; more than Slack's menu holds are not listed. */
  memberIds: readonly string[];
}

/** One of the people Baton can ask, as somebody who sets it up sees them. */
export interface PersonItem extends SomeoneHere {
  teams: readonly string[];
  /** Also one who has left. */
  manager: (SomeoneHere & { left: boolean }) | null;
  cover: (SomeoneHere & { left: boolean }) | null;
  /** Null once they are back. */
  awayUntil: Date | null;
  zone: string;
}

export interface PeoplePage extends Page<PersonItem> {
  /** When they were read from Slack; null: not since that was asked for. */
  readAt: Date | null;
}

export interface AccountItem {
  id: string;
  name: string;
  segment: string | null;
  arr: string | null;
  currency: string | null;
  salesOwner: SomeoneHere | null;
  createdAt: Date;
}

/** The part of a whole list that is on one page; a page that is not there any more is the last. */
export function pageOf<T>(all: readonly T[], page: number, size: number): Page<T> {
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const shown = Math.min(page, last);
  return { items: all.slice(shown * size, (shown + 1) * size), page: shown, more: shown < last };
}
