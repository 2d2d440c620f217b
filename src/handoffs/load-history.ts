import type { AuditEntry } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People } from '../people/person.ts';
import type { Db } from '../platform/ctx.ts';
import { type EntryData, idsAmong, memberOf, readEntryData } from '../platform/entry-data.ts';
import type { Brief } from './brief.ts';
import { fieldLabel } from './brief-changes.ts';
import type { Template } from './criteria.ts';
import type { HandoffAction } from './handoff.ts';
import type { HistoryEntry } from './history.ts';
import { templateById } from './kinds.ts';
import { type HandoffPicture, personRef, type ShownHandoff } from './picture.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
}

export const HISTORY_PAGE = 20;

/** Newest first, for somebody who may read it. `page` counts from 0. */
export async function loadHistory(
  ctx: Reading,
  { id: handoffId }: Pick<HandoffPicture, 'id' | 'readable'>,
  page: number,
): Promise<{ entries: HistoryEntry[]; more: boolean }> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: handoffId },
    orderBy: { id: 'desc' },
    skip: page * HISTORY_PAGE,
    take: HISTORY_PAGE + 1,
  });
  return { entries: await toEntries(ctx, rows.slice(0, HISTORY_PAGE)), more: rows.length > HISTORY_PAGE };
}

/** One entry of this handoff; without what was said in it to somebody who may not read that. */
export async function loadHistoryEntry(
  ctx: Reading,
  shown: ShownHandoff,
  entryId: string,
): Promise<HistoryEntry | null> {
  const row = await ctx.db.auditEntry.findFirst({
    where: { id: entryId, workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: shown.id },
  });
  const [entry] = row ? await toEntries(ctx, [row]) : [];
  if (!entry || shown.readable) return entry ?? null;
  return { ...entry, words: null, labels: [] };
}

/** The latest entries of these actions, newest first; with `upTo`, those until that entry. */
export async function loadLatest(
  ctx: Reading,
  { id: handoffId }: Pick<HandoffPicture, 'id' | 'readable'>,
  actions: readonly HandoffAction[],
  { take, upTo }: { take: number; upTo?: string },
): Promise<HistoryEntry[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: handoffId,
      action: { in: actions.map((action) => `handoff.${action}`) },
      ...(upTo ? { id: { lte: upTo } } : {}),
    },
    orderBy: { id: 'desc' },
    take,
  });
  return toEntries(ctx, rows);
}

async function toEntries(ctx: Reading, rows: AuditEntry[]): Promise<HistoryEntry[]> {
  const read = rows.map((row) => ({ row, byId: memberOf(row.actor), data: readEntryData(row.data) }));
  const ids = idsAmong(read.flatMap(({ byId, data }) => [byId, data.text('to'), ...data.list('told')]));
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const handoffs = await ctx.db.handoff.findMany({
    where: { id: { in: rows.map(({ subjectId }) => subjectId) }, workspaceId: ctx.workspace.id },
    select: { id: true, template: true },
  });
  const templates = new Map(handoffs.map(({ id, template }) => [id, templateById(template)]));
  return read.flatMap(({ row, byId, data }) => {
    const template = templates.get(row.subjectId);
    if (!template) return [];
    return {
      id: row.id,
      action: row.action.replace(/^handoff\./, ''),
      at: row.at,
      by: personRef(people, byId),
      to: personRef(people, data.text('to')),
      words: data.text('reason') ?? data.text('note'),
      labels: labelsIn(data, template, people),
    };
  });
}

function labelsIn(data: EntryData, { criteria, questions }: Template, people: People): string[] {
  return [
    ...data.list('criteria').map((key) => criteria.find((one) => one.key === key)?.label ?? key),
    ...data.list('fields').map((key) => fieldLabel(questions, key as keyof Brief) ?? key),
    ...data.list('told').flatMap((id) => people.get(id)?.name ?? []),
  ];
}
