import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageKind } from '../../src/outbox/delivery.ts';
import { recheckReaders } from '../../src/outbox/refresh.ts';
import { transact } from '../../src/platform/transact.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const THREAD = 'handoff:1:card';

const readersChanged = () => transact(world.ctx, (tx) => recheckReaders(tx, world.id('cs')));

async function guestJoins() {
  world.sandbox.channel('cs').members.add(world.id('visitor'));
  await readersChanged();
}

async function guestLeaves() {
  world.sandbox.channel('cs').members.delete(world.id('visitor'));
  await readersChanged();
}

async function postCard() {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  await world.enqueue(
    world.message({ lane: 'cs', thread: THREAD, subject, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'reply' }),
  );
  await world.deliver().runOnce();
  return subject;
}

const cannotBeDrawn: MessageKind['render'] = async () => {
  throw new Error('a bug in a view');
};
const cannotBeSent: MessageKind['render'] = async () => ({ text: '', blocks: [] });

test.each([
  ['cannot be drawn', () => ({ card: { ...world.kinds.card, render: cannotBeDrawn } })],
  ['Slack would refuse', () => ({ card: { ...world.kinds.card, render: cannotBeSent } })],
])('a card that %s is taken down all the same where others read', async (_, kinds) => {
  const subject = await postCard();
  world.sandbox.channel('cs').members.add(world.id('visitor'));
  await world.refresh(subject, true);
  await world.deliver({ kinds: kinds() }).runOnce();
  expect(await world.said('cs')).toEqual([]);
});

test('a message of a kind that this version does not know is not made nor posted where others read', async () => {
  world.sandbox.channel('cs').members.add(world.id('visitor'));
  await world.enqueue(world.message({ lane: 'cs', kind: 'newer', dedupeKey: 'newer' }));
  await world.deliver().runOnce();
  expect((await world.rows())['newer']).toMatchObject({ state: 'withheld', error: 'not_private' });
});

test('all that stands in a channel is taken down at once, however much that is, and Slack is asked once who reads there', async () => {
  const { pool } = world.database;
  const lane = world.id('cs');
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'opens the lane' }));
  await world.deliver().runOnce();
  const threads = 1_100;
  await pool.query(
    `INSERT INTO outbox_threads (workspace_id, key, lane, kind, subject_type, subject_id, slack_channel, slack_ts, not_before)
     SELECT $1, 'old ' || n, $2, 'card', 'handoff', gen_random_uuid(), $2, '1.' || n, now()
       FROM generate_series(1, $3::int) n`,
    [world.ctx.workspace.id, lane, threads],
  );
  await pool.query(
    `INSERT INTO outbox_messages (id, workspace_id, dedupe_key, kind, subject_type, subject_id, data, lane, thread,
            seq, is_root, state, slack_channel, slack_ts, not_before, created_at, sent_at)
     SELECT gen_random_uuid(), t.workspace_id, t.key || ' ' || seq, 'card', t.subject_type, t.subject_id, '{}', t.lane, t.key,
            seq, seq = 1, 'sent', t.slack_channel, CASE seq WHEN 1 THEN t.slack_ts ELSE '2.' || t.key END, now(), now(), now()
       FROM outbox_threads t, generate_series(1, 2) seq WHERE t.key LIKE 'old %'`,
  );
  world.sandbox.traffic.clear();
  await guestJoins();
  await world.deliver({ paceMs: 60_000 }).runOnce();
  const removed = world.sandbox.traffic.calls('chat.delete').map(({ args }) => args['ts']);
  expect(new Set(removed).size).toBe(2 * threads + 1);
  expect(await world.database.db.outboxLeftBehind.count()).toBe(0);
  expect(world.sandbox.traffic.calls('conversations.info').length).toBe(1);
  // What nobody has to answer is not said again, to nobody.
  expect(world.sandbox.traffic.calls('chat.postMessage')).toEqual([]);
}, 60_000);

test('what nobody else can take is withheld while others read its channel, and each thread goes out in its order once they are gone', async () => {
  await guestJoins();
  await world.enqueue(
    world.message({ lane: 'cs', thread: THREAD, dedupeKey: 'root' }),
    world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'first' }),
  );
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'other' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  await world.enqueue(world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'second' }));
  await delivery.runOnce();
  expect(new Set(Object.values(await world.rows()).map(({ state }) => state))).toEqual(new Set(['withheld']));
  expect(world.told).toContainEqual({ lane: world.id('cs'), reason: 'shared' });
  await guestLeaves();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['root', 'root > first', 'root > second', 'other']);
});

