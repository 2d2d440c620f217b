import { Prisma } from '../../prisma/generated/client.ts';
import { audit } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ctx, Db, TxCtx, WorkspaceRef } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import { failureOf } from '../platform/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import type { Served } from '../workspaces/served.ts';
import type { CaseKind, CaseShape } from './case-kind.ts';
import { armTimers } from './clocks/arm-timer.ts';
import { overdueSql, writeOwed } from './owed.ts';
import { clockOf } from './set-clocks.ts';

/** How one kind of case keeps the promise that nothing waits in silence. */
export interface SweepCheck {
  subjectType: string;
  /** Ids of cases that lack a live clock which they should have, or whose row of what is owed is out of date: at most `limit`. */
  findLost(db: Db, workspaceId: string, now: Date, limit: number): Promise<string[]>;
  /** Looks again, inside the transaction, and repairs. False when no clock was missing any more. */
  repair(ctx: TxCtx, id: string): Promise<boolean>;
  /** SQL for a row `t` of timers of this type: its case has ended, or is gone. */
  hasEnded: Prisma.Sql;
}

/** Every case of which something is owed says so, and has the clocks that its state asks for. */
export function sweepCheck<C extends CaseShape>(kind: CaseKind<C>): SweepCheck {
  const { type, table, isOwed } = kind;
  return {
    subjectType: type,
    hasEnded: Prisma.sql`NOT EXISTS (SELECT FROM ${table} c WHERE c.id = t.subject_id AND ${isOwed})`,
    async findLost(db, workspaceId, now, limit) {
      // A version that knows no such moment leaves it as it was.
      const overdueFrom = overdueSql(Prisma.sql`o.due_at`, Prisma.sql`o.snoozed_until`, now);
      // Looked up row by row: of joins the planner would make lists of all cases and clocks there are.
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT lost.id FROM (
          SELECT c.id FROM ${table} c
           WHERE c.workspace_id = ${uuid(workspaceId)} AND ${isOwed}
             AND (SELECT true FROM owed o WHERE o.subject_type = ${type} AND o.subject_id = c.id) IS NULL
          UNION ALL
          SELECT o.subject_id FROM owed o
           WHERE o.workspace_id = ${uuid(workspaceId)} AND o.subject_type = ${type}
             AND ((SELECT c.version FROM ${table} c WHERE c.id = o.subject_id) IS DISTINCT FROM o.version
               OR coalesce(o.redraw_at, 'infinity') > ${overdueFrom}
               OR o.clocks <> '{}' AND (SELECT count(*) FROM timers t
                    WHERE t.subject_type = ${type} AND t.subject_id = o.subject_id AND t.clock = ANY (o.clocks)
                      AND ${liveTimer}) < cardinality(o.clocks))) AS lost
         ORDER BY lost.id LIMIT ${limit}::int`;
      return rows.map(({ id }) => id);
    },
    async repair(ctx, id) {
      // Whoever changes it meanwhile says how it stands.
      await ctx.tx.$queryRaw`
        SELECT id FROM ${table} c
         WHERE c.id = ${uuid(id)} AND c.workspace_id = ${uuid(ctx.workspace.id)} FOR NO KEY UPDATE`;
      const parties = (await kind.loadBatch(ctx, [id])).parties.get(id);
      if (!parties) {
        await ctx.tx.owed.deleteMany({
          where: { workspaceId: ctx.workspace.id, subjectType: type, subjectId: id },
        });
        return false;
      }
      const row = kind.row(parties);
      const timers = await ctx.tx.$queryRaw<{ clock: string }[]>`
        SELECT t.clock FROM timers t WHERE t.subject_type = ${type} AND t.subject_id = ${uuid(id)} AND ${liveTimer}`;
      const live = new Set(timers.map(({ clock }) => clock));
      const lost = kind.running(row).filter((clock) => !live.has(clock));
      if (lost.length === 0) {
        await writeOwed(ctx, kind, [parties]);
        ctx.log.info({ subjectType: type, subject: id }, 'what is owed of a case was out of date');
        return false;
      }
      // A repair is no change: what is lost another time counts from the last change, too.
      const raised = await kind.write(ctx, row, { updatedAt: row.updatedAt });
      const after = await kind.after(ctx, parties, raised);
      await armTimers(
        ctx,
        lost.map((clock) => {
          const from = kind.clocks[clock].countsFrom?.(parties) ?? row.updatedAt;
          return clockOf(kind, after, clock, ctx.now, { from });
        }),
      );
      await writeOwed(ctx, kind, [after]);
      return true;
    },
  };
}

/** SQL for a row `t` of timers: it will fire, or has said everything its ladder had to say. */
export const liveTimer = Prisma.sql`(CASE jsonb_typeof(t.ladder -> 'rungs')
  WHEN 'array' THEN t.due_at IS NOT NULL OR t.rung >= jsonb_array_length(t.ladder -> 'rungs') ELSE false END)`;

const WORKSPACES = 100;
const ITEMS = 100;
/** As many as another version may have changed without a word while both ran. */
const ROUNDS = 50;

/**
 * Restores the clocks of cases that have lost theirs: repaired, written to the history as
 * `….clock_restored`, and logged. A case that cannot be repaired is logged, and stops no other; nor does a check that
 * fails: the rest is looked at before the sweep fails with it. Returns how many were repaired.
 */
export async function sweep(options: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  checks: readonly SweepCheck[];
}): Promise<number> {
  const { db, clock, served, log, checks } = options;
  let repaired = 0;
  await eachAnyway(await listServed(db, served), (workspace) => {
    const ctx: Ctx = { workspace, actor: { type: 'job', name: 'sweep' }, now: clock.now(), db, log };
    return eachAnyway(checks, async (check) => {
      const seen = new Set<string>();
      for (let round = 0; round < ROUNDS; round++) {
        const lost = await check.findLost(db, workspace.id, ctx.now, ITEMS);
        const anew = lost.filter((id) => !seen.has(id));
        for (const id of anew) if (await repairOne(ctx, check, id)) repaired++;
        if (lost.length < ITEMS || anew.length === 0) break;
        for (const id of anew) seen.add(id);
      }
    });
  });
  return repaired;
}

async function listServed(db: Db, served: Served): Promise<WorkspaceRef[]> {
  const all: WorkspaceRef[] = [];
  for (let after = ''; ; ) {
    const some = await db.workspace.findMany({
      select: { id: true, slackTeamId: true, botUserId: true },
      where: after === '' ? served.where : { AND: [served.where, { id: { gt: after } }] },
      orderBy: { id: 'asc' },
      take: WORKSPACES,
    });
    all.push(...some);
    const last = some.at(-1);
    if (last === undefined || some.length < WORKSPACES) return all;
    after = last.id;
  }
}

async function repairOne(ctx: Ctx, check: SweepCheck, id: string): Promise<boolean> {
  const ids = { workspace: ctx.workspace.id, subjectType: check.subjectType, subject: id };
  try {
    const repaired = await transact(ctx, async (ctx) => {
      // Another process may sweep too: whoever comes second finds the case repaired.
      await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sweep:${id}`}, 0))`;
      if (!(await check.repair(ctx, id))) return false;
      await audit(ctx, {
        subject: { type: check.subjectType, id },
        action: `${check.subjectType}.clock_restored`,
      });
      return true;
    });
    if (repaired) ctx.log.warn(ids, 'a case had lost its clock; it has one again');
    return repaired;
  } catch (error) {
    ctx.log.error({ ...ids, ...failureOf(error) }, 'a case has lost its clock and could not be repaired');
    return false;
  }
}

const STEP = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes clocks that stand still and whose items have ended: those that a version left behind which did not delete them
 * with the end. Goes once through all clocks, in steps, each a statement of its own. Returns how many it deleted.
 */
export async function forgetEnded(options: {
  db: Db;
  served: Served;
  checks: readonly SweepCheck[];
  stopping?: AbortSignal;
  step?: number;
}): Promise<number> {
  const { db, served, checks, stopping, step = STEP } = options;
  const ended = checks.map(
    ({ subjectType, hasEnded }) => Prisma.sql`(t.subject_type = ${subjectType} AND ${hasEnded})`,
  );
  let forgotten = 0;
  for (let after: string | null = FIRST; after !== null && !stopping?.aborted; ) {
    // Read anew where the row was changed meanwhile: an item that is opened again keeps its clocks.
    const [done]: Step[] = await db.$queryRaw<Step[]>`
      WITH step AS MATERIALIZED (
        SELECT t.id FROM timers t JOIN ${served.active} w ON w.id = t.workspace_id
         WHERE t.id > ${uuid(after)} ORDER BY t.id LIMIT ${step}::int
      ), gone AS (
        DELETE FROM timers t USING step, ${served.active} w
         WHERE t.id = step.id AND w.id = t.workspace_id AND t.due_at IS NULL AND (${Prisma.join(ended, ' OR ')})
        RETURNING t.id
      )
      SELECT (SELECT id FROM step ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*) FROM gone)::int AS gone`;
    forgotten += done?.gone ?? 0;
    after = done?.last ?? null;
  }
  return forgotten;
}

interface Step {
  last: string | null;
  gone: number;
}
