import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unblockWorkspaces } from '../../src/workspaces/workspace.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

test('a root goes out before its replies, and they hang under it', async () => {
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread, dedupeKey: 'first', root: false }),
    world.message({ lane: 'cs', thread, dedupeKey: 'second', root: false }),
  );
  expect(await world.deliver().runOnce()).toBe(3);
  expect(await world.said('cs')).toEqual(['root', 'root > first', 'root > second']);
});

test('a lane named by a person is their DM, and replies follow into it', async () => {
  const thread = 'handoff:1:dm';
  await world.enqueue(
    world.message({ lane: 'csm', thread, dedupeKey: 'root' }),
    world.message({ lane: 'csm', thread, dedupeKey: 'reply', root: false }),
  );
  await world.deliver().runOnce();
  expect(await world.said('csm')).toEqual(['root', 'root > reply']);
});

test('every post carries its delivery id and a text', async () => {
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'one' }));
  await world.deliver().runOnce();
  const { id } = await world.database.db.outboxMessage.findFirstOrThrow();
  expect(world.sandbox.posts.map((post) => post.metadata)).toEqual([
    { event_type: 'baton_delivery', event_payload: { delivery_id: id } },
  ]);
  expect(world.sandbox.traffic.violations).toEqual([]);
});

test('what has nothing left to say is skipped, and its replies with it', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, null);
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, subject, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread, dedupeKey: 'reply', root: false }),
  );
  await world.deliver().runOnce();
  expect(world.sandbox.posts).toEqual([]);
  expect(await world.rows()).toMatchObject({
    root: { state: 'skipped', error: null },
    reply: { state: 'skipped', error: 'no_root' },
  });
});

test('a message held until later waits for business time, and holds back only what hangs under it', async () => {
  const holdUntil = new Date(world.clock.now().getTime() + 3_600_000);
  await world.enqueue(
    world.message({ lane: 'cs', thread: 'held', dedupeKey: 'root', holdUntil }),
    world.message({ lane: 'cs', thread: 'held', dedupeKey: 'reply', root: false }),
    world.message({ lane: 'cs', dedupeKey: 'free' }),
  );
  const delivery = world.deliver();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['free']);
  world.clock.offsetMs += 3_600_001;
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['free', 'root', 'root > reply']);
});

test('what is held until later stays so in a process whose clock is ahead', async () => {
  const ahead = 2 * 3_600_000;
  const holdUntil = new Date(world.clock.now().getTime() + ahead / 2);
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'held', holdUntil }));
  const clock = {
    now: () => new Date(world.clock.now().getTime() + ahead),
    wall: () => new Date(world.clock.wall().getTime() + ahead),
  };
  await world.deliver({ clock }).runOnce();
  expect(world.sandbox.posts).toEqual([]);
});

test('a channel gets one message at a time, at its pace, and the others do not wait for it', async () => {
  for (const dedupeKey of ['c1', 'c2', 'c3']) await world.enqueue(world.message({ lane: 'cs', dedupeKey }));
  await world.enqueue(world.message({ lane: 'sales', dedupeKey: 's1' }));
  const delivery = world.deliver({ paceMs: 60_000 });
  expect(await delivery.runOnce()).toBe(2);
  expect(await delivery.runOnce()).toBe(0);
  await world.timePasses();
  expect(await delivery.runOnce()).toBe(1);
});

test('429 delays every team: only the channel that was told to wait waits', async () => {
  world.sandbox.faults.rateLimit({ method: 'chat.postMessage', channel: 'cs', retryAfter: 600, times: 1 });
  await world.enqueue(
    world.message({ lane: 'cs', dedupeKey: 'slowed' }),
    world.message({ lane: 'sales', dedupeKey: 'sales' }),
    world.message({ lane: 'csm', dedupeKey: 'dm' }),
  );
  const delivery = world.deliver({ paceMs: 1 });
  await delivery.runOnce();
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'behind it' }));
  await delivery.runOnce();
  expect(await world.said('sales')).toEqual(['sales']);
  expect(await world.said('csm')).toEqual(['dm']);
  expect(await world.said('cs')).toEqual([]);
  expect((await world.rows())['slowed']).toMatchObject({ state: 'pending', attempt: 0 });
  await world.timePasses();
  await delivery.runOnce();
  await world.timePasses();
  await delivery.runOnce();
  expect((await world.said('cs')).toSorted()).toEqual(['behind it', 'slowed']);
});

