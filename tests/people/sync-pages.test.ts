import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { syncPeopleDaily } from '../../jobs/sync-people-daily.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import type { Wait } from '../../src/platform/slack/slack-pages.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { NOW, newWorkspace } from './world.ts';

/** Slack gives out 20 pages of 200 a minute. */
const PEOPLE = 4_500;
const PAGES = Math.ceil(PEOPLE / 200);

let database: TestDatabase;
let ctx: Ctx;
let sandbox: Sandbox;
let waited: number[];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  waited = [];
  sandbox = await startSandbox({
    seed: {
      workspace: { id: ctx.workspace.slackTeamId },
      // With the app itself.
      people: Array.from({ length: PEOPLE - 1 }, (_, n) => ({ name: `person${n}` })),
    },
    signingSecret: 'secret',
  });
  return () => sandbox.close();
});

/** Slack's clock goes on by as much as we wait. */
const wait: Wait = async (ms) => {
  waited.push(ms);
  sandbox.clock.move(ms);
};

function sync(pace: { stopping?: AbortSignal; wait?: Wait | undefined } = {}) {
  const { botToken, apiUrl } = sandbox;
  return syncPeopleDaily({
    db: database.db,
    clock: { now: () => NOW, wall: () => NOW },
    served: serving([ctx.workspace], { token: botToken, apiUrl }),
    log: pino({ level: 'silent' }),
    force: true,
    stopping: new AbortController().signal,
    wait,
    ...pace,
  });
}

const pagesRead = () => sandbox.traffic.calls('users.list').filter(({ ok }) => ok);
const synced = async () =>
  (await database.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspace.id } })).peopleSyncedAt;

describe('more people than Slack gives out in a minute', () => {
  it('are read to the end: after a pause the list goes on where it was', async () => {
    await sync();
    expect(await synced()).toEqual(NOW);
    expect(await database.db.member.count({ where: { workspaceId: ctx.workspace.id } })).toBe(PEOPLE);
    expect(pagesRead()).toHaveLength(PAGES);
    expect(waited.length).toBeGreaterThan(0);
    expect(Math.max(...waited)).toBeLessThanOrEqual(60_000);
  });

  it('are read to the end where Slack fails and falls silent in between', async () => {
    sandbox.faults.serverError({ method: 'users.list', times: 2 });
    sandbox.faults.drop({ method: 'users.list', times: 2, processed: false });
    await sync();
    expect(await synced()).toEqual(NOW);
    expect(pagesRead()).toHaveLength(PAGES);
  });

  it('are given up where Slack never stops asking for a pause, and counted as not read', async () => {
    sandbox.faults.rateLimit({ method: 'users.list', retryAfter: 7 });
    await expect(sync()).rejects.toThrow();
    expect(new Set(waited)).toEqual(new Set([7_000]));
    expect(await synced()).toBeNull();
  });

  it('are left when Baton stops, in a pause as well', async () => {
    sandbox.faults.rateLimit({ method: 'users.list', retryAfter: 3_600 });
    const stopping = new AbortController();
    const ended = expect(sync({ stopping: stopping.signal, wait: undefined })).rejects.toThrow();
    while (sandbox.traffic.calls('users.list').length === 0) await new Promise(setImmediate);
    stopping.abort();
    await ended;
    expect(await synced()).toBeNull();
  });
});
