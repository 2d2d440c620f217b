import { isDeepStrictEqual } from 'node:util';
import { Prisma } from '../../../prisma/generated/client.ts';
import { loadPeople } from '../../people/load-people.ts';
import { dbOf, type Reading } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import type { HandoffKind } from '../kinds.ts';
import { QUESTIONS } from './load-templates.ts';
import { shippedList, withShipped } from './question-list.ts';
import type { Questions } from './questions.ts';

export async function loadQuestions(ctx: Reading, kind: HandoffKind): Promise<Questions> {
  const db = dbOf(ctx);
  const where = { workspaceId: ctx.workspace.id, kind };
  const current = await db.handoffTemplate.findFirst({ where, orderBy: { version: 'desc' } });
  const edit = await db.handoffTemplateEdit.findUnique({ where: { workspaceId_kind: where } });
  const version = current?.version ?? 0;
  const read = (json: unknown) =>
    json === null ? null : QUESTIONS.read(json, `${where.workspaceId} ${kind}`);
  const asked = withShipped(kind, read(current?.questions ?? null) ?? shippedList(kind));
  // Begun from another version, it was published or discarded by now.
  const changed = edit && edit.base === version ? read(edit.questions) : null;
  const list = changed ? withShipped(kind, changed) : asked;
  const people = await loadPeople(db, where.workspaceId, edit?.changedById ? [edit.changedById] : []);
  return {
    kind,
    list,
    asked,
    version,
    revision: edit?.revision ?? 0,
    isChanged: !isDeepStrictEqual(list, asked),
    changedBy: people.get(edit?.changedById ?? '')?.name ?? null,
    changedAt: edit?.changedAt ?? null,
  };
}

const MOST_SEGMENTS = 100;

/** Returns the segments that accounts are in, by name: a question may be required for some of them. */
export async function loadSegmentNames(ctx: Reading): Promise<string[]> {
  const rows = await dbOf(ctx).$queryRaw<{ segment: string }[]>(Prisma.sql`
    SELECT DISTINCT segment FROM accounts
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND merged_into_id IS NULL AND segment <> ''
     ORDER BY segment LIMIT ${MOST_SEGMENTS}::int`);
  return rows.map(({ segment }) => segment);
}
