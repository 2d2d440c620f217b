import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { messagesIn } from '../../sandbox/state.ts';
import { adopt } from '../../src/outbox/doubt/adopt.ts';
import { unblockLane } from '../../src/outbox/readers/block.ts';
import { forgetLeftBehind } from '../../src/outbox/readers/left-behind.ts';
import { recheckReaders } from '../../src/outbox/refresh.ts';
import { transact } from '../../src/platform/transact.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  world.sandbox.admin.addChannel({ name: 'deals', private: true, members: ['csm', 'rep'], app: true });
});
afterEach(() => world.close());

const THREAD = 'handoff:1:card';

/** As its people see it, whether the app is there or not. */
const stands = (channel: string) =>
  messagesIn(world.sandbox.core.world, world.id(channel)).map(({ text }) => text);

const leftBehind = () => world.database.db.outboxLeftBehind.count();

async function postCard(channel = 'deals') {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  await world.enqueue(
    world.message({ lane: channel, thread: THREAD, subject, dedupeKey: 'root' }),
    world.message({ lane: channel, thread: THREAD, root: false, dedupeKey: 'reply' }),
  );
  await world.deliver().runOnce();
  return subject;
}

/** Somebody presses a button elsewhere. */
async function changes(subject: { type: string; id: string }, text: string) {
  world.words.set(subject.id, text);
  await world.refresh(subject, true);
  await world.deliver().runOnce();
}

const opens = (channel: string) =>
  transact(world.ctx, async (tx) => {
    await unblockLane(tx, world.id(channel));
    await recheckReaders(tx, world.id(channel));
  });

test('the card in a channel that threw Baton out goes once Baton is back, and what was said under it when others come', async () => {
  const subject = await postCard();
  world.fallback.of = world.id('csm');
  world.sandbox.admin.remove('deals', 'app');
  await changes(subject, 'acknowledged');
  expect(await world.said('csm')).toEqual(['acknowledged']);
  expect(stands('deals')).toEqual(['submitted', 'reply']);
  world.sandbox.admin.invite('deals', 'app');
  await opens('deals');
  await world.deliver().runOnce();
  expect(stands('deals')).toEqual(['reply']);
  world.sandbox.channel('deals').members.add(world.id('visitor'));
  await transact(world.ctx, (tx) => recheckReaders(tx, world.id('deals')));
  await world.deliver().runOnce();
  expect(stands('deals')).toEqual([]);
  expect(await leftBehind()).toBe(0);
});

test('a guest who joined meanwhile: all that was left there is taken down when the channel opens', async () => {
  const subject = await postCard();
  world.fallback.of = world.id('csm');
  world.sandbox.admin.remove('deals', 'app');
  await changes(subject, 'acknowledged');
  world.sandbox.channel('deals').members.add(world.id('visitor'));
  world.sandbox.admin.invite('deals', 'app');
  await opens('deals');
  await world.deliver().runOnce();
  expect(stands('deals')).toEqual([]);
});

test('a card that stood untouched while Baton was away is taken down, if a guest came meanwhile', async () => {
  await postCard();
  world.sandbox.admin.remove('deals', 'app');
  world.sandbox.channel('deals').members.add(world.id('visitor'));
  world.sandbox.admin.invite('deals', 'app');
  await opens('deals');
  await world.deliver().runOnce();
  expect(stands('deals')).toEqual([]);
});

test('what is left in an archived channel is tried again now and then, since the event that it is open may be lost', async () => {
  const subject = await postCard('cs');
  world.fallback.of = world.id('csm');
  world.sandbox.admin.archive('cs');
  const archived = world.sandbox.faults.error('is_archived', { method: 'chat.delete' });
  await changes(subject, 'acknowledged');
  await world.timePasses();
  await world.deliver().runOnce();
  expect(stands('cs')).toEqual(['submitted', 'reply']);
  expect(archived.hits).toBe(2);
  archived.stop();
  world.sandbox.admin.unarchive('cs');
  await world.timePasses();
  await world.deliver().runOnce();
  expect(stands('cs')).toEqual(['reply']);
});

test('a channel that is open again is found to be so without an event, and takes new messages', async () => {
  world.sandbox.admin.archive('cs');
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'kept' }));
  await world.deliver().runOnce();
  expect((await world.rows())['kept']?.state).toBe('blocked');
  await world.timePasses();
  await world.deliver().runOnce();
  expect((await world.rows())['kept']?.state).toBe('blocked');
  world.sandbox.admin.unarchive('cs');
  await world.timePasses();
  await world.deliver().runOnce();
  expect(await world.said('cs')).toEqual(['kept']);
});

test('a card with nowhere else to go is brought up to date when its channel opens', async () => {
  const subject = await postCard('cs');
  world.sandbox.admin.archive('cs');
  await changes(subject, 'finished');
  world.sandbox.admin.unarchive('cs');
  await opens('cs');
  await world.deliver().runOnce();
  expect(await world.said('cs')).toEqual(['finished', 'finished > reply']);
});

