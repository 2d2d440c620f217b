import { z } from 'zod';
import type { HandoffKind } from '../../prisma/generated/client.ts';
import { readGaps } from '../handoffs/gaps.ts';
import type { Band } from '../health/bands.ts';
import { readPlan } from '../risks/plan.ts';
import {
  type Colleague,
  type HandoffAsk,
  type RiskAsk,
  SECTIONS,
  type WorkItem,
  type WorkPage,
  type WorkSection,
} from './work.ts';

/** As the database answers it; what only one kind of thing has is null for the others. */
export interface WorkRow {
  section: WorkSection;
  ask: HandoffAsk | RiskAsk | 'resume';
  id: string;
  number: number | null;
  dueAt: Date | null;
  snoozedUntil: Date | null;
  counts: unknown;
  insteadOfId: string | null;
  insteadOfName: string | null;
  otherId: string | null;
  otherName: string | null;
  account: string | null;
  arr: string | null;
  currency: string | null;
  renewalOn: Date | null;
  kind: HandoffKind | null;
  private: boolean | null;
  gaps: unknown;
  acceptedAt: Date | null;
  goLiveOn: Date | null;
  changedAt: Date | null;
  severity: Band | null;
  plan: unknown;
  checkInOn: Date | null;
}

export function itemOf(row: WorkRow): WorkItem {
  const { id, section, ask, dueAt, snoozedUntil, account } = row;
  const insteadOf = colleague(row.insteadOfId, row.insteadOfName);
  const base = { id, section, insteadOf, dueAt, snoozedUntil };
  if (ask === 'resume')
    return { ...base, what: 'draft', account: account || null, changedAt: there(row.changedAt) };
  const common = { ...base, account: there(account) };
  switch (ask) {
    case 'acknowledge':
    case 'decide':
    case 'resubmit':
    case 'finish':
      return {
        ...common,
        what: 'handoff',
        ask,
        name: `H-${there(row.number)}`,
        kind: there(row.kind),
        private: there(row.private),
        other: colleague(row.otherId, row.otherName),
        gaps: readGaps(row.gaps, id)?.criteria.length ?? 0,
        acceptedAt: row.acceptedAt,
        goLiveOn: dayOf(row.goLiveOn),
      };
    default: {
      const plan = readPlan(row.plan, id);
      return {
        ...common,
        what: 'risk',
        ask,
        name: `R-${there(row.number)}`,
        severity: there(row.severity),
        arr: row.arr,
        currency: row.currency,
        renewalOn: dayOf(row.renewalOn),
        plan,
        isPlanLost: plan === null && row.plan !== null,
        checkInOn: dayOf(row.checkInOn),
      };
    }
  }
}

const CountsSchema = z.partialRecord(z.enum(SECTIONS), z.number());

export function pageOf(items: WorkItem[], counts: unknown, page: number, size: number): WorkPage {
  const read = CountsSchema.parse(counts);
  const total = Object.values(read).reduce((sum, count) => sum + count, 0);
  const pages = Math.max(1, Math.ceil(total / size));
  return { items, counts: read, page: Math.min(page, pages - 1), pages };
}

function colleague(slackUserId: string | null, name: string | null): Colleague | null {
  return slackUserId === null ? null : { slackUserId, name: name ?? '' };
}

function there<T>(value: T | null): T {
  if (value === null) throw new Error('A row of work lacks what its kind always has');
  return value;
}

function dayOf(date: Date | null): string | null {
  return date ? date.toISOString().slice(0, 10) : null;
}
