import { Prisma } from '../../prisma/generated/client.ts';
import type { Subject } from '../outbox/message.ts';
import { refresh } from '../outbox/refresh.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ctx, Db, TxCtx, WorkspaceRef } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import type { Logger } from '../platform/logger.ts';
import { instant, uuid } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import type { Served } from '../workspaces/served.ts';
import type { CaseKind, CaseShape } from './case-kind.ts';
import { overdueSql } from './owed.ts';

/** Where the cases of one kind are shown beside their own messages. */
export interface AlsoShown {
  type: string;
  in(ctx: TxCtx, id: string): Promise<Subject[]>;
}

export function alsoShown<C extends CaseShape>(kind: CaseKind<C>): AlsoShown {
  return {
    type: kind.type,
    async in(ctx, id) {
      const { shownIn } = kind;
      const parties = shownIn && (await kind.loadBatch(ctx, [id])).parties.get(id);
      return parties ? shownIn(kind.row(parties)) : [];
    },
  };
}

const BATCH = 50;
/** One that fails does not keep the others from their turn. */
const RETRY_MS = 60_000;

interface Due extends Subject {
  workspace: WorkspaceRef;
}

/**
 * Has what stands in Slack about a case brought up to date, calmly, where it shows something else by now although nobody
 * has changed it: its limit has passed. Any number of processes may call it: each of these times is one redrawing. Returns
 * how many cases it dealt with: none when nothing (more) is due.
 */
export async function redrawDue(options: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  shown: readonly AlsoShown[];
}): Promise<number> {
  const { db, clock, served, log, shown } = options;
  const now = clock.now();
  const due = await db.$queryRaw<Due[]>`
    SELECT o.subject_type AS type, o.subject_id AS id,
           json_build_object('id', w.id, 'slackTeamId', w.slack_team_id, 'botUserId', w.bot_user_id) AS workspace
      FROM owed o JOIN ${served.active} w ON w.id = o.workspace_id
     WHERE o.redraw_at <= ${instant(now)} ORDER BY o.redraw_at LIMIT ${BATCH}::int`;
  let dealt = 0;
  await eachAnyway(due, async ({ workspace, type, id }) => {
    const ctx: Ctx = { workspace, actor: { type: 'job', name: 'redraw' }, now, db, log };
    try {
      if (await redraw(ctx, { type, id }, shown)) dealt++;
    } catch (error) {
      await putOff(ctx, { type, id });
      throw error;
    }
  });
  return dealt;
}

/** Returns whether it was taken by this process. */
function redraw(ctx: Ctx, subject: Subject, shown: readonly AlsoShown[]): Promise<boolean> {
  return transact(ctx, async (ctx) => {
    const taken = await take(ctx, subject);
    if (!taken?.isShown) return taken !== null;
    const others = await shown.find(({ type }) => type === subject.type)?.in(ctx, subject.id);
    for (const one of [subject, ...(others ?? [])]) await refresh(ctx, one, { urgent: false });
    return true;
  });
}

async function putOff({ db, workspace, now }: Ctx, { type, id }: Subject): Promise<void> {
  const later = new Date(now.getTime() + RETRY_MS);
  await db.$executeRaw`
    UPDATE owed SET redraw_at = ${instant(later)}
     WHERE workspace_id = ${uuid(workspace.id)} AND subject_type = ${type} AND subject_id = ${uuid(id)}
       AND redraw_at <= ${instant(now)}`;
}

/**
 * Says when it is due next. Null where another process has it, or somebody changes it at this moment, which redraws it too.
 * It is not shown where all that was asked is when that would be.
 */
async function take(ctx: TxCtx, { type, id }: Subject): Promise<{ isShown: boolean } | null> {
  const now = instant(ctx.now);
  const [taken] = await ctx.tx.$queryRaw<{ isShown: boolean }[]>`
    WITH due AS (
      SELECT o.subject_type, o.subject_id, o.redraw_at > '-infinity' AS was_said FROM owed o
       WHERE o.workspace_id = ${uuid(ctx.workspace.id)} AND o.subject_type = ${type} AND o.subject_id = ${uuid(id)}
         AND o.redraw_at <= ${now}
         FOR UPDATE SKIP LOCKED)
    UPDATE owed o
       SET redraw_at = ${overdueSql(Prisma.sql`o.due_at`, Prisma.sql`o.snoozed_until`, ctx.now)}
      FROM due
     WHERE o.subject_type = due.subject_type AND o.subject_id = due.subject_id
    RETURNING (due.was_said OR o.due_at <= ${now}) IS TRUE AS "isShown"`;
  return taken ?? null;
}
