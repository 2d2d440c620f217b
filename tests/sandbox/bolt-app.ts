import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts';

export const SIGNING_SECRET = 'sandbox-signing-secret';

export const SEED: SandboxOptions['seed'] = {
  people: [
    { name: 'rep', realName: 'Rita Rep', tz: 'America/New_York' },
    { name: 'csm', realName: 'Carl Csm', tz: 'Europe/Berlin' },
    { name: 'gone', deleted: true },
    { name: 'guest', guest: 'multi' },
    { name: 'helper', bot: true },
  ],
  channels: [
    { name: 'sales', app: true },
    { name: 'open' },
    { name: 'secret', private: true, members: ['csm'], app: true },
    { name: 'closed', private: true, members: ['csm'] },
  ],
};

export interface Pair {
  sandbox: Sandbox;
  app: App;
  client: WebClient;
  appUrl: string;
  stop(): Promise<void>;
}

/** Refusals are expected here, and Bolt and its client log each. */
const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A sandbox and a plain Bolt app that stand opposite each other. The app has no listeners yet. */
export async function startPair(options: Partial<SandboxOptions> = {}): Promise<Pair> {
  let appUrl = '';
  const sandbox = await startSandbox({
    seed: SEED,
    signingSecret: SIGNING_SECRET,
    appUrls: () => [appUrl],
    patienceMs: 3_000,
    ...options,
  });
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logger: quiet });
  const clientOptions = {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
  const app = new App({
    token: sandbox.botToken,
    receiver,
    clientOptions,
    logger: quiet,
    deferInitialization: true,
  });
  await app.init();
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sandbox,
    app,
    appUrl,
    client: new WebClient(sandbox.botToken, { ...clientOptions, logger: quiet }),
    async stop() {
      if (!server.listening) return;
      await sandbox.close();
      server.closeAllConnections();
      await receiver.stop();
    },
  };
}

/** The error code of a refused call, or null. */
export async function refusal(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    const { data, code } = error as { data?: { error?: string }; code?: string };
    return data?.error ?? code ?? String(error);
  }
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
