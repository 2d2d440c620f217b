import { Prisma } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import { isoDay } from '../time/day.ts';
import type { Subject } from './message.ts';
import { channelKey, SAFE_FOR_MS } from './readers/channel-safety.ts';
import { inMs, NOW } from './sql.ts';

/** The lane that paces a workspace's updates: chat.update is limited per workspace, not per channel. */
export const UPDATES = 'chat.update';

/** Longer than any process may take what it learned of a channel for granted, a post in flight included. */
const RECHECK_MS = SAFE_FOR_MS + 60_000;

/** It is today somewhere on earth from the one to the other of these, in hours from UTC. */
const ZONES = [-12, 14] as const;

// Threads are locked in the order of their keys, so that two of these never wait for each other.

/**
 * Asks for every root message of the subject to be brought up to date, for those of several, whose `data.cases` name it,
 * and for the DMs of today's mornings in which it stands (told/remind.ts names their threads). Edits are not queued: a
 * message gets the latest state once. `urgent` is for what somebody clicked and is looking at; it goes before everything
 * else.
 */
export async function refresh(ctx: TxCtx, subject: Subject, { urgent }: { urgent: boolean }): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const [first, last] = ZONES.map((hours) => isoDay(new Date(ctx.now.getTime() + hours * 3_600_000)));
  const about = Prisma.sql`
      SELECT key FROM outbox_threads
       WHERE workspace_id = ${uuid(workspaceId)} AND subject_type = ${subject.type} AND subject_id = ${uuid(subject.id)}
      UNION
      SELECT thread FROM outbox_messages
       WHERE workspace_id = ${uuid(workspaceId)} AND is_root AND data ? 'cases'
         AND data -> 'cases' @> jsonb_build_array(jsonb_build_object('id', ${subject.id}::text))
      UNION
      SELECT 'morning:' || member_id || ':' || day FROM morning_items
       WHERE workspace_id = ${uuid(workspaceId)} AND subject_type = ${subject.type} AND subject_id = ${uuid(subject.id)}
         AND day BETWEEN ${first} AND ${last}`;
  await bringUpToDate(ctx, about, urgent);
}

/** Asks for the one message that begins this thread to be brought up to date, where there is one: somebody looks at it. */
export const refreshThread = (ctx: TxCtx, key: string): Promise<void> =>
  bringUpToDate(ctx, Prisma.sql`SELECT ${key}::text AS key`, true);

/** `about`: the keys of threads. */
async function bringUpToDate(ctx: TxCtx, about: Prisma.Sql, urgent: boolean): Promise<void> {
  const workspaceId = ctx.workspace.id;
  await ctx.tx.$executeRaw`
    WITH pace AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at) VALUES (${uuid(workspaceId)}, ${UPDATES}, ${NOW})
      ON CONFLICT DO NOTHING
    ), about AS (${about}), shown AS (
      SELECT t.key FROM about JOIN outbox_threads t ON t.workspace_id = ${uuid(workspaceId)} AND t.key = about.key
       ORDER BY t.key FOR UPDATE OF t
    ), stale AS (
      UPDATE outbox_threads t SET desired_version = desired_version + 1, urgent = urgent OR ${urgent}::boolean,
             not_before = CASE WHEN ${urgent}::boolean AND attempt = 0 THEN LEAST(not_before, ${NOW}) ELSE not_before END
        FROM shown WHERE t.workspace_id = ${uuid(workspaceId)} AND t.key = shown.key
      RETURNING t.key
    )
    SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM stale)`;
}

/**
 * The readers of a channel may have changed: it is looked at before anything else, and what speaks of customers
 * there is taken down, or said, as they are now. Every process that listens forgets at once what it knew of the
 * channel. One that does not hear it may still post or edit there, so that it is looked at once more when none can.
 */
export async function recheckReaders(ctx: TxCtx, lane: string): Promise<void> {
  await ctx.tx.$executeRaw`
    WITH looked_at AS (
      INSERT INTO outbox_lanes (workspace_id, key, next_send_at, recheck_at, recheck_until)
      VALUES (${uuid(ctx.workspace.id)}, ${lane}, ${NOW}, ${NOW}, ${inMs(RECHECK_MS)})
      ON CONFLICT (workspace_id, key) DO UPDATE
         SET recheck_at = excluded.recheck_at, recheck_until = excluded.recheck_until
    )
    SELECT pg_notify('baton_outbox', ${channelKey(ctx.workspace, lane)})`;
}

/** Somebody who reads we do not know which channels is a colleague no more: all are looked at, one after the other. */
export async function recheckAllReaders(ctx: TxCtx): Promise<void> {
  await ctx.tx.$executeRaw`
    WITH looked_at AS (
      UPDATE outbox_lanes SET recheck_at = ${NOW}, recheck_until = ${inMs(RECHECK_MS)}
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND key ~ '^[CG]'
      RETURNING key
    )
    SELECT pg_notify('baton_outbox', ${ctx.workspace.id} || ' ' || key) FROM looked_at`;
}
