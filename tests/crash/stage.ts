import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { businessNow, putBusinessTime } from '../../sandbox/demo/move-clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { METRICS_TOKEN, MONDAY_10, SIGNING_SECRET } from '../support/baton.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { crowd, makeTeams, type Side } from './company.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import { channelNames, type Ledger, makeLedger } from './ledger.ts';
import type { Notes } from './people.ts';
import type { Deal } from './plan.ts';

/** A database, a Slack with the crowd in it, and processes to be started, ended and killed. It is Monday, ten o'clock. */
export interface Stage {
  workspaceId: string;
  sandbox: Sandbox;
  database: TestDatabase;
  fleet: Fleet;
  ledger: Ledger;
  notes: Notes;
  moveTo(at: Date): Promise<void>;
  /** The command line, now. */
  ctx(): Promise<Ctx>;
  /** Does the database know that it was acknowledged? */
  isKept(deal: Deal): Promise<boolean>;
  /** Is something due, on its way, or to be looked for? */
  isBusy(): Promise<boolean>;
  /** Waits until nothing is; `meanwhile` runs at every look. */
  settled(meanwhile?: () => Promise<void>): Promise<void>;
  /** Channel ids of Slack → the channel's name, or the handle of whose DM it is. */
  nameOf(): (channel: string) => string;
  close(): Promise<void>;
}

const SETTLE_MS = 400_000;

/** On a busy machine a connection does not always come in time: what may be done twice is tried again. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 20) throw error;
      await pause(250);
    }
  }
}

export interface StageOptions {
  script: 'app' | 'fast';
  seed?: number;
  /** Processes. */
  size?: number;
  /** One of two workspaces on this database, which whoever made it removes. */
  shared?: { side: Side; database: TestDatabase };
}

/** Starts one process, and makes the teams when it has met everybody. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const database = options.shared?.database ?? (await createTestDatabase());
  const { db, url } = database;
  const moveTo = (at: Date) => patiently(() => putBusinessTime(db, at));
  await moveTo(MONDAY_10);
  let addresses = (): string[] => [];
  const sandbox = await startSandbox({
    seed: crowd(options.shared?.side),
    signingSecret: SIGNING_SECRET,
    appUrls: () => addresses(),
    rateLimits: false,
    patienceMs: 5_000,
    faultSeed: options.seed ?? 1,
    remember: options.shared ? 100_000 : 1_000,
  });
  const fleet = makeFleet({
    script: options.script,
    size: options.size ?? 3,
    env: {
      DATABASE_URL: url,
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: sandbox.apiUrl,
      METRICS_TOKEN,
      PORT: '0',
      SANDBOX: 'true',
      LOG_LEVEL: 'info',
      TEST_PACE_MS: '10',
    },
  });
  addresses = fleet.urls;
  await (await fleet.start()).ready;
  await peopleSynced();
  await makeTeams(await ctx(), sandbox);
  // Nobody is chased for introductions: the ledger knows what handoffs say.
  await setSetting(await ctx(), { key: 'handoff.introduce', value: 'P90D' });
  const workspaceId = (await ctx()).workspace.id;

  async function ctx(): Promise<Ctx> {
    const workspace = await db.workspace.findUniqueOrThrow({ where: { slackTeamId: sandbox.teamId } });
    const now = await businessNow(db);
    return { workspace, actor: { type: 'cli' }, now, db, log: pino({ level: 'silent' }) };
  }

  async function peopleSynced(): Promise<void> {
    const ids = [...sandbox.people.values()].filter(({ isBot }) => !isBot).map(({ id }) => id);
    for (let tries = 0; tries < 1_200; tries++) {
      if ((await db.member.count({ where: { slackUserId: { in: ids } } })) === ids.length) return;
      await pause(50);
    }
    throw new Error('people were not synced');
  }

  async function isBusy(): Promise<boolean> {
    const now = await businessNow(db);
    const [row] = await db.$queryRaw<{ busy: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM timers WHERE due_at <= ${now} AND workspace_id = w.id)
          OR EXISTS (SELECT 1 FROM account_health WHERE due_at <= ${now} AND workspace_id = w.id)
          OR EXISTS (SELECT 1 FROM outbox_messages
                      WHERE workspace_id = w.id AND (state IN ('sending', 'uncertain')
                         OR (state = 'pending' AND (hold_until IS NULL OR hold_until <= ${now}))))
          OR EXISTS (SELECT 1 FROM outbox_threads
                      WHERE desired_version > applied_version AND slack_ts IS NOT NULL AND workspace_id = w.id) AS busy
        FROM workspaces w WHERE w.id = ${workspaceId}::uuid`;
    return row?.busy ?? true;
  }

  async function leftOver(): Promise<string> {
    const timers = await db.timer.findMany({ where: { dueAt: { lte: await businessNow(db) } }, take: 5 });
    const messages = await db.outboxMessage.findMany({
      where: { state: { notIn: ['sent', 'skipped'] } },
      take: 5,
    });
    const threads =
      await db.$queryRaw`SELECT * FROM outbox_threads WHERE desired_version > applied_version LIMIT 5`;
    const errors = [...fleet.errors];
    return JSON.stringify({ timers, messages, threads, errors, now: await businessNow(db) }, null, 1);
  }

  return {
    workspaceId,
    sandbox,
    database,
    fleet,
    ledger: makeLedger(sandbox),
    notes: { troubles: 0, unconfirmed: 0, silent: 0, begunAgain: 0 },
    moveTo,
    ctx,
    isKept: ({ number }) =>
      patiently(
        async () => (await db.handoff.count({ where: { number, acknowledgedAt: { not: null } } })) > 0,
      ),
    isBusy,
    async settled(meanwhile) {
      const patience = performance.now() + SETTLE_MS;
      while (performance.now() < patience) {
        if (!(await patiently(isBusy))) return;
        await meanwhile?.();
        await pause(100);
      }
      throw new Error(`what is due does not settle: ${await leftOver()}`);
    },
    nameOf() {
      const people = [...sandbox.people.values()].filter(({ isBot }) => !isBot);
      return channelNames(
        sandbox,
        people.map(({ id }) => sandbox.person(id)),
      );
    },
    async close() {
      await fleet.close();
      await sandbox.close();
      if (!options.shared) await database.drop();
    },
  };
}
