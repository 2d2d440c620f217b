import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unblockLane } from '../../src/outbox/block.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { refreshLane } from '../../src/outbox/refresh.ts';
import { transact } from '../../src/platform/transact.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  world.fallback.of = world.id('csm');
});
afterEach(() => world.close());

test('archived channel, nobody told: the admins hear once and the messages go to a person', async () => {
  world.sandbox.admin.archive('cs');
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread, dedupeKey: 'reply', root: false }),
    world.message({ lane: 'cs', dedupeKey: 'other' }),
  );
  await world.deliver().runOnce();
  expect(world.told).toEqual([{ lane: world.id('cs'), reason: 'is_archived' }]);
  expect((await world.said('csm')).toSorted()).toEqual(['other', 'root', 'root > reply']);
});

test('a notice to the admins that fails leaves the channel open, to be closed and told again', async () => {
  world.sandbox.admin.archive('cs');
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'root' }));
  let calls = 0;
  const delivery = world.deliver({
    onLaneBlocked: async (ctx, { lane }) => {
      calls += 1;
      if (calls === 1) throw new Error('killed here');
      await enqueue(ctx, [world.message({ lane: 'lead', kind: 'note', dedupeKey: `closed:${lane}` })]);
    },
  });
  await delivery.runOnce();
  expect((await world.database.db.outboxLane.findFirstOrThrow()).blockedAt).toBeNull();
  for (let n = 0; n < 3; n += 1) {
    await world.timePasses();
    await delivery.runOnce();
  }
  expect(await world.said('lead')).toEqual([`closed:${world.id('cs')}`]);
  expect(await world.said('csm')).toEqual(['root']);
});

test('replies to a card in a channel that was closed since follow the card into the DM', async () => {
  const thread = 'handoff:1:card';
  const delivery = world.deliver();
  await world.enqueue(world.message({ lane: 'cs', thread, dedupeKey: 'root' }));
  await delivery.runOnce();
  world.sandbox.admin.archive('cs');
  await world.enqueue(world.message({ lane: 'cs', thread, dedupeKey: 'reply', root: false }));
  await delivery.runOnce();
  await world.enqueue(world.message({ lane: 'cs', thread, dedupeKey: 'later', root: false }));
  await delivery.runOnce();
  expect(await world.said('csm')).toEqual(['root', 'root > reply', 'root > later']);
});

test('what has nowhere to go is kept as blocked, and goes out when the channel opens again', async () => {
  world.fallback.of = null;
  world.sandbox.admin.archive('cs');
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'kept' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  expect((await world.rows())['kept']).toMatchObject({ state: 'blocked', error: 'is_archived' });
  world.sandbox.admin.unarchive('cs');
  await transact(world.ctx, (tx) => unblockLane(tx, world.id('cs')));
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['kept']);
});

test('a fallback that is closed too ends in blocked, not in a circle', async () => {
  world.sandbox.admin.archive('cs');
  world.sandbox.faults.error('user_disabled', { method: 'chat.postMessage', channel: 'csm' });
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'nobody' }));
  await world.deliver().runOnce();
  expect((await world.rows())['nobody']).toMatchObject({ state: 'blocked', lane: world.id('csm') });
});

test('a public channel is joined, a private one cannot be and is closed', async () => {
  await world.enqueue(
    world.message({ lane: 'outside', kind: 'note', dedupeKey: 'public' }),
    world.message({ lane: 'closed-doors', kind: 'note', dedupeKey: 'private' }),
  );
  await world.deliver().runOnce();
  expect(world.sandbox.posts.find((post) => post.channel === world.id('outside'))?.text).toBe('public');
  expect(await world.said('csm')).toEqual(['private']);
  expect(world.told.map((each) => each.lane)).toEqual([world.id('closed-doors')]);
});

test('nothing about a customer is posted where another company or a guest reads', async () => {
  world.sandbox.admin.share('cs');
  world.sandbox.admin.share('sales', { pending: true });
  await world.enqueue(
    world.message({ lane: 'cs', dedupeKey: 'shared' }),
    world.message({ lane: 'sales', dedupeKey: 'invited' }),
    world.message({ lane: 'with-guest', dedupeKey: 'guest' }),
    world.message({ lane: 'with-guest', kind: 'note', dedupeKey: 'internal' }),
  );
  await world.deliver().runOnce();
  expect((await world.said('csm')).toSorted()).toEqual(['guest', 'invited', 'shared']);
  expect(world.sandbox.posts.filter((post) => post.channel.startsWith('C')).map((post) => post.text)).toEqual(
    ['internal'],
  );
  expect(world.told.map(({ lane, reason }) => `${reason} ${lane}`).toSorted()).toEqual(
    ['cs', 'sales', 'with-guest'].map((name) => `shared ${world.id(name)}`).toSorted(),
  );
});

test('a channel that we may not ask about counts as shared', async () => {
  world.sandbox.revokeScope('channels:read');
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'card' }));
  await world.deliver().runOnce();
  expect(await world.said('csm')).toEqual(['card']);
});

test('a channel that does not answer is asked again, and nothing is posted meanwhile', async () => {
  const fault = world.sandbox.faults.serverError({ method: 'conversations.info' });
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'card' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  expect(world.sandbox.posts).toEqual([]);
  fault.stop();
  await world.timePasses();
  await delivery.runOnce();
  expect(world.sandbox.posts.map((post) => post.channel)).toEqual([world.id('cs')]);
});

test('when a channel becomes shared, its cards are taken down there and go on in a DM', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, subject, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread, root: false, dedupeKey: 'reply' }),
  );
  await world.deliver().runOnce();
  world.sandbox.admin.share('cs');
  await transact(world.ctx, (tx) => refreshLane(tx, world.id('cs')));
  await world.timePasses();
  await world.deliver().runOnce();
  expect(await world.said('cs')).toEqual([]);
  expect(await world.said('csm')).toEqual(['submitted']);
});
