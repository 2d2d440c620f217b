import type { Clock } from '../platform/clock.ts';
import type { Ctx, Db } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import { NIL_ID } from '../platform/id.ts';
import type { Logger } from '../platform/logger.ts';
import { instant, uuid } from '../platform/sql.ts';
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
 * Whoever goes away as was planned is away from then on. Whoever was set away, got another cover or left: what follows for
 * what waits for them. Each stays due until all of it is done, and stands in no other's way.
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
  await beginPlanned(db, served, clock.now());
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

/** One that lasts anyway goes on until the later end. */
async function beginPlanned(db: Db, served: Served, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE members m
       SET away_until = GREATEST(m.away_until, m.next_away_until), absences = m.absences + 1,
           away_since = CASE WHEN m.away_until > ${instant(now)} THEN m.away_since ELSE m.next_away_from END,
           next_away_from = NULL, next_away_until = NULL, updated_at = ${instant(now)}
      FROM ${served.active} w
     WHERE m.workspace_id = w.id AND m.next_away_from <= ${instant(now)}`;
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
