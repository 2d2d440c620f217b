import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jobTable } from '../../jobs/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { startDelivery } from '../../src/outbox/loop.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Served } from '../../src/workspaces/served.ts';
import { buildHouse, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { rowsOf } from './snapshot.ts';
import { RIGHT_CLOCKS, WORK_OF_DELIVERY, WORK_OF_JOBS } from './work.ts';

// Two workspaces on one database, and a process that holds the token of one of them. Each kind of work waits in both,
// longer in the other one, many times over.

let database: TestDatabase;
let sandbox: Sandbox;
let here: House;
let there: House;
let served: Served;

const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
/** The next quarter has begun. */
const clock = { now: () => new Date('2027-04-02T12:00:00Z'), wall: systemClock.wall };

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  [there, here] = [await buildHouse(database.db), await buildHouse(database.db)];
  const { workspace } = here.ctx;
  sandbox = await startSandbox({
    seed: { workspace: { id: workspace.slackTeamId }, people: [{ name: 'present', id: 'UPRESENT' }] },
    signingSecret: 'secret',
    rateLimits: false,
  });
  served = serving([workspace], { token: sandbox.botToken, apiUrl: sandbox.apiUrl });
  return () => sandbox.close();
});
afterAll(() => database.drop());

const rows = ({ ctx }: House) => rowsOf(database.pool, ctx.workspace.id);

function delivering() {
  return startDelivery({
    db: database.db,
    clock,
    served,
    kinds: {
      note: {
        about: 'internal',
        whenUnknown: 'resend',
        render: async (_, { dedupeKey }) => ({ text: dedupeKey, blocks: [] }),
      },
    },
    validate: () => {},
    hasOutsiders: async () => true,
    onLaneBlocked: async () => {},
    log,
    paceMs: 0,
  });
}

const jobs = () =>
  jobTable({ db: database.db, clock, served, delivery: delivering(), clocks: RIGHT_CLOCKS, log });

/** More than any claim takes at once. */
const MANY = 60;

describe('what waits in a workspace that this process does not serve', () => {
  it('is of every kind that there is', () => {
    const names = jobs().map(({ name }) => name);
    expect(names.filter((name) => !/^(wake delivery|compare clocks)$/.test(name)).sort()).toEqual(
      Object.keys(WORK_OF_JOBS).sort(),
    );
  });

  it.each(Object.entries(WORK_OF_JOBS))('is left alone by the job: %s', async (name, prepare) => {
    for (const house of [there, here]) await prepare(house);
    const [before, mine] = [await rows(there), await rows(here)];
    const [job] = jobs().filter((one) => one.name === name);
    await job?.run(AbortSignal.timeout(30_000));
    expect(await rows(there)).toEqual(before);
    expect(await rows(here)).not.toEqual(mine);
  });

  it.each(Object.entries(WORK_OF_DELIVERY))('is left alone by delivery: %s', async (_, prepare) => {
    for (let i = 0; i < MANY; i++) await prepare(there.ctx, 'UPRESENT');
    await prepare(here.ctx, 'UPRESENT');
    const [before, mine] = [await rows(there), await rows(here)];
    const delivery = delivering();
    await delivery.runOnce();
    await delivery.stop();
    expect(await rows(there)).toEqual(before);
    expect(await rows(here)).not.toEqual(mine);
  });

  it.each(['fire due timers', 'make due digests', 'evaluate accounts'])(
    'does not come first, however much it is and however long it waits: %s',
    async (name) => {
      const prepare = WORK_OF_JOBS[name];
      for (let i = 0; i < MANY; i++) await prepare?.(there);
      await prepare?.(here);
      const [before, mine] = [await rows(there), await rows(here)];
      const [job] = jobs().filter((one) => one.name === name);
      await job?.run(AbortSignal.timeout(30_000));
      expect(await rows(there)).toEqual(before);
      expect(await rows(here)).not.toEqual(mine);
    },
  );
});

describe('a Slack client', () => {
  it('is to be had for a workspace whose token is held, and for no other', () => {
    expect(served.slackForJobs(here.ctx.workspace)).not.toBe(served.slackForPeople(here.ctx.workspace));
    expect(() => served.slackForJobs(there.ctx.workspace)).toThrow(/no token/);
    expect(() => served.slackForPeople(there.ctx.workspace)).toThrow(/no token/);
    expect(served.connectionOf(there.ctx.workspace.slackTeamId)).toBeNull();
  });
});
