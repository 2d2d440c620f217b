import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBaton } from '../../app.ts';
import { companySeed } from '../../sandbox/demo/company.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { readConfig } from '../../src/platform/config.ts';
import { manifest } from '../support/baton.ts';
import { addressesOf, createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let sandbox: Sandbox;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  sandbox = await startSandbox({
    seed: companySeed(manifest),
    signingSecret: 'unused',
    socketMode: true,
    rateLimits: false,
  });
  return () => sandbox.close();
});
afterAll(() => database.drop());

function start(appToken: string, stopping?: AbortSignal) {
  const config = readConfig({
    ...addressesOf(database.url),
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_API_URL: sandbox.apiUrl,
    PORT: '0',
  });
  return startBaton(config, { log: pino({ level: 'silent' }), ...(stopping ? { stopping } : {}) });
}

test('an app token that Slack refuses, or that may not connect, ends the start in words', async () => {
  await expect(start('xapp-of-another-app')).rejects.toThrow(
    /SLACK_APP_TOKEN is refused by Slack: take a new one, under Basic Information.*\(invalid_auth\)/,
  );
  sandbox.core.world.app.appTokenScopes.clear();
  await expect(start(sandbox.appToken)).rejects.toThrow(
    /SLACK_APP_TOKEN lacks the scope connections:write: make a token that has it/,
  );
  expect(sandbox.faults.sockets.open).toBe(0);
});

test('without a connection it waits, serves what needs none, and can be stopped', async () => {
  sandbox.faults.sockets.switchOff();
  const stopping = new AbortController();
  const starting = start(sandbox.appToken, stopping.signal);
  starting.catch(() => {});
  await expect.poll(() => sandbox.traffic.calls('apps.connections.open').length).toBeGreaterThan(1);
  stopping.abort();
  await expect(starting).rejects.toThrow();
  expect(sandbox.faults.sockets.open).toBe(0);
});

test('over a socket, requests that Slack would send over HTTP are told so', async () => {
  const baton = await start(sandbox.appToken);
  const address = `http://127.0.0.1:${baton.port}`;
  const refused = await fetch(`${address}/slack/events`, { method: 'POST', body: '{}' });
  expect(refused.status).toBe(404);
  expect(await refused.text()).toMatch(/by Socket Mode/);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${address}/readyz`)).text()).toMatch(/^ready\n[\s\S]*^socket: is connected$/m);
  expect((await fetch(`${address}/v1/accounts`, { method: 'POST' })).status).toBe(401);
  await baton.stop();
  expect(sandbox.faults.sockets.open).toBe(0);
});
