import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ACCOUNTS, HANDOFFS, PEOPLE } from './statements.ts';

const CLAIM = `
  WITH RECURSIVE ahead AS (
    (SELECT workspace_id, lane FROM outbox_messages
      WHERE state = 'pending' AND (workspace_id, lane) > ($1::uuid, $2) ORDER BY workspace_id, lane LIMIT 1)
    UNION ALL
    SELECT next.workspace_id, next.lane FROM ahead a CROSS JOIN LATERAL (
      SELECT m.workspace_id, m.lane FROM outbox_messages m
       WHERE m.state = 'pending' AND (m.workspace_id, m.lane) > (a.workspace_id, a.lane)
       ORDER BY m.workspace_id, m.lane LIMIT 1) next
  ), behind AS (
    (SELECT workspace_id, lane FROM outbox_messages
      WHERE state = 'pending' AND (workspace_id, lane) <= ($1::uuid, $2) ORDER BY workspace_id, lane LIMIT 1)
    UNION ALL
    SELECT next.workspace_id, next.lane FROM behind b CROSS JOIN LATERAL (
      SELECT m.workspace_id, m.lane FROM outbox_messages m
       WHERE m.state = 'pending' AND (m.workspace_id, m.lane) > (b.workspace_id, b.lane)
         AND (m.workspace_id, m.lane) <= ($1::uuid, $2)
       ORDER BY m.workspace_id, m.lane LIMIT 1) next
  ), picked AS (
    SELECT l.*, m.*, row_number() OVER () AS turn
      FROM (SELECT * FROM ahead UNION ALL SELECT * FROM behind) waiting
     CROSS JOIN LATERAL (
       SELECT l.workspace_id, l.key, l.blocked_at FROM outbox_lanes l JOIN workspaces w ON w.id = l.workspace_id
        WHERE l.workspace_id = waiting.workspace_id AND l.key = waiting.lane AND w.state = 'active'
          AND (l.next_send_at <= now() OR l.blocked_at IS NOT NULL) FOR UPDATE OF l SKIP LOCKED) l
     CROSS JOIN LATERAL (
       SELECT m.id, m.thread FROM outbox_messages m
        WHERE m.state = 'pending' AND m.workspace_id = l.workspace_id AND m.lane = l.key AND m.not_before <= now()
          AND (m.hold_until IS NULL OR m.hold_until <= $3)
          AND (SELECT e.id FROM outbox_messages e
                WHERE e.workspace_id = m.workspace_id AND e.thread = m.thread AND e.id <> m.id
                  AND e.state IN ('pending', 'sending', 'uncertain')
                  AND (e.state <> 'pending' OR (e.seq < m.seq AND
                       (e.is_root OR e.hold_until IS NULL OR e.hold_until <= $3)))
                LIMIT 1) IS NULL
        ORDER BY m.not_before LIMIT 1) m
     LIMIT $4
  ), paced AS (
    UPDATE outbox_lanes l SET next_send_at = date_trunc('milliseconds', now())
      FROM picked p WHERE l.workspace_id = p.workspace_id AND l.key = p.key
  )
  UPDATE outbox_messages m
     SET state = 'sending', attempt = m.attempt + 1, lease_token = $5::uuid,
         lease_until = date_trunc('milliseconds', now()) + interval '60 seconds',
         first_attempt_at = COALESCE(m.first_attempt_at, date_trunc('milliseconds', now()))
    FROM picked p JOIN outbox_threads t ON t.workspace_id = p.workspace_id AND t.key = p.thread
   WHERE m.id = p.id AND m.state = 'pending'
  RETURNING m.id, m.workspace_id, m.subject_id, m.lane, p.turn::int, t.desired_version`;

const TIMERS = `SELECT id, subject_id, clock, ladder FROM timers
  WHERE workspace_id = $1 AND subject_type = 'handoff' AND subject_id = ANY($2::uuid[])`;

const SENT = `
  WITH done AS (
    UPDATE outbox_messages SET state = 'sent', slack_channel = $1, slack_ts = $2, sent_at = date_trunc('milliseconds', now()),
           error = NULL, lease_token = NULL, lease_until = NULL
     WHERE id = $3 AND lease_token = $4 RETURNING workspace_id, thread, is_root
  ), rooted AS (
    UPDATE outbox_threads t SET slack_channel = $1, slack_ts = $2, attempt = 0, urgent = urgent AND desired_version > $5,
           applied_version = GREATEST(applied_version, LEAST($5, desired_version))
      FROM done WHERE done.is_root AND t.workspace_id = done.workspace_id AND t.key = done.thread
  )
  SELECT 1 FROM done`;

export interface HandDelivery {
  pool: pg.Pool;
  apiUrl: string;
  token: string;
  now: Date;
  /** The message, as a form without its channel. */
  form: Record<string, string>;
  /** Whether what a message speaks of is read before it is posted. */
  reads: boolean;
}

/** Claims eight, posts them and records them, until nothing is due. Answers how many. */
export async function deliverByHand(d: HandDelivery): Promise<number> {
  let cursor = ['00000000-0000-0000-0000-000000000000', ''];
  for (let done = 0; ; ) {
    const token = randomUUID();
    const { rows } = await d.pool.query(CLAIM, [...cursor, d.now, 8, token]);
    if (rows.length === 0) return done;
    const last = rows.reduce((a, b) => (a.turn > b.turn ? a : b));
    cursor = [last.workspace_id, last.lane];
    await Promise.all(rows.map((row) => deliver(d, row, token)));
    done += rows.length;
  }
}

async function deliver(d: HandDelivery, row: pg.QueryResultRow, token: string): Promise<void> {
  if (d.reads) {
    const { rows } = await d.pool.query(HANDOFFS, [[row['subject_id']], row['workspace_id']]);
    const { account_id, sender_id, receiver_id } = rows[0];
    await d.pool.query(ACCOUNTS, [[account_id]]);
    await d.pool.query(TIMERS, [row['workspace_id'], [row['subject_id']]]);
    await d.pool.query(PEOPLE, [row['workspace_id'], [sender_id, receiver_id]]);
  }
  const metadata = JSON.stringify({
    event_type: 'baton_delivery',
    event_payload: { delivery_id: row['id'] },
  });
  const answer = await fetch(`${d.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${d.token}` },
    body: new URLSearchParams({ ...d.form, channel: row['lane'], metadata }),
  });
  const { channel, ts } = (await answer.json()) as { channel: string; ts: string };
  await d.pool.query(SENT, [channel, ts, row['id'], token, row['desired_version']]);
}
