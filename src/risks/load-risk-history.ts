import type { AuditEntry } from '../../prisma/generated/client.ts';
import type { Reason } from '../health/reasons.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People } from '../people/person.ts';
import { personRef } from '../people/person-ref.ts';
import type { Actor, Db } from '../platform/ctx.ts';
import type { RiskEntry } from './history.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
}

export const RISK_HISTORY_PAGE = 15;

/** Newest first. `page` counts from 0. */
export async function loadRiskHistory(
  ctx: Reading,
  riskId: string,
  page: number,
): Promise<{ entries: RiskEntry[]; more: boolean }> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: 'risk', subjectId: riskId },
    orderBy: { id: 'desc' },
    skip: page * RISK_HISTORY_PAGE,
    take: RISK_HISTORY_PAGE + 1,
  });
  return {
    entries: await toEntries(ctx, rows.slice(0, RISK_HISTORY_PAGE)),
    more: rows.length > RISK_HISTORY_PAGE,
  };
}

export async function loadRiskEntry(ctx: Reading, entryId: string): Promise<RiskEntry | null> {
  const row = await ctx.db.auditEntry.findFirst({ where: { id: entryId, workspaceId: ctx.workspace.id } });
  const [entry] = row ? await toEntries(ctx, [row]) : [];
  return entry ?? null;
}

async function toEntries(ctx: Reading, rows: readonly AuditEntry[]): Promise<RiskEntry[]> {
  const named = rows.flatMap(({ actor, data }) => {
    const { to, told } = data as { to?: string; told?: string[] };
    return [memberOf(actor), typeof to === 'string' ? to : null, ...(told ?? [])];
  });
  const ids = named.filter((id) => id !== null && /^[0-9a-f-]{36}$/.test(id)) as string[];
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  return rows.map((row) => toEntry(row, people));
}

function toEntry(row: AuditEntry, people: People): RiskEntry {
  const data = row.data as Record<string, unknown>;
  const text = (key: string) => (typeof data[key] === 'string' ? (data[key] as string) : null);
  const figure = (key: string) => (typeof data[key] === 'number' ? (data[key] as number) : null);
  const score = figure('score');
  const to = text('to');
  return {
    id: row.id,
    action: row.action.replace(/^risk\./, ''),
    at: row.at,
    by: personRef(people, memberOf(row.actor)),
    to: personRef(people, to),
    words: text('reason') ?? text('note'),
    told: Array.isArray(data['told']) ? data['told'].flatMap((id) => people.get(String(id))?.name ?? []) : [],
    change:
      score === null || to === null
        ? null
        : {
            from: text('from'),
            to,
            before: figure('before'),
            score,
            reasons: (data['reasons'] ?? []) as Reason[],
          },
    data,
  };
}

function memberOf(actor: unknown): string | null {
  const known = actor as Actor;
  return known.type === 'member' ? known.memberId : null;
}
