import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../src/platform/ctx.ts';
import { refuse } from '../../src/platform/refusal.ts';
import { transact, transactOnce } from '../../src/platform/transact.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = { ...(await newWorkspace(database.db)), request: 'one press' };
});
afterAll(() => database.drop());

/** Answers how often it ran. */
function counting() {
  let runs = 0;
  return async () => ({ runs: ++runs });
}

test('a verb that is asked for again by the same press is answered as it was, and not done again', async () => {
  const work = counting();
  for (let press = 0; press < 3; press++) expect(await transactOnce(ctx, 'count', work)).toEqual({ runs: 1 });
});

test('two verbs of one press do not answer each other', async () => {
  expect(await transactOnce(ctx, 'first', counting())).toEqual({ runs: 1 });
  const second = counting();
  await second();
  expect(await transactOnce(ctx, 'second', second)).toEqual({ runs: 2 });
});

test('a transaction that does not take the request does its work each time', async () => {
  const work = counting();
  for (const runs of [1, 2]) expect(await transact(ctx, work)).toEqual({ runs });
});

test('what was refused is not kept: pressed again, it is decided anew', async () => {
  expect(await transactOnce(ctx, 'refused', async () => refuse('no', 'Not yet.'))).toMatchObject({
    refused: 'no',
  });
  expect(await transactOnce(ctx, 'refused', counting())).toEqual({ runs: 1 });
});
