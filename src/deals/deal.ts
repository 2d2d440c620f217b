import type { DealSource, DealState, DealType, Deal as Row } from '../../prisma/generated/client.ts';
import { DealState as States } from '../../prisma/generated/enums.ts';
import type { CaseDecision } from '../cases/case.ts';
import { BriefSchema } from '../handoffs/brief/brief.ts';
import type { Answers } from '../handoffs/brief/sources.ts';
import { stored } from '../platform/stored.ts';

export type { DealSource, DealState, DealType };

export const DEAL_STATES = Object.values(States);

/** Deals have no number: they are called by their account. */
export type Deal = Row & { number: null };

export function dealOf(row: Row): Deal {
  return { ...row, number: null };
}

export type DealClock = 'hand_over';
export const DEAL_CLOCKS = ['hand_over'] as const satisfies DealClock[];

/** State → clock: what is won is handed over. */
export function runningOf({ state }: Pick<Deal, 'state'>): DealClock[] {
  return state === 'won' ? ['hand_over'] : [];
}

export function isClosed(state: DealState): boolean {
  return state !== 'expected' && state !== 'won';
}

export type DealAction =
  | 'recorded' // heard of, or found
  | 'changed' // the CRM says something else of it
  | 'won'
  | 'begun' // somebody has opened its draft
  | 'assigned'
  | 'snoozed'
  | 'nudged'
  | 'handed_over'
  | 'dismissed'
  | 'lost';

/** What a verb is about to do: see CaseDecision. */
export interface DealDecision extends CaseDecision {
  action: DealAction;
  patch: Partial<Omit<Row, 'id' | 'workspaceId' | 'version' | 'answers'>> & { answers?: Answers };
  restart?: DealClock[];
  /** Its draft is let go: deleted where nobody typed in it, and left to whoever did. */
  dropsDraft?: true;
  /** Who has typed in its draft, and keeps it. */
  keptBy?: string;
  /** Its draft follows what the CRM says now. */
  draftFollows?: true;
}

/** What of a brief the CRM gives. */
export const DEAL_ANSWERS = stored<Answers>(
  'answers of a deal',
  BriefSchema.omit({ answers: true, sources: true }).partial(),
);
