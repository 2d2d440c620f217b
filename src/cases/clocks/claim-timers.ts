import { Prisma } from '../../../prisma/generated/client.ts';
import type { Subject } from '../../outbox/message.ts';
import type { Db, Tx, WorkspaceRef } from '../../platform/ctx.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { Served } from '../../workspaces/served.ts';
import { afterFiring, type Position, rungsDue, worthFiring } from './ladder.ts';
import { type AfterFiring, type DueTimer, SNAPSHOT } from './timer.ts';

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
  if (rung === undefined || dueAt === undefined) throw new Error('rung missing in the ladder of a timer');
  const repeats = moved ? 0 : claim.repeats;
  const firing = [subject.type, subject.id, clock, epoch, rungIndex, repeats].join(':');
  return { id, subject, clock, epoch, version, startedAt, dueAt, ladder, rung, rungIndex, repeats, firing };
}

/**
 * Moves every timer that was due to where its handler's answer puts it, in one statement. One whose version is
 * not the claimed one was stopped or armed by the handler itself, and stays so. Returns those
 * that are due at other instants than before, since another calendar counts for them.
 */
export async function settleTimers(
  tx: Tx,
  timers: readonly DueTimer[],
  answers: ReadonlyMap<string, AfterFiring>,
  now: Date,
): Promise<DueTimer[]> {
  const settled = timers.map((timer) => {
    const answer = answers.get(timer.id);
    if (answer === undefined) throw new Error('no answer from the handler of a timer');
    return { id: timer.id, version: timer.version, ...settle(timer, answer, now) };
  });
  await tx.$executeRaw`
    UPDATE timers t
    SET rung = s.rung, repeats = s.repeats, due_at = s."dueAt", fired_at = coalesce(s."firedAt", t.fired_at),
      ladder = CASE WHEN s.due IS NULL THEN t.ladder ELSE jsonb_set(t.ladder, '{due}', s.due) END,
      version = t.version + 1, attempt = 0, retry_at = NULL
    FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS s (id uuid, version int, rung int, repeats int,
      "dueAt" timestamptz, "firedAt" timestamptz, due jsonb)
    WHERE t.id = s.id AND t.version = s.version`;
  return timers.filter((_, n) => settled[n]?.due !== undefined);
}

type Settled = Position & { firedAt?: Date; due?: readonly Date[] };

function settle(timer: DueTimer, answer: AfterFiring, now: Date): Settled {
  const { rungIndex: rung, repeats, ladder, startedAt } = timer;
  if (answer === 'stop') return { rung, repeats, dueAt: null, firedAt: now };
  if ('wait' in answer) {
    // It would be claimed again and again in the same instant.
    if (answer.wait <= now) throw new Error('timer asked to wait until an instant that has passed');
    return { rung, repeats, dueAt: answer.wait };
  }
  const due = rungsDue(ladder, startedAt, answer.next);
  const next = afterFiring(ladder, due, { rung, repeats }, answer.next, now);
  const moved = due.some((at, n) => at.toISOString() !== ladder.due[n]);
  return { ...next, firedAt: now, ...(moved && { due }) };
}

/** Returns how many timers were due before that moment, and how many failed and are tried again. */
export async function countLate(
  db: Db,
  workspaceId: string,
  before: Date,
): Promise<{ overdue: number; failing: number }> {
  return {
    overdue: await db.timer.count({ where: { workspaceId, dueAt: { lt: before } } }),
    failing: await db.timer.count({ where: { workspaceId, dueAt: { not: null }, attempt: { gt: 0 } } }),
  };
}
