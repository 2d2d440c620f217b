import type { AuditEntry } from '../../prisma/generated/client.ts';
import { readReasons } from '../health/reasons.ts';
import { loadPeople } from '../people/load-people.ts';
import { personRef } from '../people/person-ref.ts';
import type { Db } from '../platform/ctx.ts';
import { idsAmong, memberOf, readEntryData } from '../platform/entry-data.ts';
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
  const read = rows.map((row) => ({ row, byId: memberOf(row.actor), data: readEntryData(row.data) }));
  const ids = idsAmong(read.flatMap(({ byId, data }) => [byId, data.text('to'), ...data.list('told')]));
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  return read.map(({ row, byId, data }) => {
    const [score, to] = [data.figure('score'), data.text('to')];
    return {
      id: row.id,
      action: row.action.replace(/^risk\./, ''),
      at: row.at,
      by: personRef(people, byId),
      to: personRef(people, to),
      words: data.text('reason') ?? data.text('note'),
      told: data.list('told').flatMap((id) => people.get(id)?.name ?? []),
      change:
        score === null || to === null
          ? null
          : {
              from: data.text('from'),
              to,
              before: data.figure('before'),
              score,
              reasons: readReasons(data.all['reasons'], row.id),
            },
      data: data.all,
    };
  });
}
