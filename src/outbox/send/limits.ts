import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db, WorkspaceRef } from '../../platform/ctx.ts';
import { classifySlackError, nothingDone, type SlackFailure } from '../../platform/slack/slack.ts';
import { uuid } from '../../platform/sql.ts';
import type { Delivery } from '../delivery.ts';
import { inMs, NOW } from '../sql.ts';

// Slack limits chat.postMessage for each channel and every other method for the workspace. What was refused
// is paused, and nothing else; in the database, so that every process keeps to it. After a pause, what was
// waiting goes one call after the other for a while: all at once it would be refused again.

/** Slack allows about fifty calls a minute; a channel, one post a second. In paces. */
export const METHOD_PACE = 1.2;
/** A refusal while we go gently doubles the gap, up to this. In paces. */
const WIDEST = 16;
/** How long after a pause we go gently. */
const GENTLE_MS = 5 * 60_000;
/** For whom a turn has just been taken by others. */
const SHORTEST_WAIT_MS = 50;

type Limited = Pick<Delivery, 'db'> & { paceMs?: number | undefined };

/** Slack asked for a pause of a method. Calls that were in flight together are one refusal. */
export async function pauseMethod(
  { db, paceMs = 1000 }: Limited,
  workspace: Pick<WorkspaceRef, 'id'>,
  method: string,
  ms: number,
): Promise<void> {
  const gap = Math.round(paceMs * METHOD_PACE);
  await db.$executeRaw`
    INSERT INTO outbox_lanes AS l (workspace_id, key, next_send_at, paused_until, gentle_until, gap_ms)
    VALUES (${uuid(workspace.id)}, ${method}, ${inMs(ms)}, ${inMs(ms)}, ${inMs(ms + GENTLE_MS)}, ${gap}::int)
    ON CONFLICT (workspace_id, key) DO UPDATE
       SET gap_ms = CASE WHEN l.paused_until > now() THEN COALESCE(l.gap_ms, excluded.gap_ms)
                         WHEN l.gentle_until > now() THEN LEAST(l.gap_ms * 2, ${Math.round(paceMs * WIDEST)}::int)
                         ELSE excluded.gap_ms END,
           next_send_at = GREATEST(l.next_send_at, excluded.next_send_at),
           paused_until = GREATEST(l.paused_until, excluded.paused_until),
           gentle_until = GREATEST(l.gentle_until, excluded.gentle_until)`;
}

/** Slack asked for a pause of one channel's posts: the others go on. */
export async function pauseLane(
  db: Db,
  { workspace, destination: lane }: { workspace: Pick<WorkspaceRef, 'id'>; destination: string },
  ms: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_lanes SET next_send_at = GREATEST(next_send_at, ${inMs(ms)})
     WHERE workspace_id = ${uuid(workspace.id)} AND key = ${lane}`;
}

export type Answered<T> = { answer: T } | { failure: SlackFailure };

/** Calls a method that posts nothing, unless it is paused: then the answer is that of Slack itself, a rate limit. */
export async function ask<T>(
  d: Limited,
  workspace: Pick<WorkspaceRef, 'id'>,
  method: string,
  call: () => Promise<T>,
): Promise<Answered<T>> {
  const retryAfterMs = await untilTurn(d.db, workspace, method);
  if (retryAfterMs > 0) return { failure: { kind: 'rateLimited', code: 'ratelimited', retryAfterMs } };
  try {
    return { answer: await call() };
  } catch (error) {
    const failure = nothingDone(classifySlackError(error));
    if (failure.kind === 'rateLimited') await pauseMethod(d, workspace, method, failure.retryAfterMs);
    return { failure };
  }
}

/** Returns 0 when the method may be called now, else how long that takes. While we go gently, a turn is taken with it. */
async function untilTurn(db: Db, workspace: Pick<WorkspaceRef, 'id'>, method: string): Promise<number> {
  const [row] = await db.$queryRaw<{ ms: number }[]>`
    WITH turn AS (
      UPDATE outbox_lanes SET next_send_at = ${NOW} + gap_ms * interval '1 millisecond'
       WHERE workspace_id = ${uuid(workspace.id)} AND key = ${method} AND gentle_until > now()
         AND paused_until <= now() AND next_send_at <= now()
      RETURNING 1
    )
    SELECT GREATEST(${SHORTEST_WAIT_MS}::float8, extract(epoch FROM next_send_at - now()) * 1000)::float8 AS ms
      FROM outbox_lanes
     WHERE workspace_id = ${uuid(workspace.id)} AND key = ${method} AND gentle_until > now()
       AND NOT EXISTS (SELECT 1 FROM turn)`;
  return row?.ms ?? 0;
}

/** Who may call a method, and for what. */
interface Room {
  /** The workspaces that are served, as a table. */
  served: Prisma.Sql;
  /** The lane that stands for the method. */
  method: string;
  /** Which workspaces have something to call it for; `w.id` is the workspace. */
  wanted: Prisma.Sql;
  limit: number;
  /** Goes always at this pace, and not only after a pause. */
  calmMs?: number;
}

/**
 * The common tables `room` (workspaces that may call a method now, and how often) and, once `picked` has taken
 * its rows of them, `paced`, which gives the next turn its time.
 */
export function roomFor({ served, method, wanted, limit, calmMs }: Room): {
  room: Prisma.Sql;
  paced: Prisma.Sql;
} {
  const calm = calmMs !== undefined;
  const slow = calm ? Prisma.sql`TRUE` : Prisma.sql`COALESCE(l.gentle_until > now(), FALSE)`;
  const gap = Prisma.sql`CASE WHEN l.gentle_until > now() THEN GREATEST(l.gap_ms, ${calmMs ?? 0}::int)
                              ELSE ${calmMs ?? 0}::int END`;
  return {
    room: Prisma.sql`
      served AS MATERIALIZED (SELECT * FROM ${served} w),
      turns AS (
        SELECT w.*, CASE WHEN ${gap} = 0 THEN ${limit}::int ELSE 1 END AS room
          FROM served w JOIN outbox_lanes l ON l.workspace_id = w.id AND l.key = ${method}
         WHERE ${slow} AND l.next_send_at <= now() AND COALESCE(l.paused_until <= now(), TRUE) AND ${wanted}
         LIMIT ${limit}::int FOR UPDATE OF l SKIP LOCKED
      ), room AS (
        SELECT * FROM turns
        UNION ALL
        SELECT w.*, ${limit}::int AS room FROM served w
         WHERE NOT ${calm}::boolean AND NOT EXISTS (
                 SELECT 1 FROM outbox_lanes l WHERE l.workspace_id = w.id AND l.key = ${method}
                    AND (l.gentle_until > now() OR l.paused_until > now()))
      )`,
    paced: Prisma.sql`
      paced AS (
        UPDATE outbox_lanes l SET next_send_at = ${NOW} + ${gap} * interval '1 millisecond'
          FROM turns t JOIN picked p ON p.workspace_id = t.id
         WHERE l.workspace_id = t.id AND l.key = ${method}
        RETURNING l.workspace_id, l.next_send_at)`,
  };
}

/** What was claimed needed no call after all: the turn is free again, where nobody has taken the next. */
export async function giveBackTurn(
  db: Db,
  workspace: Pick<WorkspaceRef, 'id'>,
  method: string,
  turn: Date | null,
): Promise<void> {
  if (turn === null) return;
  await db.$executeRaw`
    UPDATE outbox_lanes SET next_send_at = ${NOW}
     WHERE workspace_id = ${uuid(workspace.id)} AND key = ${method} AND next_send_at = ${turn}
       AND COALESCE(paused_until <= now(), TRUE)`;
}
