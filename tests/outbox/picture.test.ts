import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageKind } from '../../src/outbox/delivery.ts';
import { image } from '../../views/kit/blocks.ts';
import { makeWorld, type World } from './world.ts';

/** The smallest beginning by which a PNG is known. */
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

let world: World;
let file: string | null;
let drawn: number;
beforeEach(async () => {
  world = await makeWorld();
  world.sandbox.core.fileProcessingMs = 0;
  file = null;
  drawn = 0;
});
afterEach(() => world.close());

/** Shows its picture once it is in Slack, and says in words what it would show otherwise. */
const pictured: MessageKind = {
  about: 'customer',
  whenUnknown: 'hold',
  async render(_, { dedupeKey }, { withoutPicture }) {
    if (file === null || withoutPicture) return { text: `${dedupeKey} in words`, blocks: [] };
    return { text: dedupeKey, blocks: [image(file, 'What it shows')] };
  },
  async picture() {
    if (file !== null) return null;
    drawn += 1;
    return { png: PNG, name: 'sample.png', alt: 'What it shows', keep: async (id) => (file = id) };
  },
};

async function deliver(kind: Partial<MessageKind> = {}) {
  await world.enqueue(world.message({ lane: 'cs', kind: 'pictured', dedupeKey: 'one' }));
  const delivery = world.deliver({ kinds: { pictured: { ...pictured, ...kind } } });
  await delivery.runOnce();
  return {
    async again() {
      await world.timePasses();
      await delivery.runOnce();
    },
  };
}
const said = () => world.sandbox.posts.map(({ text, blocks }) => [text, blocks[0]?.slack_file?.id]);
const calls = (method: string) => world.sandbox.traffic.calls(method).length;
const row = async () => (await world.rows())['one'];

test('a picture is in Slack before the message that shows it, and is not uploaded again with its update', async () => {
  world.sandbox.core.fileProcessingMs = 300;
  const { again } = await deliver();
  const { subject } = world.message({ lane: 'cs' });
  await world.refresh(subject, true);
  await again();
  expect(said()).toEqual([['one', file]]);
  expect(world.sandbox.person('csm').sees('cs')).toMatchObject([{ text: '[What it shows]', edited: true }]);
  expect(world.sandbox.core.world.files.get(file ?? '')).toMatchObject({
    name: 'sample.png',
    altText: 'What it shows',
    bytes: PNG,
  });
  expect(drawn).toBe(1);
  expect(world.sandbox.traffic.violations).toEqual([]);
});

test.each([
  ['the scope was not granted', () => world.sandbox.revokeScope('files:write')],
  ['we may not see whether it is ready', () => world.sandbox.revokeScope('files:read')],
  [
    'the storage is full',
    () => world.sandbox.faults.error('storage_limit_reached', { method: 'files.getUploadURLExternal' }),
  ],
  ['its bytes are not taken', () => world.sandbox.faults.serverError({ method: 'upload', code: 403 })],
])('%s: the message goes out at once, without its picture', async (_, trouble) => {
  trouble();
  await deliver();
  expect(said()).toEqual([['one in words', undefined]]);
  expect(await row()).toMatchObject({ state: 'sent', attempt: 1 });
  expect(await world.database.db.workspace.findFirst()).toMatchObject({ state: 'active' });
});

test('a picture that cannot be drawn keeps no message back', async () => {
  await deliver({
    picture: async () => {
      throw new Error('no fonts');
    },
  });
  expect(said()).toEqual([['one in words', undefined]]);
});

test.each([
  ['asks for a pause', 'rateLimit', 'files.getUploadURLExternal'],
  ['fails', 'serverError', 'upload'],
  ['falls silent', 'drop', 'files.completeUploadExternal'],
] as const)('while Slack %s a picture is tried again, and then shown', async (_, fault, method) => {
  world.sandbox.faults[fault]({ method, times: 2 });
  const { again } = await deliver();
  expect(said()).toEqual([]);
  expect(await row()).toMatchObject({ state: 'pending', attempt: 1 });
  await again();
  await again();
  expect(said()).toEqual([['one', file]]);
});

test('trouble with a picture that does not end costs the picture, not the message', async () => {
  world.sandbox.faults.rateLimit({ method: 'files.getUploadURLExternal' });
  const { again } = await deliver();
  for (let i = 0; i < 3; i += 1) await again();
  expect(said()).toEqual([]);
  await again();
  await again();
  expect(said()).toEqual([['one in words', undefined]]);
  expect(drawn).toBe(5);
});

test('a file that Slack lost keeps neither a message back nor its update', async () => {
  file = 'F00000404';
  const { again } = await deliver();
  expect(said()).toEqual([['one in words', undefined]]);
  const { subject } = world.message({ lane: 'cs' });
  await world.refresh(subject, true);
  await again();
  expect(await row()).toMatchObject({ state: 'sent' });
  expect(calls('chat.update')).toBe(2);
  expect(world.sandbox.person('csm').sees('cs')).toMatchObject([{ text: 'one in words', edited: true }]);
});

test('an answer that got lost after the picture does not upload it twice, nor post twice', async () => {
  world.sandbox.faults.drop({ method: 'chat.postMessage', times: 1 });
  const { again } = await deliver();
  await again();
  await again();
  expect(said()).toEqual([['one', file]]);
  expect(calls('upload')).toBe(1);
  expect(await row()).toMatchObject({ state: 'sent' });
});
