import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx, WorkspaceRef } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { Served } from '../../workspaces/served.ts';
import { worthFiring } from './ladder.ts';
import { type DueTimer, SNAPSHOT, type Subject } from './timer.ts';

/** A due timer that our transaction holds. */
export interface Claim {
  id: string;
  workspace: WorkspaceRef;
  subject: Subject;
  clock: string;
  epoch: number;
  version: number;
  attempt: number;
  startedAt: Date;
  dueAt: Date;
  ladder: unknown;
  rung: number;
  repeats: number;
}

/**
 * Locks the longest due timers until the transaction ends, and leaves alone those that another process holds.
 * `now` is business time, `wall` wall time. `only` asks for one timer, if it is still due.
 */
export async function claimTimers(
  tx: Tx,
  served: Served,
  { now, wall, limit, only }: { now: Date; wall: Date; limit: number; only?: string },
): Promise<Claim[]> {
  // As one value, as in loadPeople.
  const [row] = await tx.$queryRaw<{ claims: Json[] }[]>`
    SELECT coalesce(json_agg(claim), '[]') AS claims FROM (
      SELECT t.id, t.clock, t.epoch, t.version, t.attempt, t.started_at AS "startedAt", t.due_at AS "dueAt", t.ladder,
        t.rung, t.repeats, json_build_object('type', t.subject_type, 'id', t.subject_id) AS subject,
        json_build_object('id', w.id, 'slackTeamId', w.slack_team_id, 'botUserId', w.bot_user_id) AS workspace
      FROM timers t JOIN ${served.active} w ON w.id = t.workspace_id
      WHERE t.due_at <= ${instant(now)} AND (t.retry_at IS NULL OR t.retry_at <= ${instant(wall)})
        ${only === undefined ? Prisma.empty : Prisma.sql`AND t.id = ${uuid(only)}`}
      ORDER BY t.due_at
      LIMIT ${limit}::int
      FOR UPDATE OF t SKIP LOCKED) AS claim`;
  return (row?.claims ?? []).map((claim) => ({
    ...claim,
    startedAt: new Date(claim.startedAt),
    dueAt: new Date(claim.dueAt),
  }));
}

type Json = Omit<Claim, 'startedAt' | 'dueAt'> & Record<'startedAt' | 'dueAt', string>;

/** What its handler is told of a claimed timer: the rung that is worth firing now. Null: its ladder cannot be read. */
export function dueTimer(claim: Claim, now: Date): DueTimer | null {
  const { id, subject, clock, epoch, version, startedAt } = claim;
  const ladder = SNAPSHOT.read(claim.ladder, `${subject.id} ${clock}`);
  if (ladder === null) return null;
  const due = ladder.due.map((at) => new Date(at));
  const rungIndex = worthFiring(ladder, due, claim.rung, now);
  const moved = rungIndex !== claim.rung;
  const rung = ladder.rungs[rungIndex];
  const dueAt = moved ? due[rungIndex] : claim.dueAt;
  if (rung === undefined || dueAt === undefined)
    throw new Error('a timer stands on a rung that its ladder lacks');
  const repeats = moved ? 0 : claim.repeats;
  const firing = [subject.type, subject.id, clock, epoch, rungIndex, repeats].join(':');
  return { id, subject, clock, epoch, version, startedAt, dueAt, ladder, rung, rungIndex, repeats, firing };
}
