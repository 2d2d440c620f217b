import { expect, test } from 'vitest';
import { inGroups } from '../../src/outbox/send/in-groups.ts';

test('what comes while one is written goes together in the next, and each hears its own result', async () => {
  const groups: number[][] = [];
  const write = inGroups(async (group: readonly number[]) => {
    groups.push([...group]);
    await Promise.resolve();
    return group.map((n) => n * 10);
  });
  expect(await Promise.all([1, 2, 3].map(write))).toEqual([10, 20, 30]);
  expect(await write(4)).toBe(40);
  expect(groups).toEqual([[1], [2, 3], [4]]);
});

test('one that cannot be written costs the others of its group nothing', async () => {
  const write = inGroups(async (group: readonly string[]) => {
    if (group.includes('bad')) throw new Error('bad');
    return group;
  });
  const results = await Promise.allSettled(['first', 'good', 'bad', 'last'].map(write));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await write('after')).toBe('after');
});
