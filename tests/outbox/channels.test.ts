import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { unblockLane } from '../../src/outbox/readers/block.ts';
import { recheckReaders } from '../../src/outbox/refresh.ts';
import { hasOutsiders } from '../../src/people/sync-people.ts';
import { listen } from '../../src/platform/database/listen.ts';
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

async function share(channel: string) {
  world.sandbox.admin.share(channel);
  await transact(world.ctx, (tx) => recheckReaders(tx, world.id(channel)));
}

test('when a channel becomes shared, its cards are taken down there and go on in a DM', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, subject, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread, root: false, dedupeKey: 'reply' }),
  );
  const delivery = world.deliver();
  const { url } = world.database;
  const listening = await listen({ url, log: world.ctx.log }, { baton_outbox: delivery.wake });
  await delivery.runOnce();
  await share('cs');
  while ((await world.said('csm')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await listening.close();
  expect(await world.said('cs')).toEqual([]);
  expect(await world.said('csm')).toEqual(['submitted']);
});

test('a post that is under way while a channel becomes shared is taken down once it is recorded', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  await world.enqueue(world.message({ lane: 'cs', subject, dedupeKey: 'before' }));
  const deaf = world.deliver();
  await deaf.runOnce();
  const slow = world.sandbox.faults.slow(1_500, { method: 'chat.postMessage', channel: 'cs' });
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'under way' }));
  const running = deaf.runOnce();
  while (world.sandbox.posts.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  slow.stop();
  await share('cs');
  await world.deliver().runOnce();
  expect(await world.said('cs')).toEqual(['under way']);
  await running;
  await deaf.runOnce();
  expect(await world.said('cs')).toEqual([]);
  expect((await world.said('csm')).toSorted()).toEqual(['submitted', 'under way']);
});

test('a channel that somebody joined is looked at once more, when no process can still trust what it knew', async () => {
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'card' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  // Slack's list of members is behind its event.
  await transact(world.ctx, (tx) => recheckReaders(tx, world.id('cs')));
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['card']);
  world.sandbox.channel('cs').members.add(world.id('visitor'));
  await world.timePasses();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual([]);
});

test('a thread longer than one reading is taken down whole, after a pause that Slack asks for as well', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  const thread = 'handoff:1:card';
  await world.enqueue(
    world.message({ lane: 'cs', thread, subject, dedupeKey: 'root' }),
    ...Array.from({ length: 120 }, (_, n) =>
      world.message({ lane: 'cs', thread, root: false, dedupeKey: `reply ${n}` }),
    ),
  );
  await world.deliver().runOnce();
  world.fallback.of = null;
  await share('cs');
  const fault = world.sandbox.faults.rateLimit({ method: 'chat.delete', retryAfter: 30, times: 1 });
  await world.deliver().runOnce();
  fault.stop();
  await world.timePasses();
  await world.deliver().runOnce();
  expect(await world.said('cs')).toEqual([]);
  expect(world.sandbox.traffic.calls('chat.delete').length).toBe(122);
});

test('opening a lane that is open wakes nobody', async () => {
  const heard: string[] = [];
  const { url } = world.database;
  const listening = await listen({ url, log: world.ctx.log }, { baton_outbox: (word) => heard.push(word) });
  await transact(world.ctx, (tx) => unblockLane(tx, world.id('csm')));
  await transact(world.ctx, (tx) => recheckReaders(tx, world.id('cs')));
  while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await listening.close();
  expect(heard).toEqual([`${world.ctx.workspace.id} ${world.id('cs')}`]);
});

test('colleagues and apps whom no sync has seen are looked up before they count as outsiders', async () => {
  world.sandbox.admin.addPerson({ name: 'helper', bot: true });
  world.sandbox.admin.invite('cs', 'helper');
  await world.enqueue(
    world.message({ lane: 'cs', dedupeKey: 'colleagues' }),
    world.message({ lane: 'with-guest', dedupeKey: 'guest' }),
  );
  const limit = world.sandbox.faults.rateLimit({ method: 'users.info', retryAfter: 30, times: 1 });
  await world.deliver({ hasOutsiders }).runOnce();
  limit.stop();
  await world.timePasses();
  await world.deliver({ hasOutsiders }).runOnce();
  expect(await world.said('cs')).toEqual(['colleagues']);
  expect(await world.said('csm')).toEqual(['guest']);
  const met = await world.database.db.member.findMany({ where: { slackUserId: world.id('helper') } });
  expect(met).toMatchObject([{ isBot: true, isStranger: false }]);
});
