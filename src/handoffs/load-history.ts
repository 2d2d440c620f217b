import type { AuditEntry } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People } from '../people/person.ts';
import type { Actor, Db } from '../platform/ctx.ts';
import type { Brief } from './brief.ts';
import { fieldLabel } from './brief-changes.ts';
import { type Template, templateById } from './criteria.ts';
import type { HandoffAction } from './handoff.ts';
import type { HistoryEntry } from './history.ts';
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
  const named = rows
    .flatMap((row) => [memberOf(row.actor), textAt(row.data, 'to'), ...listAt(row.data, 'told')])
    .filter((id) => id !== null);
  const people = await loadPeople(ctx.db, ctx.workspace.id, named);
  const handoffs = await ctx.db.handoff.findMany({
    where: { id: { in: rows.map(({ subjectId }) => subjectId) }, workspaceId: ctx.workspace.id },
    select: { id: true, template: true },
  });
  const templates = new Map(handoffs.map(({ id, template }) => [id, templateById(template)]));
  return rows.flatMap((row) => {
    const template = templates.get(row.subjectId);
    return template ? [toEntry(row, people, template)] : [];
  });
}

function toEntry(row: AuditEntry, people: People, { criteria, questions }: Template): HistoryEntry {
  return {
    id: row.id,
    action: row.action.replace(/^handoff\./, ''),
    at: row.at,
    by: personRef(people, memberOf(row.actor)),
    to: personRef(people, textAt(row.data, 'to')),
    words: textAt(row.data, 'reason') ?? textAt(row.data, 'note'),
    labels: [
      ...listAt(row.data, 'criteria').map((key) => criteria.find((one) => one.key === key)?.label ?? key),
      ...listAt(row.data, 'fields').map((key) => fieldLabel(questions, key as keyof Brief) ?? key),
      ...listAt(row.data, 'told').flatMap((id) => people.get(id)?.name ?? []),
    ],
  };
}

function memberOf(actor: unknown): string | null {
  const known = actor as Actor;
  return known.type === 'member' ? known.memberId : null;
}

function textAt(data: unknown, key: string): string | null {
  const value = (data as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : null;
}

function listAt(data: unknown, key: string): string[] {
  const value = (data as Record<string, unknown>)[key];
  return Array.isArray(value) ? value.map(String) : [];
}