test('a channel is looked at now and then, since the event that it is private again may be lost', async () => {
  await guestJoins();
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'card' }));
  const delivery = world.deliver();
  await delivery.runOnce();
  await world.timePasses();
  await delivery.runOnce();
  expect((await world.rows())['card']?.state).toBe('withheld');
  world.sandbox.channel('cs').members.delete(world.id('visitor'));
  await world.timePasses();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['card']);
});

test('a channel for which nothing waits is looked at seldom, and soon again once something was kept out of it', async () => {
  await postCard();
  await guestJoins();
  const delivery = world.deliver();
  const later = async () => {
    await world.timePasses();
    await delivery.runOnce();
  };
  await delivery.runOnce();
  await later();
  await world.database.pool.query(`UPDATE outbox_lanes SET recheck_until = now()`);
  await later();
  const { rows } = await world.database.pool.query(
    `SELECT count(*)::int AS soon FROM outbox_lanes WHERE recheck_at < now() + interval '1 hour'`,
  );
  expect(rows).toEqual([{ soon: 0 }]);
  // Slack's event that the guest has left is lost.
  world.sandbox.channel('cs').members.delete(world.id('visitor'));
  world.fallback.of = world.id('csm');
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'kept out' }));
  await delivery.runOnce();
  expect(await world.said('csm')).toEqual(['kept out']);
  await later();
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'let in' }));
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['let in']);
});

test.each(['withheld', 'blocked'] as const)(
  'a reply to a root that is %s waits for it, also in a channel that is open and private by now',
  async (state) => {
    await world.enqueue(world.message({ lane: 'cs', thread: THREAD, dedupeKey: 'root' }));
    await world.database.db.outboxMessage.updateMany({ data: { state } });
    await world.enqueue(world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'reply' }));
    const delivery = world.deliver();
    await delivery.runOnce();
    expect(world.sandbox.posts).toEqual([]);
    expect((await world.rows())['reply']).toMatchObject({ state, error: 'waits_for_root' });
    await world.timePasses();
    await delivery.runOnce();
    expect(await world.said('cs')).toEqual(['root', 'root > reply']);
  },
);

test('a reply whose root was never written is not said at all', async () => {
  await world.enqueue(world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'reply' }));
  await world.deliver().runOnce();
  expect((await world.rows())['reply']).toMatchObject({ state: 'skipped', error: 'no_root' });
});

test('a card that was taken down is said anew, as it reads now, before the news that comes once it is private', async () => {
  const subject = await postCard();
  await guestJoins();
  const delivery = world.deliver();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual([]);
  await world.enqueue(world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'news' }));
  await delivery.runOnce();
  expect((await world.rows())['news']?.state).toBe('withheld');
  world.words.set(subject.id, 'accepted');
  await guestLeaves();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['accepted', 'accepted > news']);
});

test('a card that was taken down and that nobody waits for stays gone when its channel is private again', async () => {
  await postCard();
  await guestJoins();
  const delivery = world.deliver();
  await delivery.runOnce();
  await guestLeaves();
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual([]);
  expect((await world.rows())['root']).toMatchObject({ state: 'skipped', error: 'taken_down' });
});

test('what Slack will not tell holds back what is new, and takes nothing down as long as nobody came', async () => {
  const subject = await postCard();
  world.sandbox.revokeScope('channels:read');
  await world.enqueue(
    world.message({ lane: 'cs', dedupeKey: 'new' }),
    world.message({ lane: 'cs', thread: THREAD, root: false, dedupeKey: 'news' }),
  );
  world.words.set(subject.id, 'accepted');
  await world.refresh(subject, true);
  const delivery = world.deliver();
  await delivery.runOnce();
  expect(await world.rows()).toMatchObject({ new: { state: 'withheld' }, news: { state: 'withheld' } });
  expect(world.told).toContainEqual({ lane: world.id('cs'), reason: 'readers_unknown' });
  world.sandbox.grantScope('channels:read');
  expect(await world.said('cs')).toEqual(['submitted', 'submitted > reply']);
  // What is held is let go by a look; what stands there may be brought up to date by the run after it.
  for (let run = 0; run < 2; run += 1) {
    await world.timePasses();
    await delivery.runOnce();
  }
  expect(await world.said('cs')).toEqual(['accepted', 'accepted > reply', 'accepted > news', 'new']);
  world.sandbox.revokeScope('channels:read');
  await readersChanged();
  await delivery.runOnce();
  world.sandbox.grantScope('channels:read');
  expect(await world.said('cs')).toEqual([]);
});
