import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSlack } from '../../src/platform/slack/slack.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const updates = () => world.sandbox.traffic.calls('chat.update');
const thread = () => world.database.db.outboxThread.findFirstOrThrow();

async function posted(text: string, lane = 'cs') {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, text);
  await world.enqueue(world.message({ lane, subject, dedupeKey: subject.id }));
  await world.deliver().runOnce();
  return subject;
}

test('many changes of a subject are one update, with the latest state', async () => {
  const subject = await posted('submitted');
  for (const text of ['acknowledged', 'returned', 'accepted']) {
    world.words.set(subject.id, text);
    await world.refresh(subject);
  }
  await world.deliver().runOnce();
  expect(updates().length).toBe(1);
  expect(await world.said('cs')).toEqual(['accepted']);
  expect(await world.deliver().runOnce()).toBe(0);
});

test('a change made before the root is posted needs no update', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  await world.enqueue(world.message({ lane: 'cs', subject }));
  world.words.set(subject.id, 'acknowledged');
  await world.refresh(subject);
  await world.deliver().runOnce();
  expect(updates()).toEqual([]);
  expect(await world.said('cs')).toEqual(['acknowledged']);
});

test('a change made while the root is being posted is not lost', async () => {
  const subject = { type: 'handoff', id: randomUUID() };
  world.words.set(subject.id, 'submitted');
  await world.enqueue(world.message({ lane: 'cs', subject }));
  world.sandbox.faults.slow(200, { method: 'chat.postMessage' });
  const delivery = world.deliver();
  const running = delivery.runOnce();
  while (world.sandbox.posts.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  world.words.set(subject.id, 'acknowledged');
  await world.refresh(subject);
  await running;
  await delivery.runOnce();
  expect(await world.said('cs')).toEqual(['acknowledged']);
});

test('clicks stop re-rendering behind a backlog: of 10,000 stale messages and one click, the click is among the next two calls', async () => {
  const clicked = await posted('submitted');
  const { pool } = world.database;
  await pool.query(
    `INSERT INTO outbox_threads (workspace_id, key, lane, next_seq, kind, subject_type, subject_id, slack_channel, slack_ts, desired_version, not_before)
     SELECT workspace_id, 'stale ' || n, lane, 2, kind, subject_type, gen_random_uuid(), slack_channel, slack_ts, 1, now() - interval '1 day'
       FROM outbox_threads, generate_series(1, 10000) n`,
  );
  await pool.query(
    `INSERT INTO outbox_messages (id, workspace_id, dedupe_key, kind, subject_type, subject_id, data, lane, thread, seq, is_root, state, not_before, created_at)
     SELECT gen_random_uuid(), t.workspace_id, t.key, t.kind, t.subject_type, t.subject_id, '{"text":"stale"}', t.lane, t.key, 1, TRUE, 'sent', now(), now()
       FROM outbox_threads t WHERE t.key LIKE 'stale %'`,
  );
  await world.refresh({ type: 'handoff', id: randomUUID() });
  world.words.set(clicked.id, 'acknowledged');
  await world.refresh(clicked, true);
  await world.deliver({ paceMs: 60_000 }).runOnce();
  expect(
    updates()
      .slice(0, 2)
      .map((call) => call.args['text']),
  ).toContain('acknowledged');
  expect(updates().length).toBe(2);
});

test('an update that was not answered is followed by the latest, and once more after it', async () => {
  const subject = await posted('submitted');
  world.words.set(subject.id, 'acknowledged');
  await world.refresh(subject, true);
  world.sandbox.faults.drop({ method: 'chat.update', times: 1 });
  const delivery = world.deliver();
  await delivery.runOnce();
  expect(await thread()).toMatchObject({ attempt: 1, appliedVersion: 0, desiredVersion: 1 });
  await world.timePasses();
  await delivery.runOnce();
  expect(await thread()).toMatchObject({ attempt: 0, appliedVersion: 1, desiredVersion: 2 });
  await world.timePasses();
  await delivery.runOnce();
  expect(await thread()).toMatchObject({ appliedVersion: 2, desiredVersion: 2 });
  expect(updates().length).toBe(3);
});

test('a root that is not to be said twice stays gone once somebody has deleted it', async () => {
  const subject = { type: 'digest', id: randomUUID() };
  world.words.set(subject.id, 'at risk');
  await world.enqueue(world.message({ kind: 'digest', lane: 'cs', subject, dedupeKey: subject.id }));
  await world.deliver().runOnce();
  const { slackChannel, slackTs } = await thread();
  const slack = createSlack({
    token: world.sandbox.botToken,
    apiUrl: world.sandbox.apiUrl,
    timeoutMs: 5_000,
  });
  await slack.chat.delete({ channel: slackChannel ?? '', ts: slackTs ?? '' });
  await world.refresh(subject);
  await world.deliver().runOnce();
  expect(updates().length).toBe(1);
  expect(await world.said('cs')).toEqual([]);
  expect(await world.deliver().runOnce()).toBe(0);
});

test('a root that is gone is posted again, and later replies go under the new one', async () => {
  const subject = await posted('submitted');
  const { slackTs, slackChannel, key } = await thread();
  const { botToken, apiUrl } = world.sandbox;
  const slack = createSlack({ token: botToken, apiUrl, timeoutMs: 1000 });
  await slack.chat.delete({ channel: slackChannel ?? '', ts: slackTs ?? '' });
  await world.refresh(subject);
  world.words.set(subject.id, 'acknowledged');
  await world.deliver().runOnce();
  await world.enqueue(
    world.message({
      lane: 'cs',
      thread: key,
      root: false,
      dedupeKey: 'reply',
      subject: { type: 'x', id: randomUUID() },
    }),
  );
  await world.deliver().runOnce();
  expect(await world.said('cs')).toEqual(['acknowledged', 'acknowledged > reply']);
});

test('the card of a channel that was archived goes on in the DM of its fallback', async () => {
  const subject = await posted('submitted');
  world.fallback.of = world.id('csm');
  world.sandbox.admin.archive('cs');
  world.words.set(subject.id, 'acknowledged');
  await world.refresh(subject, true);
  await world.deliver().runOnce();
  expect(await world.said('csm')).toEqual(['acknowledged']);
  expect(world.told).toEqual([{ lane: world.id('cs'), reason: 'is_archived' }]);
});

test('a 429 on an update pauses the updates of its workspace, not its posts', async () => {
  const first = await posted('one');
  const second = await posted('two');
  for (const subject of [first, second]) await world.refresh(subject);
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'news' }));
  world.sandbox.faults.rateLimit({ method: 'chat.update', retryAfter: 600, times: 1 });
  await world.deliver({ paceMs: 2_000 }).runOnce();
  expect(updates().length).toBe(1);
  expect(await world.said('cs')).toContain('news');
});

test('a 429 on an update pauses what somebody clicked, too, and it goes out afterwards', async () => {
  const subject = await posted('submitted');
  world.words.set(subject.id, 'acknowledged');
  await world.refresh(subject, true);
  world.sandbox.faults.rateLimit({ method: 'chat.update', retryAfter: 600, times: 1 });
  const delivery = world.deliver();
  await delivery.runOnce();
  await world.refresh(subject, true);
  expect(await delivery.runOnce()).toBe(0);
  await world.timePasses();
  await delivery.runOnce();
  expect(updates().length).toBe(2);
  expect(await world.said('cs')).toEqual(['acknowledged']);
});
