import { realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AuthorizeResult } from '@slack/bolt';
import { openGate } from './api/authorize.ts';
import { measure } from './api/metrics.ts';
import { startServer } from './api/server.ts';
import { watchParts } from './api/watch-parts.ts';
import { startHeartbeat } from './jobs/heartbeat.ts';
import { jobTable } from './jobs/index.ts';
import { MESSAGES } from './jobs/messages.ts';
import { tellAdmins } from './jobs/tell-admins.ts';
import { GuardedApp } from './listeners/gate.ts';
import { createReceiver } from './listeners/receiver.ts';
import { registerListeners } from './listeners/register.ts';
import { createSocketReceiver } from './listeners/socket/receiver.ts';
import { CASES } from './src/every-case.ts';
import { startDelivery } from './src/outbox/loop.ts';
import { hasOutsiders } from './src/people/sync-people.ts';
import { type Clock, systemClock } from './src/platform/clock.ts';
import { watchClock } from './src/platform/clock-watch.ts';
import { type Config, ConfigError, readConfig, readEnvironment, transportOf } from './src/platform/config.ts';
import type { Db } from './src/platform/ctx.ts';
import { checkDatabase, checkSchema, waitForDatabase } from './src/platform/database/check-database.ts';
import { openPools } from './src/platform/database/database.ts';
import { listen } from './src/platform/database/listen.ts';
import { migrate } from './src/platform/database/migrate.ts';
import { startEmbedded } from './src/platform/embedded/embedded.ts';
import { isExplained } from './src/platform/explained.ts';
import { failureOf } from './src/platform/failure.ts';
import { createLogger, type Logger } from './src/platform/logger.ts';
import { openMetrics } from './src/platform/metrics.ts';
import { openSandboxClock } from './src/platform/sandbox-clock.ts';
import { boltLogger } from './src/platform/slack/bolt-logger.ts';
import { logUnreadable } from './src/platform/stored.ts';
import type { Served } from './src/workspaces/served.ts';
import { connectWorkspace } from './src/workspaces/workspace.ts';
import { validateMessage } from './views/kit/validate.ts';

export interface Baton {
  port: number;
  /** As this process has it: in the sandbox it hears a moment later that business time has moved. */
  clock: Clock;
  /** Finishes or puts back what it holds, while the database still runs. */
  stop(): Promise<void>;
}

interface StartOptions {
  log?: Logger;
  /** Between two posts to one channel. */
  paceMs?: number;
  /** Between two looks at whether a socket still lives. */
  pingMs?: number;
  /** Aborted: the start is given up, and what has been started is stopped. */
  stopping?: AbortSignal;
}

/** What was acked goes on after that; it gets this long to end when Baton stops. */
const SETTLE_MS = 5_000;

