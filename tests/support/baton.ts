import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { type Baton, startBaton } from '../../app.ts';
import { companySeed, seedCompany } from '../../sandbox/demo/company.ts';
import { businessNow, moveClockTo, putBusinessTime } from '../../sandbox/demo/move-clock.ts';
import type { Manifest, Seed } from '../../sandbox/seed.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import type { Logger } from '../../src/platform/logger.ts';
import { addressesOf, createTestDatabase, type TestDatabase } from './database.ts';

export const SIGNING_SECRET = 'a secret for tests';
export const METRICS_TOKEN = 'a-token-for-tests';
export const manifest = JSON.parse(
  readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8'),
) as Manifest;

/** How what people do in the sandbox gets to Baton. */
export type Transport = 'HTTP' | 'socket';
export const TRANSPORTS: readonly Transport[] = ['HTTP', 'socket'];

export interface World {
  sandbox: Sandbox;
  database: TestDatabase;
  baton: Baton;
  /** A ctx of the command line, in the workspace of the sandbox. */
  ctx(): Promise<Ctx>;
  now(): Promise<Date>;
  /** Moves business time there, by way of everything that falls due. */
  moveTo(at: Date): Promise<void>;
  /** Stops Baton and starts it anew: a process that remembers nothing. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Monday 23 November 2026, 10:00 in Berlin. */
export const MONDAY_10 = new Date('2026-11-23T09:00:00Z');

/** A real Baton against a sandbox and a database of its own, over signed HTTP or a socket. */
export async function startWorld(
  options: {
    seed?: Seed;
    /** The teams, accounts and settings of the sample company. */
    company?: boolean;
    at?: Date;
    sandbox?: Partial<SandboxOptions>;
    poolUrl?: (url: string) => string | Promise<string>;
    /** HTTP by default. */
    transport?: Transport;
    /** Between two looks of Baton at whether its socket lives. */
    pingMs?: number;
    /** Where its log goes; nowhere by default. */
    log?: Logger;
  } = {},
): Promise<World> {
  const database = await createTestDatabase();
  const at = options.at ?? MONDAY_10;
  await putBusinessTime(database.db, at);
  let port = 0;
  const sandbox = await startSandbox({
    seed: options.seed ?? companySeed(manifest),
    signingSecret: SIGNING_SECRET,
    appUrls: () => [`http://127.0.0.1:${port}`],
    socketMode: options.transport === 'socket',
    rateLimits: false,
    ...options.sandbox,
  });
  const people = (at: Date) => sandbox.clock.putPeopleAt(at);
  people(at);
  const config = readConfig({
    ...(options.poolUrl ? { DATABASE_URL: await options.poolUrl(database.url) } : addressesOf(database.url)),
    SLACK_BOT_TOKEN: sandbox.botToken,
    ...(options.transport === 'socket'
      ? { SLACK_APP_TOKEN: sandbox.appToken }
      : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: sandbox.apiUrl,
    METRICS_TOKEN,
    PORT: '0',
    SANDBOX: 'true',
  });
  const start = () =>
    startBaton(config, {
      log: options.log ?? pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
      paceMs: 0,
      ...(options.pingMs === undefined ? {} : { pingMs: options.pingMs }),
    });
  let baton = await start();
  port = baton.port;
  const ctx = async (): Promise<Ctx> => ({
    workspace: await database.db.workspace.findUniqueOrThrow({ where: { slackTeamId: sandbox.teamId } }),
    actor: { type: 'cli' },
    now: await businessNow(database.db),
    db: database.db,
    log: pino({ level: 'silent' }),
  });
  await peopleSynced(database);
  if (options.company ?? !options.seed) {
    await seedCompany(await ctx(), {
      customerSuccess: sandbox.channel('customer-success').id,
      leadership: sandbox.channel('leadership').id,
      onboarding: sandbox.channel('onboarding').id,
    });
  }
  return {
    sandbox,
    database,
    get baton() {
      return baton;
    },
    ctx,
    now: () => businessNow(database.db),
    async moveTo(at) {
      await moveClockTo(database.db, at, { before: people });
      // Whoever presses a button next is answered at this time.
      for (let tries = 0; baton.clock.now() < at; tries++) {
        if (tries > 3_000) throw new Error('Baton has not heard that business time moved');
        await pause(10);
      }
    },
    async restart() {
      await baton.stop();
      baton = await start();
      port = baton.port;
    },
    async close() {
      await baton.stop();
      await sandbox.close();
      await database.drop();
    },
  };
}

async function peopleSynced(database: TestDatabase): Promise<void> {
  for (let i = 0; i < 800; i++) {
    const workspace = await database.db.workspace.findFirst({ select: { peopleSyncedAt: true } });
    if (workspace?.peopleSyncedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('people were not synced');
}