test('a payload that Slack would refuse is dead and kept, and does not stop its channel', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, '');
  await world.enqueue(
    world.message({ lane: 'cs', subject, dedupeKey: 'broken' }),
    world.message({ lane: 'cs', dedupeKey: 'fine' }),
  );
  await world.deliver().runOnce();
  expect((await world.rows())['broken']).toMatchObject({ state: 'dead', error: 'invalid_payload' });
  expect(await world.said('cs')).toEqual(['fine']);
});

test('a kind nobody knows waits, as after a deployment that was taken back', async () => {
  await world.enqueue(world.message({ lane: 'cs', kind: 'newer', dedupeKey: 'newer' }));
  await world.deliver().runOnce();
  expect((await world.rows())['newer']).toMatchObject({
    state: 'pending',
    error: 'unknown_kind',
    attempt: 1,
  });
});

test('Slack out of reach: nothing is in doubt, and everything goes out afterwards', async () => {
  await world.enqueue(world.message({ lane: 'cs', kind: 'note', dedupeKey: 'one' }));
  await world.sandbox.faults.away('refuse');
  const delivery = world.deliver();
  await delivery.runOnce();
  expect((await world.rows())['one']).toMatchObject({ state: 'pending', error: 'ECONNREFUSED' });
  await world.sandbox.faults.away(false);
  await world.timePasses();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['one']);
});

test('two processes deliver each message once', async () => {
  const messages = Array.from({ length: 60 }, (_, n) =>
    world.message({ lane: ['cs', 'sales', 'csm', 'rep'][n % 4] ?? 'cs', dedupeKey: `m${n}` }),
  );
  await world.enqueue(...messages);
  const [one, two] = [world.deliver(), world.deliver()];
  await Promise.all([one.runOnce(), two.runOnce()]);
  await one.runOnce();
  expect(world.sandbox.posts.map((post) => post.text).toSorted()).toEqual(
    messages.map((each) => each.dedupeKey).toSorted(),
  );
});

test('stopping finishes what is in flight and puts back the rest', async () => {
  world.sandbox.faults.slow(300, { method: 'chat.postMessage' });
  await world.enqueue(
    ...Array.from({ length: 40 }, (_, n) => world.message({ lane: 'cs', kind: 'note', dedupeKey: `m${n}` })),
  );
  const delivery = world.deliver();
  delivery.wake();
  while (world.sandbox.posts.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await delivery.stop();
  const states = Object.values(await world.rows()).map((row) => row.state);
  expect(new Set(states)).toEqual(new Set(['sent', 'pending']));
  expect(states.filter((state) => state === 'sent').length).toBe(world.sandbox.posts.length);
});

test('a message is delivered when delivery is woken, and a paced one follows by itself', async () => {
  await world.enqueue(
    world.message({ lane: 'cs', dedupeKey: 'one' }),
    world.message({ lane: 'cs', dedupeKey: 'two' }),
  );
  const delivery = world.deliver({ paceMs: 100 });
  delivery.wake();
  while (world.sandbox.posts.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(world.sandbox.posts.map((post) => post.text)).toEqual(['one', 'two']);
});

test('a workspace whose token is dead stands still, and goes on once it works', async () => {
  await world.enqueue(world.message({ lane: 'cs', kind: 'note', dedupeKey: 'one' }));
  world.sandbox.faults.revokeToken();
  const delivery = world.deliver();
  await delivery.runOnce();
  const workspace = () => world.database.db.workspace.findFirstOrThrow();
  expect(await workspace()).toMatchObject({ state: 'blocked', blockedReason: 'token_revoked' });
  expect(await delivery.runOnce()).toBe(0);
  world.sandbox.faults.revokeToken(false);
  await unblockWorkspaces({ db: world.database.db, served: world.served, log: world.ctx.log });
  expect((await workspace()).state).toBe('active');
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['one']);
});
