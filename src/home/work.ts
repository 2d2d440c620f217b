import type { WorkSection } from '../cases/case.ts';
import type { FigureFacts } from '../figures/rights.ts';
import type { Scope } from '../figures/scope.ts';
import type { HandoffKind } from '../handoffs/kinds.ts';

/** People whose work somebody looks after. */
export interface Group {
  /** 'reports', or the team's id. */
  key: string;
  name: string;
  scope: Extract<Scope, { kind: 'reports' | 'team' }>;
}

/** Those of somebody: who reports to them first, then the teams that they lead, then those whose lead reports to them. */
export function groupsOf({ memberId, hasReports, leads, leadsReport }: FigureFacts): Group[] {
  const reports: Group = { key: 'reports', name: 'My reports', scope: { kind: 'reports', memberId } };
  const teams = [...leads, ...leadsReport].map(
    ({ id, name }): Group => ({ key: id, name, scope: { kind: 'team', teamId: id } }),
  );
  return [...(hasReports ? [reports] : []), ...teams];
}

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

/** How many accepted handoffs of each kind are to be finished. */
export type Ends = Partial<Record<HandoffKind, number>>;

export interface WorkPage {
  items: WorkItem[];
  /** Of all pages. */
  counts: Partial<Record<WorkSection, number>>;
  /** Of those to finish, by kind of handoff: each kind ends with something else. */
  ends: Ends;
  /** From 0: the last page where the one asked for is not there any more. */
  page: number;
  pages: number;
}

/** What is open with somebody. */
export interface PersonWork {
  person: Colleague & { awayUntil: Date | null; hasLeft: boolean };
  /** By where it stands on their Home. */
  open: Partial<Record<WorkSection, number>>;
  ends: Ends;
  /** Of all these, past their limit. */
  late: number;
}

export interface TeamWork {
  people: PersonWork[];
  /** From 0: the last page where the one asked for is not there any more. */
  page: number;
  pages: number;
}

/** What comes back, of handoffs first handed over in a period: by who wrote them, and by what was missing. */
export interface Returns {
  reps: { person: Colleague; sent: number; returned: number }[];
  gaps: { label: string; times: number }[];
}
