import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../src/platform/ctx.ts';
import { refuse } from '../../src/platform/refusal.ts';
import { StillRunning, transact, transactOnce } from '../../src/platform/transact.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, PATIENT, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase({ bounds: { ...PATIENT, lockMs: 400 } });
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

describe('a repeat that comes while the first is still being carried out', () => {
  let letGo = () => {};
  let first: Promise<unknown>;
  let tries: Set<string>;

  /** The first is under way, and goes on until it is let go. */
  async function begin(verb: string): Promise<void> {
    tries = new Set();
    await new Promise<void>((begun) => {
      first = transactOnce(ctx, verb, () => {
        begun();
        return new Promise((done) => {
          letGo = () => done({ done: 'first' });
        });
      });
    });
  }

  const repeat = (verb: string) => transactOnce(ctx, verb, async () => ({ done: 'again' }));

  /** When the repeat has begun anew so often, having waited for as long as it may. */
  async function tried(times: number): Promise<void> {
    while (tries.size < times) {
      const { rows } = await database.pool.query<{ pid: number; began: string }>(
        `SELECT pid, xact_start::text AS began FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      for (const { pid, began } of rows) tries.add(`${pid} ${began}`);
    }
  }

  test('waits for longer than for any other lock, and is answered as the first', async () => {
    await begin('slow');
    const second = repeat('slow');
    await tried(2);
    letGo();
    expect(await Promise.all([first, second])).toEqual([{ done: 'first' }, { done: 'first' }]);
  });

  test('says after some tries that the first is still running, and does nothing', async () => {
    await begin('slower');
    await expect(repeat('slower')).rejects.toThrow(StillRunning);
    letGo();
    expect(await first).toEqual({ done: 'first' });
    expect(await repeat('slower')).toEqual({ done: 'first' });
  });
});
