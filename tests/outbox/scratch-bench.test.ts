import { randomUUID } from 'node:crypto';
import { test } from 'vitest';
import { makeWorld } from './world.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { transact } from '../../src/platform/transact.ts';

test('bench', async () => {
  const world = await makeWorld();
  const N = 3000;
  for (const LANES of [50, 3000]) {
    const fake = { chat: { postMessage: async () => ({ channel: 'C1', ts: '1.1' }) } } as never;
    const messages = Array.from({ length: N }, (_, n) => world.message({ lane: `U${n % LANES}`, kind: 'note', dedupeKey: randomUUID() }));
    let t = performance.now();
    for (let n = 0; n < N; n += 50) await transact(world.ctx, (tx) => enqueue(tx, messages.slice(n, n + 50)));
    console.log('enqueue by 50: per s', Math.round(N / (performance.now() - t) * 1000));
    t = performance.now();
    const done = await world.deliver({ slack: () => fake }).runOnce();
    console.log('lanes', LANES, 'delivered', done, 'per s', Math.round(done / (performance.now() - t) * 1000));
    await world.database.pool.query('TRUNCATE outbox_messages, outbox_threads, outbox_lanes');
    // by hand with pg: 8 workers
    for (let n = 0; n < N; n += 50) await transact(world.ctx, (tx) => enqueue(tx, messages.slice(n, n + 50)));
    await world.database.pool.query('ANALYZE');
    t = performance.now();
    const { pool } = world.database;
    let count = 0;
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (;;) {
        const token = randomUUID();
        const { rows: [row] } = await pool.query(`
        WITH picked AS (SELECT m.id, l.workspace_id, l.key FROM outbox_messages m JOIN outbox_lanes l ON l.workspace_id=m.workspace_id AND l.key=m.lane
          JOIN workspaces w ON w.id = m.workspace_id AND w.state='active'
          WHERE m.state='pending' AND m.not_before<=now() AND l.next_send_at<=now() AND NOT EXISTS (SELECT 1 FROM outbox_messages e WHERE e.workspace_id=m.workspace_id AND e.thread=m.thread AND e.seq<m.seq AND e.state IN ('pending','sending','uncertain')) LIMIT 1 FOR UPDATE OF m SKIP LOCKED),
          paced AS (UPDATE outbox_lanes l SET next_send_at=date_trunc('milliseconds',now()) FROM picked p WHERE l.workspace_id=p.workspace_id AND l.key=p.key)
        UPDATE outbox_messages m SET state='sending', attempt=attempt+1, lease_token=$1, lease_until=now()+interval '60 s', first_attempt_at=now() FROM picked p WHERE m.id=p.id RETURNING m.*`, [token]);
        if (!row) return;
        await pool.query(`WITH done AS (UPDATE outbox_messages SET state='sent', slack_channel='C1', slack_ts='1.1', sent_at=now(), lease_token=NULL, lease_until=NULL WHERE id=$1 AND lease_token=$2 RETURNING workspace_id, thread, is_root)
          UPDATE outbox_threads t SET slack_channel='C1', slack_ts='1.1' FROM done WHERE done.is_root AND t.workspace_id=done.workspace_id AND t.key=done.thread`, [row.id, token]);
        count++;
      }
    }));
    console.log('by hand', count, 'per s', Math.round(count / (performance.now() - t) * 1000));
    await world.database.pool.query('TRUNCATE outbox_messages, outbox_threads, outbox_lanes');
  }
  await world.close();
}, 120000);
