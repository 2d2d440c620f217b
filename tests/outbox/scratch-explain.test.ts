import { randomUUID } from 'node:crypto';
import { test } from 'vitest';
import { makeWorld } from './world.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { transact } from '../../src/platform/transact.ts';
import { readFileSync } from 'node:fs';

test('explain', async () => {
  const world = await makeWorld();
  const N = 3000;
  for (const LANES of [50, 3000]) {
    const messages = Array.from({ length: N }, (_, n) => world.message({ lane: `U${n % LANES}`, kind: 'note', dedupeKey: randomUUID() }));
    for (let n = 0; n < N; n += 50) await transact(world.ctx, (tx) => enqueue(tx, messages.slice(n, n + 50)));
    const src = readFileSync('src/outbox/claim.ts', 'utf8');
    let sql = src.slice(src.indexOf('WITH RECURSIVE'), src.indexOf('`;', src.indexOf('WITH RECURSIVE')));
    sql = sql.replace(/\$\{business\}/g, 'now()').replace('${limit}', '8').replace('${inMs(d.paceMs)}', 'now()').replace('${leaseToken}', `'${randomUUID()}'`).replace('${inMs(LEASE_MS)}', 'now()').replace('${NOW}', 'now()');
    for (const analyze of [false, true]) {
      if (analyze) await world.database.pool.query('ANALYZE');
      const client = await world.database.pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query('EXPLAIN (ANALYZE, BUFFERS) ' + sql);
      console.log(LANES, analyze, rows.map((r) => r['QUERY PLAN']).join('\n'));
      await client.query('ROLLBACK');
      client.release();
    }
    await world.database.pool.query('TRUNCATE outbox_messages, outbox_threads, outbox_lanes');
  }
  await world.close();
}, 120000);
