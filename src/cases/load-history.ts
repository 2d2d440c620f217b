import type { AuditEntry } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People } from '../people/person.ts';
import { personRef } from '../people/person-ref.ts';
import type { Db } from '../platform/ctx.ts';
import { type EntryData, idsAmong, memberOf, readEntryData } from '../platform/entry-data.ts';
import type { CaseEntry } from './entry.ts';

export interface ReadingHistory {
  workspace: { id: string };
  db: Db;
}

/** What a kind adds to an entry. */
export type Adding<E extends CaseEntry> = (entry: CaseEntry, data: EntryData, people: People) => E;

/** How the histories of one kind of case are read. */
export interface CaseHistory<E extends CaseEntry> {
  /** As subjects name it. */
  type: string;
  /** So many entries to a page. */
  perPage: number;
  /** For the case with this id; null where it is gone, and its history with it. */
  adding(ctx: ReadingHistory, id: string): Promise<Adding<E> | null> | Adding<E> | null;
}

/** Returns a page of the history of one case, the latest entry first. `page` counts from 0. */
export async function loadCaseHistory<E extends CaseEntry>(
  ctx: ReadingHistory,
  { perPage, ...kind }: CaseHistory<E>,
  subjectId: string,
  page: number,
): Promise<{ entries: E[]; more: boolean }> {
  const rows = await ctx.db.auditEntry.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: kind.type, subjectId },
    orderBy: { id: 'desc' },
    skip: page * perPage,
    take: perPage + 1,
  });
  return { entries: await read(ctx, kind, rows.slice(0, perPage)), more: rows.length > perPage };
}

/** Returns one entry of a case of this kind: of the one with `subjectId`, where that is given. */
export async function loadCaseEntry<E extends CaseEntry>(
  ctx: ReadingHistory,
  kind: CaseHistory<E>,
  id: string,
  subjectId?: string,
): Promise<E | null> {
  const row = await ctx.db.auditEntry.findFirst({
    where: { id, workspaceId: ctx.workspace.id, subjectType: kind.type, ...(subjectId && { subjectId }) },
  });
  const [entry] = row ? await read(ctx, kind, [row]) : [];
  return entry ?? null;
}

/** Returns the latest entries of these actions, the latest first; with `upTo`, those until that entry. */
export async function loadLatestEntries<E extends CaseEntry>(
  ctx: ReadingHistory,
  kind: CaseHistory<E>,
  subjectId: string,
  { actions, take, upTo }: { actions: readonly string[]; take: number; upTo?: string },
): Promise<E[]> {
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: kind.type,
      subjectId,
      action: { in: actions.map((action) => `${kind.type}.${action}`) },
      ...(upTo ? { id: { lte: upTo } } : {}),
    },
    orderBy: { id: 'desc' },
    take,
  });
  return read(ctx, kind, rows);
}

/** All of them are of one case. */
async function read<E extends CaseEntry>(
  ctx: ReadingHistory,
  { type, adding }: Pick<CaseHistory<E>, 'type' | 'adding'>,
  rows: readonly AuditEntry[],
): Promise<E[]> {
  const [first] = rows;
  const add = first ? await adding(ctx, first.subjectId) : null;
  if (!add) return [];
  const found = rows.map((row) => ({ row, byId: memberOf(row.actor), data: readEntryData(row.data) }));
  const ids = idsAmong(found.flatMap(({ byId, data }) => [byId, data.text('to'), ...data.list('told')]));
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  return found.map(({ row, byId, data }) => {
    const entry: CaseEntry = {
      id: row.id,
      action: row.action.replace(`${type}.`, ''),
      at: row.at,
      by: personRef(people, byId),
      to: personRef(people, data.text('to')),
      words: data.text('reason') ?? data.text('note'),
    };
    return add(entry, data, people);
  });
}
