import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listen } from '../../src/platform/database/listen.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { completeLinks } from '../../src/platform/embedded/binaries.ts';
import { startEmbedded } from '../../src/platform/embedded/embedded.ts';

const log = pino({ level: 'silent' });
const root = process.getuid?.() === 0;

async function makeFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-embedded-'));
  await chmod(folder, mode);
  onTestFinished(async () => {
    const server = await readServer(folder);
    if (server) killHard(server.pid);
    const elsewhere = await readFile(join(folder, 'location'), 'utf8').catch(() => undefined);
    if (elsewhere) await rm(elsewhere.trim(), { recursive: true });
    await rm(folder, { recursive: true });
  });
  return folder;
}

async function readServer(folder: string): Promise<{ pid: number; port: number } | undefined> {
  const home = await readFile(join(folder, 'location'), 'utf8').catch(() => join(folder, 'postgres'));
  const text = await readFile(join(home.trim(), 'cluster', 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n');
  return lines && { pid: Number(lines[0]), port: Number(lines[3]) };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that holds the database of `folder`, in a process group of its own. */
async function hold(folder: string, as: 'app' | 'cli'): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/embedded-holder.ts', folder, as], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return { child, said: String(line).trim() };
}

async function letGo({ child }: { child: ChildProcess }): Promise<void> {
  child.stdin?.end();
  await once(child, 'exit');
}

test('two that start at once in an empty folder share one server, and the last one out stops it', async () => {
  const folder = await makeFolder();
  const holders = await Promise.all([hold(folder, 'cli'), hold(folder, 'app'), hold(folder, 'cli')]);
  const urls = holders.map(({ said }) => said);
  expect(new Set(urls).size).toBe(1);
  expect(await query(urls[0] ?? '', 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);

  const [first, ...others] = holders;
  if (first) await letGo(first);
  expect(await query(urls[0] ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await Promise.all(others.map(letGo)); // at the same moment
  expect(await readServer(folder)).toBeUndefined();
});

test('the password is random and readable by its owner alone', async () => {
  const folder = await makeFolder();
  const { url, release } = await startEmbedded({ dataDir: folder, as: 'app', log });
  expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  await release();
});

test('Baton works as a role that owns its database and can neither read files nor run programs', async () => {
  const folder = await makeFolder();
  const { url, release } = await startEmbedded({ dataDir: folder, as: 'app', log });
  expect((await migrate(url, log)).length).toBeGreaterThan(0);
  const rights =
    'SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user';
  expect(Object.values((await query(url, rights))[0] as object)).toEqual([false, false, false, false, false]);
  await expect(query(url, "COPY accounts TO PROGRAM 'true'")).rejects.toMatchObject({ code: '42501' });
  await expect(query(url, "SELECT pg_read_file('PG_VERSION')")).rejects.toMatchObject({ code: '42501' });
  await release();
});

test('what a version before made as superuser is given to that role, with what is in it', async () => {
  const folder = await makeFolder();
  const before = await startEmbedded({ dataDir: folder, as: 'cli', log });
  const server = before.superuserUrl.replace(/\/baton$/, '/postgres');
  await query(server, 'DROP DATABASE baton');
  await query(server, 'DROP ROLE baton_app');
  await query(server, 'CREATE DATABASE baton');
  const applied = await migrate(before.superuserUrl, log);
  await query(
    before.superuserUrl,
    "INSERT INTO inbound_requests (workspace_id, key, received_at) VALUES (gen_random_uuid(), 'kept', '2026-01-01Z')",
  );
  await before.release();

  const { url, superuserUrl, release } = await startEmbedded({ dataDir: folder, as: 'app', log });
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(url, log)).toEqual([]);
  expect(await query(url, 'SELECT key FROM inbound_requests')).toEqual([{ key: 'kept' }]);
  // As a next migration would.
  await query(url, "ALTER TABLE inbound_requests ADD COLUMN x INT; ALTER TYPE handoff_kind ADD VALUE 'x'");
  await query(
    url,
    'DROP TRIGGER accounts_keep_stage ON accounts; CREATE OR REPLACE FUNCTION keep_account_stage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  );
  const left = `SELECT oid FROM pg_class WHERE relowner = 'baton'::regrole AND relnamespace = 'public'::regnamespace
    UNION ALL SELECT oid FROM pg_proc WHERE proowner = 'baton'::regrole AND pronamespace = 'public'::regnamespace
    UNION ALL SELECT oid FROM pg_type WHERE typowner = 'baton'::regrole AND typnamespace = 'public'::regnamespace
    UNION ALL SELECT oid FROM pg_database WHERE datdba = 'baton'::regrole AND datname = 'baton'`;
  expect(await query(superuserUrl, left)).toEqual([]);
  await release();
});

test('a server left by kill -9 is joined, with what was in it, and stopped in the end', async () => {
  const folder = await makeFolder();
  const killed = await hold(folder, 'app');
  await query(killed.said, 'CREATE TABLE kept (x int)');
  const before = await readServer(folder);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');

  const { url, release } = await startEmbedded({ dataDir: folder, as: 'app', log });
  expect(await readServer(folder)).toEqual(before);
  expect(await query(url, 'SELECT * FROM kept')).toEqual([]);
  await release();
  expect(await readServer(folder)).toBeUndefined();
});

test('Ctrl-C in the terminal reaches the app but not the server', async () => {
  const folder = await makeFolder();
  const { child, said } = await hold(folder, 'app');
  process.kill(-(child.pid ?? 0), 'SIGINT'); // the whole foreground group, as a terminal does
  await once(child, 'exit');
  expect(await query(said, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a second app in the same folder is refused; a command line beside it is not', async () => {
  const folder = await makeFolder();
  const { url, release } = await startEmbedded({ dataDir: folder, as: 'app', log });
  const second = startEmbedded({ dataDir: folder, as: 'app', log });
  await expect(second).rejects.toMatchObject({
    code: 'folder_in_use',
    message: expect.stringMatching(/DATABASE_URL/),
  });
  const beside = await startEmbedded({ dataDir: folder, as: 'cli', log });
  expect(beside.url).toBe(url);
  await beside.release();
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await release();
});

test('a server that dies is brought back on the same port, and listeners listen again', async () => {
  const folder = await makeFolder();
  const { url, release } = await startEmbedded({ dataDir: folder, as: 'app', log });
  const heard: string[] = [];
  const listening = await listen({ url, log }, { news: (payload) => heard.push(payload) });
  const before = await readServer(folder);
  killHard(before?.pid ?? 0);
  await vi.waitFor(() => expect(heard).toEqual(['']), 20_000);
  const after = await readServer(folder);
  expect(after?.port).toBe(before?.port);
  expect(after?.pid).not.toBe(before?.pid);
  await query(url, "NOTIFY news, 'good'");
  await vi.waitFor(() => expect(heard).toEqual(['', 'good']));
  await listening.close();
  await release();
  expect(await readServer(folder)).toBeUndefined();
});

test('a copy of a folder whose server runs gets a server of its own', async () => {
  const folder = await makeFolder();
  const original = await startEmbedded({ dataDir: folder, as: 'app', log });
  await query(original.superuserUrl, 'CHECKPOINT');
  const copied = await makeFolder();
  await cp(folder, copied, { recursive: true, preserveTimestamps: true });
  if (root) await chownLike(join(folder, 'postgres'), join(copied, 'postgres'));
  const copy = await startEmbedded({ dataDir: copied, as: 'app', log });
  expect(new URL(copy.url).port).not.toBe(new URL(original.url).port);
  await copy.release();
  await original.release();
});

test('a folder under a closed home works, and is found again', async () => {
  const home = await makeFolder(0o700);
  const folder = join(home, 'data');
  await mkdir(folder);
  onTestFinished(async () => {
    const elsewhere = await readFile(join(folder, 'location'), 'utf8').catch(() => undefined);
    if (elsewhere) await rm(elsewhere.trim(), { recursive: true });
  });
  const first = await startEmbedded({ dataDir: folder, as: 'app', log });
  await query(first.url, 'CREATE TABLE kept (x int)');
  await first.release();
  expect(existsSync(join(folder, 'location'))).toBe(root); // as root, the server cannot go where root keeps it

  await chmod(home, 0o755); // the data stays where it is, whatever opens later
  const second = await startEmbedded({ dataDir: folder, as: 'app', log });
  expect(await query(second.url, 'SELECT * FROM kept')).toEqual([]);
  await second.release();
});

test('data of another major version is left alone, with a word on what to do', async () => {
  const folder = await makeFolder();
  await (await startEmbedded({ dataDir: folder, as: 'cli', log })).release();
  const versionFile = join(folder, 'postgres', 'cluster', 'PG_VERSION');
  await writeFile(versionFile, '16\n');
  const refused = startEmbedded({ dataDir: folder, as: 'cli', log });
  await expect(refused).rejects.toMatchObject({
    code: 'other_version',
    message: expect.stringMatching(/PostgreSQL 16.*Nothing was changed.*baton -- backup.*baton -- restore/s),
  });
});

test('data is not passed over when its folder was closed or its password lost', async () => {
  const home = await makeFolder();
  const folder = join(home, 'data');
  await (await startEmbedded({ dataDir: folder, as: 'cli', log })).release();

  await chmod(home, 0o700);
  const again = startEmbedded({ dataDir: folder, as: 'cli', log });
  if (root) await expect(again).rejects.toMatchObject({ code: 'folder_not_writable' });
  else await (await again).release();

  await chmod(home, 0o755);
  await rm(join(folder, 'password'));
  const refused = startEmbedded({ dataDir: folder, as: 'cli', log });
  await expect(refused).rejects.toMatchObject({ code: 'password_missing' });
});

test('a folder that cannot be made is said by name', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'file'), '');
  const refused = startEmbedded({ dataDir: join(folder, 'file'), as: 'cli', log });
  await expect(refused).rejects.toMatchObject({
    code: 'folder_not_writable',
    message: expect.stringMatching(/DATA_DIR/),
  });
});

test('links that no install script made are made now; where that fails, the message says what to run', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'native', 'lib'), { recursive: true });
  await writeFile(join(folder, 'native', 'lib', 'libx.so.1'), '');
  await writeFile(
    join(folder, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libx.so.1', target: 'native/lib/libx.so' }]),
  );
  await expect(completeLinks(folder)).rejects.toMatchObject({
    code: 'incomplete_installation',
    message: expect.stringMatching(/npm rebuild/),
  });

  await mkdir(join(folder, 'scripts'));
  await writeFile(
    join(folder, 'scripts', 'hydrate-symlinks.js'),
    "require('node:fs').symlinkSync('libx.so.1', 'native/lib/libx.so');",
  );
  await completeLinks(folder);
  expect(existsSync(join(folder, 'native', 'lib', 'libx.so'))).toBe(true);
});

async function chownLike(model: string, folder: string): Promise<void> {
  const { uid, gid } = await stat(model);
  const child = spawn('chown', ['-R', `${uid}:${gid}`, folder], { stdio: 'inherit' });
  await once(child, 'exit');
}
