import { Prisma } from '../../prisma/generated/client.ts';
import type { AskStandIns } from '../cases/ask-stand-ins.ts';
import type { CaseKind, CaseShape } from '../cases/case-kind.ts';
import { chosenMorning, tellInMorning } from '../cases/told/remind.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import { instant, texts, uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Meanwhile } from './meanwhile.ts';

/** By which a member stands in their own morning; of another end it moves to another one. */
const RETURN = { clock: 'back', epoch: 0 };
const subjectOf = (memberId: string) => ({ type: 'absence', id: memberId });

/** Has whoever is away read in the DM of their first morning back what went on meanwhile. */
export const planReturn: AskStandIns = (ctx, memberId) =>
  transact(ctx, async (ctx) => {
    const person = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
    if (!person || person.deactivatedAt) return;
    const { awayUntil } = person;
    if (!awayUntil || awayUntil <= ctx.now) {
      // Whoever came back by themselves was told then.
      const { type: subjectType, id: subjectId } = subjectOf(memberId);
      if (!awayUntil)
        await ctx.tx.morningItem.deleteMany({
          where: { workspaceId: ctx.workspace.id, memberId, subjectType, subjectId },
        });
      return;
    }
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const first = chosenMorning(person, settings, awayUntil);
    const item = { subject: subjectOf(memberId), ...RETURN };
    await enqueue(ctx, [await tellInMorning(ctx, settings, person, item, first)]);
  });

/** What is done with one kind of case. */
type Done = Pick<CaseKind<CaseShape>, 'type' | 'table' | 'does'>;

interface Reading {
  db: Db;
  workspace: { id: string };
  now: Date;
}

/** The same for the DM of this day; null where it is not that of their first morning back, or nothing went on. */
export async function loadReturn(
  ctx: Reading,
  memberId: string,
  { day, kinds }: { day: string; kinds: readonly Done[] },
): Promise<Meanwhile | null> {
  const { type: subjectType, id: subjectId } = subjectOf(memberId);
  const where = { workspaceId: ctx.workspace.id, memberId, day, subjectType, subjectId };
  if ((await ctx.db.morningItem.count({ where })) === 0) return null;
  const { awaySince, awayUntil } = (await timesOf(ctx, memberId)) ?? {};
  if (!awaySince || !awayUntil || awayUntil > ctx.now) return null;
  const meanwhile = await loadMeanwhile(ctx, memberId, { since: awaySince, until: awayUntil }, kinds);
  return meanwhile.covered + meanwhile.waiting > 0 ? meanwhile : null;
}

/** The same for whoever is away until now; null: they are not. */
export async function loadSoFar(
  ctx: Reading,
  memberId: string,
  kinds: readonly Done[],
): Promise<Meanwhile | null> {
  const { awaySince, awayUntil } = (await timesOf(ctx, memberId)) ?? {};
  if (!awaySince || !awayUntil || awayUntil <= ctx.now) return null;
  return loadMeanwhile(ctx, memberId, { since: awaySince, until: ctx.now }, kinds);
}

const timesOf = (ctx: Reading, memberId: string) =>
  ctx.db.member.findFirst({
    where: { id: memberId, workspaceId: ctx.workspace.id },
    select: { awaySince: true, awayUntil: true },
  });

async function loadMeanwhile(
  ctx: Reading,
  memberId: string,
  { since, until }: { since: Date; until: Date },
  kinds: readonly Done[],
): Promise<Meanwhile> {
  const [me, workspaceId] = [uuid(memberId), uuid(ctx.workspace.id)];
  // Their cases first, each looked up in the history by its id: an absence is long, and a workspace large.
  const theirs = kinds.flatMap(({ type, table, does }) =>
    does.map(
      ({ isOf, actions }) => Prisma.sql`
      SELECT ${type}::text, c.id, ${texts(actions.map((one) => `${type}.${one}`))} FROM ${table} c
       WHERE c.workspace_id = ${workspaceId} AND c.updated_at >= ${instant(since)} AND ${isOf(me)}`,
    ),
  );
  const [counted] = await ctx.db.$queryRaw<{ covered: number; waiting: number }[]>(Prisma.sql`
    WITH theirs (type, id, actions) AS (${Prisma.join(theirs, ' UNION ALL ')})
    SELECT (SELECT count(DISTINCT c.id)::int FROM theirs c CROSS JOIN LATERAL (
              SELECT FROM audit_entries e
               WHERE e.workspace_id = ${workspaceId} AND e.subject_type = c.type AND e.subject_id = c.id
                 AND e.at >= ${instant(since)} AND e.at <= ${instant(until)} AND e.action = ANY (c.actions)
                 AND e.actor ->> 'memberId' <> ${memberId} LIMIT 1) AS done) AS covered,
           (SELECT count(*)::int FROM owed o
             WHERE o.workspace_id = ${workspaceId} AND o.member_id = ${me}) AS waiting`);
  return { since, until, covered: counted?.covered ?? 0, waiting: counted?.waiting ?? 0 };
}
