import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expireLeases } from '../../src/outbox/send/claim.ts';
import { writeSent } from '../../src/outbox/send/record.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const texts = () => world.sandbox.posts.map((post) => post.text);
const stale = () =>
  world.database.db
    .$queryRaw`SELECT key FROM outbox_threads WHERE desired_version > applied_version AND slack_ts IS NOT NULL`;

test('double post on delivered-but-timed-out: a post that Slack took but did not answer is found, not repeated', async () => {
  world.sandbox.faults.drop({ times: 2 });
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread, dedupeKey: 'reply', root: false }),
    world.message({ lane: 'csm', dedupeKey: 'dm' }),
  );
  const delivery = world.deliver();
  await delivery.runOnce();
  expect((await world.rows())['root']?.state).toBe('uncertain');
  expect(texts()).not.toContain('reply');
  for (let n = 0; n < 4; n += 1) {
    await world.timePasses();
    await delivery.runOnce();
  }
  expect(texts().toSorted()).toEqual(['dm', 'reply', 'root']);
  expect(await world.said('cs')).toEqual(['root', 'root > reply']);
  expect(Object.values(await world.rows()).map((row) => row.state)).toEqual(['sent', 'sent', 'sent']);
  // What was found shows the latest, also where nothing was ever brought up to date before.
  expect(await stale()).toEqual([]);
});

test('a reply whose answer was lost is found in its thread', async () => {
  const thread = 'handoff:1:card';
  await world.enqueue(world.message({ lane: 'cs', thread, dedupeKey: 'root' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  world.sandbox.faults.drop({ times: 1 });
  await world.enqueue(world.message({ lane: 'cs', thread, dedupeKey: 'reply', root: false }));
  await delivery.runOnce();
  await world.timePasses();
  await delivery.runOnce();
  expect(texts()).toEqual(['root', 'reply']);
  expect((await world.rows())['reply']?.state).toBe('sent');
});

test('a post that never arrived is sent again after two looks, a while apart', async () => {
  world.sandbox.faults.drop({ processed: false, times: 1 });
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'lost' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  await world.timePasses();
  await delivery.runOnce();
  expect((await world.rows())['lost']).toMatchObject({ state: 'uncertain', error: 'absent_once' });
  expect(await delivery.runOnce()).toBe(0);
  await world.timePasses();
  await delivery.runOnce();
  expect(texts()).toEqual(['lost']);
});

test('where we may not look, a handoff is said twice and a digest is held', async () => {
  for (const scope of ['channels:history', 'im:history']) world.sandbox.revokeScope(scope);
  world.sandbox.faults.drop({ times: 2 });
  await world.enqueue(
    world.message({ lane: 'csm', kind: 'card', dedupeKey: 'handoff' }),
    world.message({ lane: 'rep', kind: 'digest', dedupeKey: 'digest' }),
  );
  const delivery = world.deliver();
  for (let n = 0; n < 4; n += 1) {
    await delivery.runOnce();
    await world.timePasses();
  }
  expect(texts().toSorted()).toEqual(['digest', 'handoff', 'handoff']);
  const rows = await world.rows();
  expect(rows['handoff']?.state).toBe('sent');
  expect(rows['digest']).toMatchObject({ state: 'held', error: 'unknown_outcome' });
});

test('what is never answered and cannot be looked for stops being repeated', async () => {
  world.sandbox.revokeScope('im:history');
  world.sandbox.faults.drop();
  await world.enqueue(world.message({ lane: 'csm', dedupeKey: 'flood' }));
  const delivery = world.deliver();
  for (let n = 0; n < 30; n += 1) {
    await delivery.runOnce();
    await world.timePasses();
  }
  expect((await world.rows())['flood']?.state).toBe('held');
  expect(texts().length).toBe(6);
});

test('while Slack fails, looking is put off and nothing is given up', async () => {
  const fault = world.sandbox.faults.serverError();
  await world.enqueue(world.message({ lane: 'cs', kind: 'digest', dedupeKey: 'digest' }));
  const delivery = world.deliver();
  for (let n = 0; n < 5; n += 1) {
    await delivery.runOnce();
    await world.timePasses();
  }
  expect((await world.rows())['digest']?.state).toBe('uncertain');
  fault.stop();
  for (let n = 0; n < 3; n += 1) {
    await delivery.runOnce();
    await world.timePasses();
  }
  expect(texts()).toEqual(['digest']);
});

test('a job ran twice past its lease: whoever lost the lease writes nothing', async () => {
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'slow' }));
  const { pool, db } = world.database;
  const leaseToken = randomUUID();
  await pool.query(
    `UPDATE outbox_messages SET state = 'sending', lease_token = $1, lease_until = now() - interval '1 s'`,
    [leaseToken],
  );
  const { id } = await db.outboxMessage.findFirstOrThrow();
  expect(await expireLeases({ db, served: world.served })).toBe(1);
  const late = { message: { id }, leaseToken, desired: 0, channel: 'C0', ts: '1.1', certain: true };
  expect(await writeSent(db, [late])).toEqual([false]);
  expect((await world.rows())['slow']).toMatchObject({ state: 'uncertain', error: 'lease_expired' });
});

test('a thread that somebody holds keeps the results of no other waiting', async () => {
  const { pool } = world.database;
  await world.enqueue(
    world.message({ lane: 'cs', thread: 'held', dedupeKey: 'held' }),
    world.message({ lane: 'csm', thread: 'free', dedupeKey: 'free' }),
  );
  const holder = await pool.connect();
  await holder.query("BEGIN; SELECT key FROM outbox_threads WHERE key = 'held' FOR UPDATE");
  const running = world.deliver().runOnce();
  while ((await world.rows())['free']?.state !== 'sent') await pause(5);
  expect((await world.rows())['held']?.state).toBe('sending');
  await holder.query('COMMIT');
  holder.release();
  await running;
  expect((await world.rows())['held']?.state).toBe('sent');
});
