import { afterEach, beforeEach, expect, test } from 'vitest';
import { channelKey, channelSafety } from '../../src/outbox/readers/channel-safety.ts';
import { Places } from '../../src/outbox/readers/places.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** The cursors of the pages that Slack gave out, in order. */
const pages = (method: string) =>
  world.sandbox.traffic
    .calls(method)
    .filter(({ ok }) => ok)
    .map(({ args }) => String(args['cursor'] ?? ''));

async function until(done: () => Promise<boolean>): Promise<number> {
  const delivery = world.deliver();
  for (let runs = 1; runs < 60; runs++) {
    await world.timePasses();
    await delivery.runOnce();
    if (await done()) return runs;
  }
  throw new Error('it does not come to its end');
}

const isSent = (key: string) => async () => (await world.rows())[key]?.state === 'sent';

test('who reads a channel of thousands is found out page by page, however often Slack asks for a pause', async () => {
  const { members } = world.sandbox.channel('cs');
  for (let n = 0; n < 4_000; n++) members.add(world.sandbox.admin.addPerson({ name: `reader${n}` }).id);
  world.sandbox.faults.rateLimit({ method: 'conversations.members', share: 0.6 });
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'card' }));
  expect(await until(isSent('card'))).toBeGreaterThan(2);
  const read = pages('conversations.members');
  expect(read).toHaveLength(5);
  expect(new Set(read).size).toBe(5);
});

test('a message in doubt is looked for page by page, and each page is read once', async () => {
  world.sandbox.faults.drop({ times: 1 });
  await world.enqueue(world.message({ lane: 'cs', kind: 'note', dedupeKey: 'lost' }));
  await world.deliver().runOnce();
  for (let n = 0; n < 900; n++) world.sandbox.person('csm').says(`sample ${n}`, { in: 'cs' });
  world.sandbox.faults.rateLimit({ method: 'conversations.history', share: 0.6 });
  expect(await until(isSent('lost'))).toBeGreaterThan(2);
  const read = pages('conversations.history');
  expect(read).toHaveLength(5);
  expect(new Set(read).size).toBe(5);
  expect(world.sandbox.posts.filter(({ text }) => text === 'lost')).toHaveLength(1);
});

test('a list whose place Slack has forgotten is begun anew, once', async () => {
  const { ctx, clock } = world;
  const channel = world.id('cs');
  const places = new Places();
  const startedAt = clock.wall().getTime();
  places.keep(channelKey(ctx.workspace, channel), { cursor: 'long ago', pages: 1, ids: [], startedAt });
  const looking = {
    ...{ db: ctx.db, log: ctx.log, clock, places, channels: new Map(), hasOutsiders: async () => false },
    slack: () => world.served.slackForJobs(ctx.workspace),
  };
  expect(await channelSafety(looking, ctx.workspace, channel)).toBe('private');
  const asked = world.sandbox.traffic.calls('conversations.members');
  expect(asked.map(({ args, error }) => [args['cursor'], error])).toEqual([
    ['long ago', 'invalid_cursor'],
    [undefined, null],
  ]);
  world.sandbox.faults.error('invalid_cursor', { method: 'conversations.members' });
  looking.channels.clear();
  places.keep(channelKey(ctx.workspace, channel), { cursor: 'long ago', pages: 1, ids: [], startedAt });
  expect(await channelSafety(looking, ctx.workspace, channel)).toBe('readers_unknown');
});
