import { expect, it } from 'vitest';
import { togetherOrAlone } from '../../src/health/slides/together-or-alone.ts';
import type { Tx } from '../../src/platform/ctx.ts';
import { ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { keptLog } from '../support/log.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database);

const ACCOUNTS = ['quick', 'slow', 'last'];

/** Those that were worked on alone and done, those that were passed over, and what the whole of it threw. */
async function worked(fail: (tx: Tx) => Promise<unknown>, timeout = 5_000) {
  const [alone, passedOver]: [string[], string[]] = [[], []];
  const { log } = keptLog();
  const all = togetherOrAlone({ ...ctx, log }, 1, {
    work: (only, claimed) =>
      database.db.$transaction(
        async (tx) => {
          if (only === null) claimed(ACCOUNTS);
          if (only === null || only === 'slow') await fail(tx);
          if (only !== null) alone.push(only);
          return 1;
        },
        { timeout },
      ),
    passOver: async (account) => passedOver.push(account),
  });
  const threw = await all.then(
    () => false,
    () => true,
  );
  return { alone, passedOver, threw };
}

const passed = { alone: ['quick', 'last'], passedOver: ['slow'], threw: false };

it('passes over an account whose statement takes too long', async () => {
  const slow = async (tx: Tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = '50ms'`;
    await tx.$queryRaw`SELECT pg_sleep(5)::text`;
  };
  expect(await worked(slow)).toEqual(passed);
});

it('passes over an account whose transaction takes too long', async () => {
  const slow = async (tx: Tx) => {
    await tx.$queryRaw`SELECT pg_sleep(1)::text`;
    await tx.$queryRaw`SELECT 1`;
  };
  expect(await worked(slow, 300)).toEqual(passed);
});

it('looks at none alone where the connection is lost: it is tried again as a whole', async () => {
  const lose = (tx: Tx) => tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
  expect(await worked(lose)).toEqual({ alone: [], passedOver: [], threw: true });
});