/** Starts every part in the order in which they need each other. */
export async function startBaton(
  config: Config,
  {
    log = createLogger(config.LOG_LEVEL),
    paceMs = 1_000,
    pingMs,
    stopping = new AbortController().signal,
  }: StartOptions = {},
): Promise<Baton> {
  const unsubscribe = logUnreadable(log);
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) {
      await close().catch((error: unknown) =>
        log.error({ ...failureOf(error) }, 'a part did not stop cleanly'),
      );
    }
  };
  closers.push(async () => unsubscribe());
  try {
    const { PORT: port, HOST: host, METRICS_TOKEN: metricsToken } = config;
    const server = await startServer({ port, host, metricsToken, log });
    const metrics = openMetrics();
    closers.push(server.stop);
    const waitingFor = (text: string) => {
      stopping.throwIfAborted();
      server.report(async () => [{ name: 'start', ok: false, text: `waiting for ${text}` }]);
    };

    waitingFor('the database');
    const url = config.DATABASE_URL ?? (await startOwnDatabase(config, log, closers));
    stopping.throwIfAborted();
    const directUrl = config.DATABASE_DIRECT_URL ?? url;
    const pools = openPools({ url, config, log });
    closers.push(pools.close);
    const { db, pool } = pools.jobs;
    await waitForDatabase({ url, log, stopping });
    await checkDatabase({ pool, url, directUrl: config.DATABASE_DIRECT_URL });
    await checkSchema(pool, log);
    const clock = config.SANDBOX ? await startSandboxClock(db, directUrl, log, closers) : systemClock;

    waitingFor('Slack');
    const served = await connectWorkspace({
      db,
      token: config.SLACK_BOT_TOKEN,
      apiUrl: config.SLACK_API_URL,
      clock,
      log,
      heard: metrics.slackCall,
      stopping,
    });

    waitingFor('its own parts');
    const clocks = await watchClock({ db, clock, log });
    const delivery = startDelivery({
      db,
      clock,
      served,
      kinds: MESSAGES,
      validate: validateMessage,
      hasOutsiders,
      onLaneBlocked: tellAdmins,
      log,
      tried: metrics.delivered,
      paceMs,
    });
    closers.push(delivery.stop);
    const heartbeat = startHeartbeat({
      jobs: jobTable({ db, clock, served, delivery, clocks, log }),
      log,
      ended: metrics.jobEnded,
    });
    closers.push(heartbeat.stop);
    // What was observed is evaluated at once, by the job that is one at a time.
    const wakes = { baton_outbox: delivery.wake, baton_health: () => heartbeat.beat() };
    const listening = await listen({ url: directUrl, log }, wakes);
    closers.push(listening.close);

    const transport = openTransport(config, { log, pingMs });
    const app = new GuardedApp({
      log,
      acked: metrics.acked,
      receiver: transport.receiver,
      logger: boltLogger(log),
      authorize: async ({ teamId }) => identityOf(served, teamId),
    });
    const listeners = registerListeners(app, { db: pools.people.db, clock, served, log });
    closers.push(() => Promise.race([listeners.settled(), pause(SETTLE_MS, undefined, { ref: false })]));
    stopping.throwIfAborted();
    const gate = openGate(config.DATABASE_POOL_MACHINES - 1);
    const measured = { metrics, db: pools.watch.db, clock, served, kinds: KINDS, heartbeat, clocks, log };
    server.serve({
      slack: transport.listener,
      api: { db: pools.machines.db, clock, log, gate },
      metrics: measure({
        ...measured,
        pools: { people: pools.people.pool, machines: pools.machines.pool, jobs: pools.jobs.pool },
      }),
    });
    // The first to take requests is the first to end.
    closers.push(server.stop, transport.receiver.stop);
    stopping.addEventListener('abort', transport.receiver.stop, { once: true });
    waitingFor('a connection to Slack');
    await app.start();
    server.report(watchParts({ ...pools.people, served, socket: transport.socket, heartbeat, clocks }));
    log.info({ port: server.port }, 'Baton is ready');
    // What fell due while nobody ran has waited long enough.
    heartbeat.beat();
    return { port: server.port, clock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const KINDS = CASES.map(({ type }) => type);

/** By the socket or by HTTP, as the settings say. */
function openTransport(config: Config, { log, pingMs }: { log: Logger; pingMs: number | undefined }) {
  const chosen = transportOf(config);
  if (typeof chosen === 'string') throw new ConfigError([chosen]);
  if ('signingSecret' in chosen) return { ...createReceiver({ ...chosen, log }), socket: undefined };
  const { receiver, state } = createSocketReceiver({ ...chosen, apiUrl: config.SLACK_API_URL, pingMs, log });
  return { receiver, listener: null, socket: state };
}

async function startOwnDatabase(
  { DATA_DIR: dataDir }: Config,
  log: Logger,
  closers: (() => Promise<unknown>)[],
): Promise<string> {
  const own = await startEmbedded({ dataDir, as: 'app', log });
  closers.push(own.release);
  await migrate(own.url, log);
  return own.url;
}

async function startSandboxClock(
  db: Db,
  url: string,
  log: Logger,
  closers: (() => Promise<unknown>)[],
): Promise<Clock> {
  const sandbox = await openSandboxClock({ db, url, log });
  closers.push(sandbox.close);
  return sandbox.clock;
}

/** Without a token of that workspace, Bolt is given none: no other's may stand in for it. */
function identityOf(served: Served, slackTeamId = ''): AuthorizeResult {
  const connection = served.connectionOf(slackTeamId);
  if (connection === null) return {};
  const { token, botId, workspace } = connection;
  return { botToken: token, botId, botUserId: workspace.botUserId, teamId: workspace.slackTeamId };
}

const WHERE_TO_SET =
  'Set them in the environment or in the file .env: copy .env.example, and see docs/install.md. To try Baton without Slack: npm run demo';

/** Runs until a signal ends it, also while it starts; a second one ends it at once. */
async function main(): Promise<void> {
  const stopping = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
    });
  }
  try {
    const baton = await startBaton(readConfig(readEnvironment()), { stopping: stopping.signal });
    await signalled;
    await baton.stop();
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  }
  process.exit(0);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(isExplained(error) ? error.message : error);
    if (error instanceof ConfigError) console.error(WHERE_TO_SET);
    process.exit(1);
  });
}
