import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companySeed } from '../../sandbox/demo/company.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { METRICS_TOKEN, manifest, SIGNING_SECRET } from '../support/baton.ts';
import { createEmptyDatabase, dropDatabase, urlOf } from '../support/database.ts';
import { scrape } from '../support/metrics.ts';

// Baton as it is shipped, in the folder BATON_IMAGE: `.ci/image` and `.ci/on-nodes` make it. As nobody and, where the
// machine lets us, on a read-only root.

const folder = process.env['BATON_IMAGE'] ?? '';
const node = process.env['BATON_NODE'] ?? process.execPath;

const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs'];
const READ_ONLY = [
  'unshare',
  '-m',
  'sh',
  '-c',
  'mount --bind / / && mount -o remount,bind,ro / && exec "$@"',
  'sh',
];
const works = ([command = '', ...words]: string[]) => spawnSync(command, [...words, 'true']).status === 0;
/** In front of each command. */
const before = [[...READ_ONLY, ...NOBODY], NOBODY].find(works) ?? [];

let name: string;
let sandbox: Sandbox;
let url = '';
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  name = await createEmptyDatabase();
  sandbox = await startSandbox({
    seed: companySeed(manifest),
    signingSecret: SIGNING_SECRET,
    appUrls: () => (url === '' ? [] : [url]),
    rateLimits: false,
  });
  env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DATABASE_URL: urlOf(name),
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: sandbox.apiUrl,
    METRICS_TOKEN,
    PORT: '0',
  };
});
afterAll(async () => {
  await sandbox.close();
  await dropDatabase(name);
});

function start(words: readonly string[], over: NodeJS.ProcessEnv = {}) {
  const [command = node, ...args] = [...before, node, ...words];
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, ...over },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  return { child, said: () => said.join('') };
}

async function run(words: readonly string[], over?: NodeJS.ProcessEnv) {
  const { child, said } = start(words, over);
  const code = await endOf(child);
  return { code, said: said() };
}

const endOf = async (child: ChildProcess): Promise<unknown> => (await once(child, 'close'))[0];
const DEPLOY = ['run.js', 'src/platform/database/deploy'];
const baton = (...words: string[]) => run(['run.js', 'cli/index', ...words]);

test('it brings a database up to date, does all its work, and writes nothing beside it', async () => {
  console.info(
    `on Node ${(await run(['--version'])).said.trim()}, ${before.includes('unshare') ? '' : 'not '}on a read-only root`,
  );
  expect(await run(DEPLOY)).toMatchObject({ code: 0, said: expect.stringContaining('Applied: ') });
  expect(await run(DEPLOY)).toMatchObject({ code: 0, said: 'The database is up to date.\n' });

  const app = start(['dist/app.js']);
  try {
    const ready = /"port":(\d+),"msg":"Baton is ready"/;
    for (let tries = 0; !ready.test(app.said()); tries++) {
      if (tries > 600 || app.child.exitCode !== null) throw new Error(`not ready: ${app.said()}`);
      await pause(100);
    }
    url = `http://127.0.0.1:${ready.exec(app.said())?.[1]}`;
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
    // On a busy machine a connection does not always come in time.
    for (let tries = 0; (await fetch(`${url}/readyz`)).status !== 200; tries++) {
      if (tries > 100) throw new Error(await (await fetch(`${url}/readyz`)).text());
      await pause(200);
    }

    const [rep, csm] = [sandbox.person('rep.berlin'), sandbox.person('csm.berlin')];
    await handOver(rep, { account: 'Sample Image Works', receiver: 'CSM (Berlin)' });
    await csm.message(/Sample Image Works/, { in: 'dm' });
    // What was read of the database is kept for seconds.
    for (let tries = 0; (await scrape(url)).of('baton_cases_open', { kind: 'handoff' }) !== 1; tries++) {
      if (tries > 100) throw new Error('the handoff is not among the open cases');
      await pause(100);
    }
    expect(await baton('settings', 'get', 'calendar')).toMatchObject({
      code: 0,
      said: expect.stringContaining('calendar = '),
    });
    expect((await baton('doctor')).said).toMatch(/✓ Slack accepts the token/);
    app.child.kill('SIGTERM');
    expect(await endOf(app.child)).toBe(0);
    expect(
      app
        .said()
        .split('\n')
        .filter((line) => /"level":[56]0/.test(line)),
    ).toEqual([]);
  } finally {
    app.child.kill('SIGKILL');
  }
}, 300_000);

test('without a database it says what to set', async () => {
  const { code, said } = await run(['dist/app.js'], { DATABASE_URL: '', DATA_DIR: '/var/tmp/baton-nowhere' });
  expect(code).toBe(1);
  expect(said).toContain('DATABASE_URL');
}, 60_000);
