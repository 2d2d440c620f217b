import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { messagesIn } from '../../sandbox/state.ts';
import type { Subject } from '../../src/outbox/message.ts';
import { recheckReaders } from '../../src/outbox/refresh.ts';
import { giveBackTurn, pauseMethod } from '../../src/outbox/send/limits.ts';
import { transact } from '../../src/platform/transact.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const CHANNELS = ['cs', 'sales', 'outside'];

/** Cards that stand in several channels. */
async function postCards(count: number): Promise<Subject[]> {
  const cards = Array.from({ length: count }, (_, n) => {
    const subject = { type: 'handoff', id: randomUUID() };
    world.words.set(subject.id, 'submitted');
    return world.message({ lane: CHANNELS[n % CHANNELS.length] ?? 'cs', subject, dedupeKey: subject.id });
  });
  await world.enqueue(...cards);
  await world.deliver().runOnce();
  return cards.map(({ subject }) => subject);
}

async function changeAll(subjects: Subject[], text: string, urgent = true) {
  for (const subject of subjects) {
    world.words.set(subject.id, text);
    await world.refresh(subject, urgent);
  }
}

const calls = (method: string) => world.sandbox.traffic.calls(method);
const refused = (method: string) => calls(method).filter(({ status }) => status === 429).length;

/** Waits until nothing is stale, however long the pauses. */
async function untilUpToDate() {
  const stale = () =>
    world.database.db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM outbox_threads WHERE desired_version > applied_version`;
  while ((await stale())[0]?.n !== 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Calls of one process at once: so many are under way when the first is refused. */
const AT_ONCE = 8;

test('300 urgent updates in two processes, where Slack takes 50 a minute: hardly one is refused after the first pause', async () => {
  // Slack's minute takes a second here, and a pace is as much shorter.
  const minuteMs = 1_000;
  world = await makeWorld({ rateLimits: true, minuteMs, channelPaceMs: 1, channelBurst: 1_000 });
  const subjects = await postCards(300);
  await changeAll(subjects, 'acknowledged');
  for (const delivery of [1, 2].map(() => world.deliver({ paceMs: minuteMs / 60 }))) delivery.wake();
  await untilUpToDate();
  const { world: slack } = world.sandbox.core;
  const shown = CHANNELS.flatMap((name) => messagesIn(slack, world.id(name)).map(({ text }) => text));
  expect(shown).toEqual(Array(300).fill('acknowledged'));
  // What was under way, and a few more on a busy machine; without the gentle start it is thirty and more.
  expect(refused('chat.update')).toBeLessThanOrEqual(3 * AT_ONCE);
}, 60_000);

test('after a pause urgent updates go one by one, before those for which nobody waits', async () => {
  world = await makeWorld();
  const subjects = await postCards(8);
  await changeAll(subjects.slice(0, 4), 'calm', false);
  await changeAll(subjects.slice(4), 'urgent');
  await pauseMethod({ db: world.database.db, paceMs: 60_000 }, world.ctx.workspace, 'chat.update', 0);
  const delivery = world.deliver({ paceMs: 60_000 });
  for (let turn = 1; turn <= 6; turn += 1) {
    await delivery.runOnce();
    expect(calls('chat.update').length).toBe(turn);
    await delivery.runOnce();
    expect(calls('chat.update').length).toBe(turn);
    await world.database.pool.query(
      `UPDATE outbox_lanes SET next_send_at = now() - interval '1 second' WHERE key = 'chat.update'`,
    );
  }
  expect(calls('chat.update').map(({ args }) => args['text'])).toEqual([
    ...Array.from({ length: 4 }, () => 'urgent'),
    'calm',
    'calm',
  ]);
});

test('refusals that were under way together are one; one in the gentle time after it makes the gap wider', async () => {
  world = await makeWorld();
  const { db, pool } = world.database;
  const pause = () => pauseMethod({ db, paceMs: 1_000 }, world.ctx.workspace, 'chat.update', 30_000);
  const gap = async () => (await db.outboxLane.findFirstOrThrow({ where: { key: 'chat.update' } })).gapMs;
  for (let n = 0; n < 8; n += 1) await pause();
  expect(await gap()).toBe(1_200);
  await pool.query(`UPDATE outbox_lanes SET paused_until = now() - interval '1 second'`);
  for (let n = 0; n < 8; n += 1) await pause();
  expect(await gap()).toBe(2_400);
  await pool.query(
    `UPDATE outbox_lanes SET paused_until = now() - interval '1 hour', gentle_until = now() - interval '1 hour'`,
  );
  await pause();
  expect(await gap()).toBe(1_200);
});

test('a turn that was not needed is given back, unless others have taken the next', async () => {
  world = await makeWorld();
  const { db } = world.database;
  const { workspace } = world.ctx;
  await pauseMethod({ db, paceMs: 60_000 }, workspace, 'chat.update', 0);
  const next = async () => (await db.outboxLane.findFirstOrThrow()).nextSendAt;
  const earlier = await next();
  const turn = new Date(earlier.getTime() + 60_000);
  await db.outboxLane.updateMany({ data: { nextSendAt: turn } });
  await giveBackTurn(db, workspace, 'chat.update', earlier);
  await giveBackTurn(db, workspace, 'chat.update', null);
  expect(await next()).toEqual(turn);
  await giveBackTurn(db, workspace, 'chat.update', turn);
  expect((await next()).getTime()).toBeLessThan(turn.getTime());
});

test('who reads a channel is limited for the workspace: all its channels wait for that, and nothing else does', async () => {
  world = await makeWorld();
  world.sandbox.faults.rateLimit({ method: 'conversations.info', retryAfter: 600, times: 1 });
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'cs' }));
  await world.deliver().runOnce();
  await world.enqueue(
    world.message({ lane: 'cs', kind: 'note', dedupeKey: 'internal' }),
    world.message({ lane: 'sales', dedupeKey: 'sales' }),
    world.message({ lane: 'csm', dedupeKey: 'dm' }),
  );
  // Another process, which has not heard of it.
  await world.deliver().runOnce();
  expect(calls('conversations.info').length).toBe(1);
  expect(world.sandbox.posts.map(({ text }) => text).toSorted()).toEqual(['dm', 'internal']);
  await world.timePasses();
  await world.deliver().runOnce();
  expect(world.sandbox.posts.map(({ text }) => text).toSorted()).toEqual(['cs', 'dm', 'internal', 'sales']);
});

test('a pause of updates holds up no removal, and a pause of removals no update', async () => {
  world = await makeWorld();
  const [gone, stays] = await postCards(2);
  world.sandbox.channel('cs').members.add(world.id('visitor'));
  await transact(world.ctx, (tx) => recheckReaders(tx, world.id('cs')));
  await changeAll([stays ?? { type: '', id: '' }], 'acknowledged');
  const updates = world.sandbox.faults.rateLimit({ method: 'chat.update', retryAfter: 600 });
  const removals = world.sandbox.faults.rateLimit({ method: 'chat.delete', retryAfter: 600 });
  const delivery = world.deliver();
  await delivery.runOnce();
  expect([updates.hits, removals.hits]).toEqual([1, 1]);
  updates.stop();
  removals.stop();
  await world.database.pool.query(
    `UPDATE outbox_lanes SET paused_until = now() - interval '1 second', next_send_at = now() - interval '1 second'
      WHERE key = 'chat.delete'`,
  );
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual([]);
  expect(calls('chat.update').length).toBe(1);
  expect(gone).toBeDefined();
});
