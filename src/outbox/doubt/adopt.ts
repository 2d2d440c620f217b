import { randomUUID } from 'node:crypto';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { uuid } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import { isPerson } from '../message.ts';
import { writeSent } from '../send/record.ts';
import { NOW } from '../sql.ts';

/** A message of ours that somebody is looking at: where it stands, and the row it was made from. */
interface Seen {
  channel: string;
  ts: string;
  messageId: string;
}

/**
 * Somebody pressed something in this message, so that it stands there, whatever we know. One whose outcome was
 * not heard is found by that, and brought up to date. A second copy of what stands elsewhere goes, and so does
 * what was left behind: its channel is open again.
 */
export async function adopt(ctx: Ctx, seen: Seen): Promise<void> {
  const { channel, ts, messageId } = seen;
  const known = { id: messageId, workspaceId: ctx.workspace.id, slackChannel: channel, slackTs: ts };
  if ((await ctx.db.outboxMessage.count({ where: known })) > 0) return;
  await transact(ctx, async (tx) => {
    const [row] = await tx.tx.$queryRaw<
      { state: string; lane: string; kind: string; stands: boolean; left: boolean }[]
    >`
      SELECT m.state, m.lane, m.kind, COALESCE(m.slack_channel = ${channel} AND m.slack_ts = ${ts}, FALSE) AS stands,
             EXISTS (SELECT 1 FROM outbox_left_behind o
                      WHERE o.workspace_id = m.workspace_id AND o.channel = ${channel} AND o.ts = ${ts}) AS "left"
        FROM outbox_messages m WHERE m.workspace_id = ${uuid(tx.workspace.id)} AND m.id = ${uuid(messageId)} FOR UPDATE`;
    // What is on its way is recorded by whoever has sent it.
    if (row === undefined || row.stands || row.state === 'sending') return;
    const isItsPlace = row.lane === channel || (isPerson(row.lane) && channel.startsWith('D'));
    if (isItsPlace && !row.left && row.state !== 'sent') await take(tx, seen);
    else await leave(tx, seen, row.kind);
    await tx.tx.$executeRaw`SELECT pg_notify('baton_outbox', '')`;
  });
}

/** Its replies that found no root meanwhile are said after all. */
async function take({ tx }: TxCtx, { channel, ts, messageId }: Seen): Promise<void> {
  const leaseToken = randomUUID();
  await tx.$executeRaw`
    UPDATE outbox_messages SET lease_token = ${uuid(leaseToken)} WHERE id = ${uuid(messageId)}`;
  const message = { id: messageId };
  await writeSent(tx, [{ message, leaseToken, desired: 0, channel, ts, certain: false }]);
  await tx.$executeRaw`
    UPDATE outbox_messages m SET state = 'pending', error = 'sent_again', not_before = ${NOW}, first_attempt_at = NULL
      FROM outbox_messages root
     WHERE root.id = ${uuid(messageId)} AND root.is_root AND m.workspace_id = root.workspace_id
       AND m.thread = root.thread AND m.state = 'skipped' AND m.error = 'no_root'`;
}

/** What was left behind and may stay has no time, and is given none. */
async function leave(
  { tx, workspace }: TxCtx,
  { channel, ts, messageId }: Seen,
  kind: string,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_left_behind AS o (workspace_id, channel, ts, message_id, kind, urgent, not_before, left_at)
    VALUES (${uuid(workspace.id)}, ${channel}, ${ts}, ${uuid(messageId)}, ${kind}, FALSE, ${NOW}, ${NOW})
    ON CONFLICT (workspace_id, channel, ts) DO UPDATE SET not_before = LEAST(o.not_before, excluded.not_before)
     WHERE o.not_before IS NOT NULL`;
}
