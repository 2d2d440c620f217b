import type { WorkSection } from '../cases/case.ts';

export interface Colleague {
  slackUserId: string;
  name: string;
}

interface Item {
  id: string;
  section: WorkSection;
  /** Whose it is, where the reader stands in for them or answers for them; null: it is their own. */
  insteadOf: Colleague | null;
  /** By when it is owed. */
  dueAt: Date | null;
  /** Only while it lasts. */
  snoozedUntil: Date | null;
}

/** A case of which something is owed. */
export interface OwedItem extends Item {
  /** Of the case. */
  type: string;
  step: string;
  /** "H-12". */
  name: string;
  account: AccountOfItem | null;
  private: boolean;
  /** Of the two sides the one that the reader is not on. */
  other: Colleague | null;
  /** As the facts of its kind read it. */
  facts: unknown;
}

export interface AccountOfItem {
  name: string;
  /** Decimal text. */
  arr: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
}

/** A handoff that was begun. */
export interface DraftItem extends Item {
  type: 'draft';
  /** Null: none was picked yet. */
  account: string | null;
  changedAt: Date;
}

/** One thing that waits for somebody. */
export type WorkItem = OwedItem | DraftItem;

export function isDraft(item: WorkItem): item is DraftItem {
  return item.type === 'draft';
}

export interface WorkPage {
  items: WorkItem[];
  /** Of all pages. */
  counts: Partial<Record<WorkSection, number>>;
  /** From 0: the last page where the one asked for is not there any more. */
  page: number;
  pages: number;
}
