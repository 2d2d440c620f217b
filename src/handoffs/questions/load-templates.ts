import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { texts, uuid } from '../../platform/sql.ts';
import { stored } from '../../platform/stored.ts';
import type { Template } from '../brief/template.ts';
import type { CurrentTemplates } from '../kind-between.ts';
import { type HandoffKind, KINDS, shippedTemplate } from '../kinds.ts';
import { QuestionListSchema, templateOf } from './question-list.ts';

export const QUESTIONS = stored('questions of a handoff', QuestionListSchema);

/** Returns the id under which handoffs keep a version of the workspace's own: 'sales_to_cs@own.3'. */
export const ownId = (kind: HandoffKind, version: number): string => `${kind}@own.${version}`;

function readOwnId(id: string): { kind: HandoffKind; version: number } | null {
  const [, kind = '', version] = /^(\w+)@own\.(\d{1,9})$/.exec(id) ?? [];
  return Object.hasOwn(KINDS, kind) ? { kind: kind as HandoffKind, version: Number(version) } : null;
}

/** A version never changes, so what was read once is kept. */
const kept = new Map<string, Template>();
const MOST_KEPT = 500;

function keep(key: string, template: Template): Template {
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, template);
  return template;
}

interface Row {
  kind: HandoffKind;
  version: number;
  questions: unknown;
}

/** What cannot be read is asked as it is shipped. */
function read(workspaceId: string, { kind, version, questions }: Row): Template {
  const shipped = KINDS[kind].template;
  if (questions === null) return shipped;
  const id = ownId(kind, version);
  const list = QUESTIONS.read(questions, `${workspaceId} ${id}`);
  return list ? templateOf(kind, id, list) : { ...shipped, id };
}

/** Returns the templates that handoffs of a workspace are written for, by id. What is shipped, or was read before, asks nothing. */
export async function loadTemplates(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<(id: string) => Template> {
  const keyOf = (id: string) => `${workspaceId} ${id}`;
  const found = new Map<string, Template>();
  const wanted = new Map<string, { kind: HandoffKind; version: number }>();
  for (const id of ids) {
    const known = shippedTemplate(id) ?? kept.get(keyOf(id));
    const own = readOwnId(id);
    if (known) found.set(id, known);
    else if (own) wanted.set(id, own);
  }
  if (wanted.size > 0) {
    const rows = await db.handoffTemplate.findMany({
      where: { workspaceId, OR: [...wanted.values()] },
      select: { kind: true, version: true, questions: true },
      take: wanted.size,
    });
    for (const row of rows) {
      const id = ownId(row.kind, row.version);
      found.set(id, keep(keyOf(id), read(workspaceId, row)));
    }
  }
  return (id) => {
    const template = found.get(id);
    if (!template) throw new Error(`unknown template ${id}`);
    return template;
  };
}

export async function loadTemplate(db: Db | Tx, workspaceId: string, id: string): Promise<Template> {
  return (await loadTemplates(db, workspaceId, [id]))(id);
}

/** Returns what a handoff of each kind is written for from now on. */
export async function loadCurrentTemplates(db: Db | Tx, workspaceId: string): Promise<CurrentTemplates> {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT DISTINCT ON (kind) kind, version, questions FROM handoff_templates
     WHERE workspace_id = ${uuid(workspaceId)} ORDER BY kind, version DESC`);
  const own = new Map(rows.map((row) => [row.kind, read(workspaceId, row)]));
  return (kind) => own.get(kind) ?? KINDS[kind].template;
}

/** Returns what a question was last called, by its key, also when it is not asked any more. */
export async function loadOwnLabels(
  db: Db | Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db.$queryRaw<{ key: string; label: string }[]>(Prisma.sql`
    SELECT DISTINCT ON (asked ->> 'key') asked ->> 'key' AS key, asked ->> 'label' AS label
      FROM handoff_templates t
     CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(t.questions) WHEN 'array' THEN t.questions ELSE '[]' END) AS asked
     WHERE t.workspace_id = ${uuid(workspaceId)} AND asked ->> 'key' = ANY (${texts(keys)})
     ORDER BY asked ->> 'key', t.published_at DESC, t.version DESC`);
  return new Map(rows.map(({ key, label }) => [key, label]));
}
