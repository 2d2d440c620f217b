import type { Clock } from '../platform/clock.ts';
import type { Ctx, Db } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import { NIL_ID } from '../platform/id.ts';
import type { Logger } from '../platform/logger.ts';
import { uuid } from '../platform/sql.ts';
import type { Served } from '../workspaces/served.ts';

/** What somebody's absence means for what waits for them. Done again, it says nothing twice. */
export type Tell = (ctx: Ctx, memberId: string, stopping: AbortSignal) => Promise<void>;

interface Absence {
  memberId: string;
  absences: number;
  workspace: Ctx['workspace'];
}

const ACTOR = { type: 'job', name: 'ask who stands in' } as const;
const SOME = 100;

/**
 * Whoever was set away, got another cover or left: what follows for what waits for them. Each stays due until all of
 * it is done, and stands in no other's way.
 */
export async function tellOfAbsences(options: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  stopping: AbortSignal;
  tell: readonly Tell[];
}): Promise<void> {
  const { db, clock, served, log, stopping, tell } = options;
  await eachAnyway(await findDue(db, served), async ({ memberId, absences, workspace }) => {
    const ctx = { workspace, actor: ACTOR, now: clock.now(), db, log };
    await eachAnyway(tell, (one) => one(ctx, memberId, stopping));
    if (stopping.aborted) return;
    // What has changed meanwhile is due still.
    await db.$executeRaw`
      UPDATE members SET absences_told = GREATEST(absences_told, ${absences}::int)
       WHERE workspace_id = ${uuid(workspace.id)} AND id = ${uuid(memberId)}`;
  });
}

/** All of them, some at a time: who fails again and again hides nobody. */
async function findDue(db: Db, served: Served): Promise<Absence[]> {
  const due: Absence[] = [];
  for (let after = NIL_ID; ; ) {
    const rows = await db.$queryRaw<Absence[]>`
      SELECT m.id AS "memberId", m.absences,
             jsonb_build_object('id', w.id, 'slackTeamId', w.slack_team_id, 'botUserId', w.bot_user_id) AS workspace
        FROM ${served.active} w JOIN members m ON m.workspace_id = w.id
       WHERE m.absences > m.absences_told AND m.id > ${uuid(after)}
       ORDER BY m.id LIMIT ${SOME}::int`;
    due.push(...rows);
    const last = rows.at(-1);
    if (!last || rows.length < SOME) return due;
    after = last.memberId;
  }
}
