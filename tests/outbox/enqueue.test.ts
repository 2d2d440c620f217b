import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { refuse } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test('messages of a thread are numbered in the order given, and a repeated key adds nothing', async () => {
  const thread = `handoff:${randomUUID()}:card`;
  const first = world.message({ lane: 'cs', thread, dedupeKey: 'a1' });
  await world.enqueue(first, world.message({ lane: 'cs', thread, root: false, dedupeKey: 'a2' }));
  await world.enqueue(first, world.message({ lane: 'cs', thread, root: false, dedupeKey: 'a3' }));
  const rows = await world.database.db.outboxMessage.findMany({ where: { thread }, orderBy: { seq: 'asc' } });
  expect(rows.map((row) => [row.dedupeKey, row.seq, row.isRoot])).toEqual([
    ['a1', 1, true],
    ['a2', 2, false],
    ['a3', 3, false],
  ]);
});

test('a key given twice in one call is written once', async () => {
  const twice = world.message({ lane: 'cs', dedupeKey: 'twice' });
  await world.enqueue(twice, twice);
  expect(await world.database.db.outboxMessage.count({ where: { dedupeKey: 'twice' } })).toBe(1);
});

test('transactions that write to one thread at once get different numbers and lose nothing', async () => {
  const thread = `handoff:${randomUUID()}:card`;
  const keys = Array.from({ length: 12 }, () => randomUUID());
  await Promise.all(keys.map((dedupeKey) => world.enqueue(world.message({ lane: 'cs', thread, dedupeKey }))));
  const rows = await world.database.db.outboxMessage.findMany({ where: { thread } });
  expect(new Set(rows.map((row) => row.dedupeKey))).toEqual(new Set(keys));
  expect(new Set(rows.map((row) => row.seq)).size).toBe(12);
});

test('a message is rolled back with what caused it', async () => {
  const message = world.message({ lane: 'cs', dedupeKey: 'rolled back' });
  await transact(world.ctx, async (tx) => {
    await enqueue(tx, [message]);
    return refuse('no', 'Not now.');
  });
  expect(await world.database.db.outboxMessage.count({ where: { dedupeKey: 'rolled back' } })).toBe(0);
});

test('the same key in another workspace is another message', async () => {
  const other = { ...world.ctx.workspace, id: randomUUID() };
  await world.database.db.workspace.create({
    data: { ...other, slackTeamId: 'T0OTHER', name: 'Other', createdAt: world.ctx.now },
  });
  const message = world.message({ lane: 'cs', dedupeKey: 'shared key', thread: 'shared thread' });
  await world.enqueue(message);
  await transact({ ...world.ctx, workspace: other }, (tx) => enqueue(tx, [message]));
  const rows = await world.database.db.outboxMessage.findMany({ where: { dedupeKey: 'shared key' } });
  expect(rows.map((row) => row.seq)).toEqual([1, 1]);
});

test('quotes, line ends and other scripts in the data arrive as they were', async () => {
  const data = { gap: `a "quoted" \\ 'note'\n— für 顧客 🎈`, list: [1, null, { deep: true }] };
  await world.enqueue(world.message({ lane: 'cs', dedupeKey: 'odd', data }));
  const row = await world.database.db.outboxMessage.findFirstOrThrow({ where: { dedupeKey: 'odd' } });
  expect(row.data).toEqual(data);
});
