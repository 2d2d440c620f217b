import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { startBaton } from '../../app.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createEmptyDatabase, dropDatabase, urlOf } from '../support/database.ts';

// Processes and databases start and stop here.
vi.setConfig({ testTimeout: 120_000 });

const APP = fileURLToPath(new URL('../../app.ts', import.meta.url));
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-sample', SLACK_SIGNING_SECRET: 'a secret for tests' };

/** Takes connections and says nothing: a Slack or a database that does not answer. */
async function silence(port = 0): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => server.close());
  const address = server.address();
  return { server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

async function freePort(): Promise<number> {
  const { port, server } = await silence();
  server.close();
  await once(server, 'close');
  return port;
}

function run(env: Record<string, string>): {
  child: ChildProcess;
  said: () => string;
  ended: Promise<unknown>;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', APP], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...SLACK, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  closers.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  return { child, said: () => said, ended };
}

async function answered(port: number, path: string, method = 'GET'): Promise<[number, string]> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      return [response.status, await response.text()];
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function untilSaid(port: number, words: RegExp): Promise<void> {
  while (!words.test((await answered(port, '/readyz'))[1])) await new Promise((r) => setTimeout(r, 20));
}

test('it listens before the database answers, and says what it waits for', async () => {
  const [database, port] = [await silence(), await freePort()];
  const stopping = new AbortController();
  const starting = startBaton(
    readConfig({
      ...SLACK,
      DATABASE_URL: `postgres://nobody@127.0.0.1:${database.port}/nowhere`,
      PORT: `${port}`,
    }),
    { log: pino({ level: 'silent' }), stopping: stopping.signal },
  );
  starting.catch(() => {});
  expect(await answered(port, '/healthz')).toEqual([200, 'ok\n']);
  await untilSaid(port, /^not ready\nstart: NOT READY, waiting for the database\n$/);
  expect((await answered(port, '/slack/events', 'POST'))[0]).toBe(503);
  expect((await answered(port, '/v1/signals', 'POST'))[0]).toBe(503);
  stopping.abort();
  await expect(starting).rejects.toThrow();
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

test('a port that is taken is a sentence, and so is an address that is none of this machine', async () => {
  const { port } = await silence();
  const taken = run({ PORT: `${port}`, DATABASE_URL: inject('serverUrl') });
  expect(await taken.ended).toBe(1);
  expect(taken.said()).toContain(`PORT ${port} is taken`);
  expect(taken.said()).not.toMatch(/ {4}at |EADDRINUSE|\{/);
  const elsewhere = run({ HOST: '192.0.2.1', PORT: '0', DATABASE_URL: inject('serverUrl') });
  expect(await elsewhere.ended).toBe(1);
  expect(elsewhere.said()).toContain('HOST is no address of this machine');
});

test('SIGTERM while it waits for Slack stops its own database too', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-start-'));
  closers.push(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o755); // as root, the server runs as somebody else, who must get in
  const [slack, port] = [await silence(), await freePort()];
  const baton = run({
    DATA_DIR: dataDir,
    PORT: `${port}`,
    SLACK_API_URL: `http://127.0.0.1:${slack.port}/api/`,
  });
  await untilSaid(port, /waiting for Slack/);
  const [, , , databasePort] = (await readFile((await pidFile(dataDir)) ?? '', 'utf8')).split('\n');
  const reach = () => once(connect(Number(databasePort), '127.0.0.1'), 'connect');
  await reach();
  baton.child.kill('SIGTERM');
  expect(await baton.ended).toBe(0);
  expect(await pidFile(dataDir)).toBeUndefined();
  await expect(reach()).rejects.toThrow('ECONNREFUSED');
});

test('SIGTERM while it makes its own database leaves no server behind', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-start-'));
  closers.push(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o755);
  const port = await freePort();
  const baton = run({ DATA_DIR: dataDir, PORT: `${port}`, SLACK_API_URL: 'http://127.0.0.1:9/api/' });
  await untilSaid(port, /waiting for the database/);
  baton.child.kill('SIGTERM');
  expect(await baton.ended).toBe(0);
  expect(await pidFile(dataDir)).toBeUndefined();
});

test('a database without our tables, and one that does not know us, are said in words', async () => {
  const empty = await createEmptyDatabase();
  closers.push(() => dropDatabase(empty));
  const start = (url: string) =>
    startBaton(readConfig({ ...SLACK, DATABASE_URL: url, PORT: '0' }), { log: pino({ level: 'silent' }) });
  await expect(start(urlOf(empty))).rejects.toThrow(/db:deploy/);
  await expect(start(urlOf('nobody_made_this'))).rejects.toThrow(/does not answer \(3D000\)/);
});

async function pidFile(dataDir: string): Promise<string | undefined> {
  const found = (await readdir(dataDir, { recursive: true })).find((path) => path.endsWith('postmaster.pid'));
  return found && join(dataDir, found);
}
