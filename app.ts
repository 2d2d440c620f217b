import { realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { App, HTTPReceiver } from '@slack/bolt';
import { startServer } from './api/server.ts';
import { startHeartbeat } from './jobs/heartbeat.ts';
import { jobTable } from './jobs/index.ts';
import { MESSAGES } from './jobs/messages.ts';
import { tellAdmins } from './jobs/tell-admins.ts';
import { registerListeners } from './listeners/index.ts';
import { startDelivery } from './src/outbox/loop.ts';
import { hasOutsiders } from './src/people/has-outsiders.ts';
import { boltLogger } from './src/platform/bolt-logger.ts';
import { checkDatabase, checkSchema } from './src/platform/check-database.ts';
import { systemClock } from './src/platform/clock.ts';
import { type Config, ConfigError, readConfig, readEnvironment } from './src/platform/config.ts';
import { openDatabase } from './src/platform/database.ts';
import { startEmbedded } from './src/platform/embedded.ts';
import { isExplained } from './src/platform/explained.ts';
import { failureOf } from './src/platform/failure.ts';
import { listen } from './src/platform/listen.ts';
import { createLogger, type Logger } from './src/platform/logger.ts';
import { migrate } from './src/platform/migrate.ts';
import { schemaState } from './src/platform/migrations.ts';
import { openSandboxClock } from './src/platform/sandbox-clock.ts';
import { createSlack } from './src/platform/slack.ts';
import { connectWorkspace } from './src/workspaces/connect-workspace.ts';
import { validateMessage } from './views/kit/validate.ts';

export interface Baton {
  port: number;
  /** Finishes or puts back what it holds, while the database still runs. */
  stop(): Promise<void>;
}

/** Clicks are waited for: better an error than a late answer. */
const CLICK_TIMEOUT_MS = 2_500;
/** What was acked goes on after that; it gets this long to end when Baton stops. */
const SETTLE_MS = 5_000;
/** Longer than a slow Slack, shorter than a delivery's lease. */
const DELIVERY_TIMEOUT_MS = 10_000;

/** Starts every part in the order in which they need each other. `paceMs` is the time between two posts to one channel. */
export async function startBaton(
  config: Config,
  { log = createLogger(config.LOG_LEVEL), paceMs = 1_000 }: { log?: Logger; paceMs?: number } = {},
): Promise<Baton> {
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) {
      await close().catch((error: unknown) =>
        log.error({ ...failureOf(error) }, 'a part did not stop cleanly'),
      );
    }
  };
  try {
    const url = config.DATABASE_URL ?? (await embedded());
    const directUrl = config.DATABASE_DIRECT_URL;
    const { db, pool, close } = openDatabase({ url, pooled: directUrl !== undefined, log });
    closers.push(close);
    await checkDatabase({ pool, url, directUrl });
    await checkSchema(pool, log);
    const clock = config.SANDBOX ? await sandboxClock() : systemClock;

    const slackOptions = { token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL };
    const slack = createSlack({ ...slackOptions, timeoutMs: CLICK_TIMEOUT_MS });
    const deliverySlack = createSlack({ ...slackOptions, timeoutMs: DELIVERY_TIMEOUT_MS });
    const identity = await connectWorkspace({ db, introduce: () => slack.auth.test(), clock, log });

    const delivery = startDelivery({
      db,
      clock,
      slack: () => deliverySlack,
      kinds: MESSAGES,
      validate: validateMessage,
      hasOutsiders,
      onLaneBlocked: tellAdmins,
      log,
      paceMs,
    });
    closers.push(delivery.stop);
    const heartbeat = startHeartbeat({
      jobs: jobTable({ db, clock, slack: deliverySlack, delivery, log }),
      clock,
      log,
    });
    closers.push(heartbeat.stop);
    // What was observed is evaluated at once, by the job that is one at a time.
    const wakes = { baton_outbox: delivery.wake, baton_health: () => heartbeat.beat() };
    const listening = await listen({ url: directUrl ?? url, log }, wakes);
    closers.push(listening.close);

    const receiver = new HTTPReceiver({
      signingSecret: config.SLACK_SIGNING_SECRET,
      endpoints: '/slack/events',
      logger: boltLogger(log),
    });
    const app = new App({
      receiver,
      logger: boltLogger(log),
      authorize: async () => ({ botToken: config.SLACK_BOT_TOKEN, ...identity }),
    });
    const listeners = registerListeners(app, { db, clock, slack, log });
    closers.push(() => Promise.race([listeners.settled(), pause(SETTLE_MS, undefined, { ref: false })]));
    const { port, stop: stopServer } = await startServer({
      port: config.PORT,
      host: config.HOST,
      slack: (request, response) => receiver.requestListener(request, response),
      ready,
      db,
      clock,
      log,
    });
    closers.push(stopServer);
    log.info({ port }, 'Baton is ready');
    return { port, stop };

    async function ready(): Promise<{ ok: boolean; text: string }> {
      try {
        if ((await schemaState(pool)) === 'older')
          return { ok: false, text: 'the database is older than this Baton: npm run db:deploy' };
        const workspace = await db.workspace.findUnique({ where: { slackTeamId: identity.teamId } });
        return workspace?.state === 'active'
          ? { ok: true, text: 'ready' }
          : { ok: false, text: `Slack refuses the bot token: ${workspace?.blockedReason ?? 'unknown'}` };
      } catch {
        return { ok: false, text: 'the database does not answer' };
      }
    }

    async function sandboxClock() {
      const sandbox = await openSandboxClock({ db, url: directUrl ?? url, log });
      closers.push(sandbox.close);
      return sandbox.clock;
    }
  } catch (error) {
    await stop();
    throw error;
  }

  async function embedded(): Promise<string> {
    const server = await startEmbedded({ dataDir: config.DATA_DIR, as: 'app', log });
    closers.push(server.release);
    await migrate(server.url, log);
    return server.url;
  }
}

const WHERE_TO_SET =
  'Set them in the environment or in the file .env: copy .env.example, and see README.md, “Connect a real Slack workspace”. To try Baton without Slack: npm run demo';

/** Runs until a signal ends it; a second one ends it at once. */
async function main(): Promise<void> {
  const baton = await startBaton(readConfig(readEnvironment()));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void baton.stop().then(() => process.exit(0));
    });
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(isExplained(error) ? error.message : error);
    if (error instanceof ConfigError) console.error(WHERE_TO_SET);
    process.exit(1);
  });
}
