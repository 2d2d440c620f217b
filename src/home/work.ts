import type { HandoffKind } from '../../prisma/generated/client.ts';
import type { Band } from '../health/bands.ts';
import type { Plan } from '../risks/plan.ts';

/** In order of urgency. */
export const SECTIONS = [
  'answer', // handoffs to acknowledge or decide on
  'returned', // handoffs that came back
  'covering', // late with somebody whom the reader covers for or leads
  'risks_due', // mine: a plan or a check-in is due
  'risks_open', // nobody has taken them, and they wait for me
  'finish', // accepted, and the kickoff, or a first call, is not held
  'sent', // mine: the receiver has not answered yet
  'drafts',
  'risks_planned', // mine: the next check-in is still to come
] as const;
export type WorkSection = (typeof SECTIONS)[number];

/** The next step that is owed. */
export type HandoffAsk = 'acknowledge' | 'decide' | 'resubmit' | 'finish';
export type RiskAsk = 'claim' | 'plan' | 'check_in' | 'wait';

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

export interface HandoffItem extends Item {
  what: 'handoff';
  ask: HandoffAsk;
  /** "H-12". */
  name: string;
  account: string;
  kind: HandoffKind;
  private: boolean;
  /** Of the two sides the one that the reader is not on. */
  other: Colleague | null;
  /** How many criteria came back with it. */
  gaps: number;
  acceptedAt: Date | null;
  /** YYYY-MM-DD. */
  goLiveOn: string | null;
}

export interface RiskItem extends Item {
  what: 'risk';
  ask: RiskAsk;
  /** "R-7". */
  name: string;
  account: string;
  severity: Band;
  /** Decimal text. */
  arr: string | null;
  currency: string | null;
  /** YYYY-MM-DD. */
  renewalOn: string | null;
  plan: Plan | null;
  /** There is one, and it cannot be read. */
  isPlanLost: boolean;
  /** YYYY-MM-DD. */
  checkInOn: string | null;
}

export interface DraftItem extends Item {
  what: 'draft';
  /** Null: none was picked yet. */
  account: string | null;
  changedAt: Date;
}

/** One thing that waits for somebody, as Home shows it. */
export type WorkItem = HandoffItem | RiskItem | DraftItem;

export interface WorkPage {
  items: WorkItem[];
  /** Of all pages. */
  counts: Partial<Record<WorkSection, number>>;
  /** From 0: the last page where the one asked for is not there any more. */
  page: number;
  pages: number;
}
