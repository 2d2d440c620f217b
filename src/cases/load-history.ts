import { loadPeople } from '../people/load-people.ts';
import { type People, personRef } from '../people/person.ts';
import { type EntryData, idsAmong, memberOf, readEntryData } from '../platform/audit.ts';
import type { Db } from '../platform/ctx.ts';
import type { CaseEntry } from './case.ts';

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
export async function loadPage<E extends CaseEntry>(
  ctx: ReadingHistory,
  kind: CaseHistory<E>,
  subjectId: string,
  page: number,
): Promise<{ entries: E[]; more: boolean }> {
  const { perPage } = kind;
  const found = await loadEntries(ctx, kind, { subjectId }, { skip: page * perPage, take: perPage + 1 });
  return { entries: found.slice(0, perPage), more: found.length > perPage };
}

/**
 * Returns entries of one case, the latest first: of these actions, and until that entry, where they are given. What
 * Baton repaired by itself is for whoever runs it, and is in no history that people read.
 */
export async function loadEntries<E extends CaseEntry>(
  ctx: ReadingHistory,
  { type, adding }: CaseHistory<E>,
  which: ({ id: string } | { subjectId: string }) & { actions?: readonly string[]; upTo?: string },
  { skip = 0, take }: { skip?: number; take: number },
): Promise<E[]> {
  const { actions, upTo, ...ids } = which;
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: type,
      action: actions
        ? { in: actions.map((action) => `${type}.${action}`) }
        : { not: `${type}.clock_restored` },
      AND: [ids, upTo ? { id: { lte: upTo } } : {}],
    },
    orderBy: { id: 'desc' },
    skip,
    take,
  });
  const [first] = rows;
  const add = first ? await adding(ctx, first.subjectId) : null;
  if (!add) return [];
  const found = rows.map((row) => ({ row, byId: memberOf(row.actor), data: readEntryData(row.data) }));
  const named = idsAmong(found.flatMap(({ byId, data }) => [byId, data.text('to'), ...data.list('told')]));
  const people = await loadPeople(ctx.db, ctx.workspace.id, named);
  return found.map(({ row: { id, action, at }, byId, data }) => {
    const [by, to] = [personRef(people, byId), personRef(people, data.text('to'))];
    const words = data.text('reason') ?? data.text('note');
    const undoes = data.text('of');
    return add({ id, action: action.replace(`${type}.`, ''), at, by, to, words, undoes }, data, people);
  });
}