/** The first copy of a post that was not answered, where Baton may not look for it. */
async function postTwice() {
  for (const scope of ['channels:history', 'groups:history', 'im:history']) world.sandbox.revokeScope(scope);
  world.sandbox.faults.drop({ times: 1 });
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  await world.enqueue(world.message({ lane: 'cs', subject, dedupeKey: 'card' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  const [first] = world.sandbox.posts;
  const { id: messageId } = await world.database.db.outboxMessage.findFirstOrThrow();
  return { delivery, subject, seen: { channel: world.id('cs'), ts: first?.ts ?? '', messageId } };
}

test('somebody presses a button in the first copy of a card that was said twice: it goes, and the other stays', async () => {
  const { delivery, seen } = await postTwice();
  await world.timePasses();
  await delivery.runOnce();
  await world.timePasses();
  await delivery.runOnce();
  expect(stands('cs')).toEqual(['submitted', 'submitted']);
  await adopt(world.ctx, seen);
  await delivery.runOnce();
  expect(stands('cs')).toEqual(['submitted']);
  expect(messagesIn(world.sandbox.core.world, world.id('cs'))[0]?.ts).not.toBe(seen.ts);
});

test('somebody presses a button in a card that was not heard to be posted: it is not said twice, and shows the latest', async () => {
  const { delivery, subject, seen } = await postTwice();
  world.words.set(subject.id, 'acknowledged');
  await adopt(world.ctx, seen);
  await world.timePasses();
  await delivery.runOnce();
  expect((await world.rows())['card']?.state).toBe('sent');
  expect(stands('cs')).toEqual(['acknowledged']);
});

test('somebody presses a button in a card that was held: what was to be said under it is said after all', async () => {
  const { delivery, seen } = await postTwice();
  await world.enqueue(
    world.message({ lane: 'cs', thread: 'thread card', root: false, dedupeKey: 'under it' }),
  );
  await world.database.pool.query(
    `UPDATE outbox_messages SET state = CASE WHEN is_root THEN 'held' ELSE 'skipped' END::message_state,
            error = CASE WHEN is_root THEN 'unknown_outcome' ELSE 'no_root' END, lease_token = NULL, lease_until = NULL`,
  );
  await adopt(world.ctx, seen);
  await world.timePasses();
  await delivery.runOnce();
  expect(stands('cs')).toEqual(['submitted', 'under it']);
});

test('a press in a message that is known where it stands changes nothing, nor does one that names a row of others', async () => {
  await postCard();
  const { id: messageId, slackTs } = await world.database.db.outboxMessage.findFirstOrThrow({
    where: { isRoot: true },
  });
  const seen = { channel: world.id('deals'), ts: slackTs ?? '', messageId };
  await adopt(world.ctx, seen);
  await adopt(
    { ...world.ctx, workspace: { ...world.ctx.workspace, id: randomUUID() } },
    { ...seen, ts: '1.1' },
  );
  await adopt(world.ctx, { ...seen, messageId: randomUUID() });
  expect(await world.deliver().runOnce()).toBe(0);
  expect(await leftBehind()).toBe(0);
  expect(stands('deals')).toEqual(['submitted', 'reply']);
});

test('what was left in a channel that has not opened for a year is given up', async () => {
  const subject = await postCard();
  world.fallback.of = world.id('csm');
  world.sandbox.admin.remove('deals', 'app');
  await changes(subject, 'acknowledged');
  const { db, pool } = world.database;
  await forgetLeftBehind({ db, served: world.served });
  expect(await leftBehind()).toBe(2);
  await pool.query(`UPDATE outbox_left_behind SET left_at = now() - interval '13 months'`);
  await forgetLeftBehind({ db, served: world.served });
  expect(await leftBehind()).toBe(0);
});

/** What waits for time alone is done, however often that takes. */
async function timePasses(times = 6) {
  for (let n = 0; n < times; n += 1) {
    await world.timePasses();
    await world.deliver().runOnce();
  }
}

async function guestJoins(channel = 'deals') {
  world.sandbox.channel(channel).members.add(world.id('visitor'));
  await transact(world.ctx, (tx) => recheckReaders(tx, world.id(channel)));
}

test('a reply that was not heard to be posted is looked for where it was sent, and taken down there once others read it', async () => {
  world.fallback.of = world.id('csm');
  await world.enqueue(world.message({ lane: 'deals', thread: THREAD, dedupeKey: 'root' }));
  await world.deliver().runOnce();
  world.sandbox.faults.drop({ times: 1 });
  await world.enqueue(world.message({ lane: 'deals', thread: THREAD, root: false, dedupeKey: 'reply' }));
  await world.deliver().runOnce();
  expect((await world.rows())['reply']?.state).toBe('uncertain');
  expect(stands('deals').length).toBe(2);
  await guestJoins();
  await timePasses();
  expect(stands('deals')).toEqual([]);
  expect(await leftBehind()).toBe(0);
});

test('a reply recorded in a channel that its thread has left is taken down there once others read it', async () => {
  world.fallback.of = world.id('csm');
  await world.enqueue(world.message({ lane: 'deals', thread: THREAD, dedupeKey: 'root' }));
  const [one, other] = [world.deliver(), world.deliver()];
  await one.runOnce();
  const slow = world.sandbox.faults.slow(1_000, { method: 'chat.postMessage', times: 1 });
  await world.enqueue(world.message({ lane: 'deals', thread: THREAD, root: false, dedupeKey: 'reply' }));
  const underWay = one.runOnce();
  while (slow.hits === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const hidden = world.sandbox.faults.error('missing_scope', { method: 'conversations.info' });
  await world.refresh({ type: 'handoff', id: '00000000-0000-7000-8000-000000000000' });
  await world.database.pool.query(`UPDATE outbox_lanes SET not_private = 'readers_unknown'`);
  await world.database.pool.query(
    `UPDATE outbox_threads SET desired_version = desired_version + 1, not_before = now()`,
  );
  await other.runOnce();
  await underWay;
  hidden.stop();
  await guestJoins();
  await timePasses(3);
  expect(stands('deals')).toEqual([]);
});

test('a channel that is closed, and that nothing waits for, is looked at once', async () => {
  await transact(world.ctx, (tx) => recheckReaders(tx, 'C0NOTHERE'));
  await world.database.pool.query(`UPDATE outbox_lanes SET recheck_until = now()`);
  await timePasses(3);
  expect(world.sandbox.traffic.calls('conversations.info').length).toBe(1);
});
