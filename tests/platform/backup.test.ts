import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { run } from '../../cli/run.ts';
import { backUp, checkBackup, listTables } from '../../src/platform/database/backup.ts';
import { FrameWriter } from '../../src/platform/database/backup-file.ts';
import { knownMigrations, migrate } from '../../src/platform/database/migrate.ts';
import { restore } from '../../src/platform/database/restore.ts';
import { buildHouse } from '../handoffs/house.ts';
import { createEmptyDatabase, dropDatabase, ownDatabase, urlOf } from '../support/database.ts';
import { WORK_OF_DELIVERY, WORK_OF_JOBS } from '../workspaces/work.ts';

const database = ownDatabase();
const log = pino({ level: 'silent' });
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-backup-'));
  file = join(folder, 'whole');
  const house = await buildHouse(database.db);
  for (const prepare of Object.values(WORK_OF_JOBS)) await prepare(house);
  for (const prepare of Object.values(WORK_OF_DELIVERY)) await prepare(house.ctx, 'UPRESENT');
  // What COPY has to keep apart.
  await database.db.account.updateMany({
    where: { workspaceId: house.ctx.workspace.id },
    data: { plan: 'a\tb\\\n\\.\nc' },
  });
  await backUp({ url: database.url, file, log });
});
afterAll(() => rm(folder, { recursive: true }));

async function anEmptyOne(): Promise<string> {
  const name = await createEmptyDatabase();
  onTestFinished(() => dropDatabase(name));
  return urlOf(name);
}

async function asked<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Every row of every table as text; what is looked for again is not the same. */
const rowsIn = (url: string) =>
  asked(url, async (client) => {
    const found: Record<string, unknown[]> = {};
    for (const { table } of await listTables(client)) {
      const { rows } = await client.query(`SELECT t::text AS line FROM ${table} t ORDER BY 1`);
      found[table] = table === 'outbox_messages' ? [rows.length] : rows.map(({ line }) => line);
    }
    return found;
  });

it('brings back every row of every table, and what the database does by itself', async () => {
  const url = await anEmptyOne();
  await restore({ url, file, log });
  expect(await rowsIn(url)).toEqual(await rowsIn(database.url));
  await asked(url, async (client) => {
    await expect(client.query('DELETE FROM audit_entries')).rejects.toThrow(/append-only/);
    const { rows } = await client.query(
      `SELECT count(*)::int AS disabled FROM pg_trigger WHERE tgenabled <> 'O'`,
    );
    expect(rows).toEqual([{ disabled: 0 }]);
    // No table numbers its own rows: what comes next would have to be kept as well.
    expect((await client.query('SELECT FROM pg_sequences')).rowCount).toBe(0);
  });
  const { head, tables } = await checkBackup(file);
  expect(head.migrations).toEqual(await knownMigrations());
  expect(Object.keys(tables)).toEqual(expect.arrayContaining(['handoffs', 'timers', 'signals', 'settings']));
});

it('is readable by its owner alone, and of one moment while others write', async () => {
  const name = join(folder, 'written beside');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const writing = Promise.all([1, 2, 3].map(() => buildHouse(database.db)));
  const { tables } = await backUp({ url: database.url, file: name, log });
  await writing;
  const url = await anEmptyOne();
  await restore({ url, file: name, log });
  const { rows } = await asked(url, (client) => client.query('SELECT count(*)::int AS rows FROM members'));
  expect(rows).toEqual([{ rows: tables['members'] }]);
});

it('has what waited to be posted looked for, since it may have been posted after the backup', async () => {
  const url = await anEmptyOne();
  await restore({ url, file, log });
  const { rows } = await asked(url, (client) =>
    client.query(
      `SELECT DISTINCT state FROM outbox_messages WHERE state IN ('pending', 'sending', 'uncertain')`,
    ),
  );
  expect(rows).toEqual([{ state: 'uncertain' }]);
});

const refused = (url: string, from: string) =>
  restore({ url, file: from, log }).then(
    () => 'restored',
    (error: Error) => error.message,
  );

it('is refused, with nothing written, where it is cut short, damaged, or something else', async () => {
  const url = await anEmptyOne();
  const bytes = await readFile(file);
  const made = async (name: string, content: Buffer) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const flipped = Buffer.from(gunzipSync(bytes));
  const at = flipped.length >> 1;
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  for (const [name, content] of [
    ['half', bytes.subarray(0, bytes.length >> 1)],
    ['all but the end', bytes.subarray(0, -9)],
    ['without its sum', gzipSync(gunzipSync(bytes).subarray(0, -36))],
    ['another bit', gzipSync(flipped)],
    ['more behind it', gzipSync(Buffer.concat([gunzipSync(bytes), Buffer.from('x')]))],
  ] as const) {
    const bad = await made(name, content);
    expect(await refused(url, bad), name).toMatch(/cut short or damaged/);
    await expect(checkBackup(bad), name).rejects.toThrow(/cut short or damaged/);
  }
  for (const content of [Buffer.from('no backup'), gzipSync('{"baton":"other"}'), Buffer.alloc(0)])
    expect(await refused(url, await made('foreign', content))).toMatch(/no backup of Baton’s|cut short/);
  expect(await refused(url, join(folder, 'not there'))).toMatch(/cannot be read \(ENOENT\)/);
  expect(await asked(url, listTables)).toEqual([]);
});

async function ofMigrations(name: string, migrations: string[]): Promise<string> {
  const writer = new FrameWriter();
  const head = { baton: 'backup', format: 1, at: new Date(0).toISOString(), migrations } as const;
  const frames = [writer.json(head), writer.json({ end: true, tables: {} })];
  await writeFile(join(folder, name), gzipSync(Buffer.concat([...frames, writer.sum()])));
  return join(folder, name);
}

it('is refused of a newer version, or of one that lacked something in between', async () => {
  const url = await anEmptyOne();
  const known = await knownMigrations();
  expect(await refused(url, await ofMigrations('newer', [...known, '20990101000000_to_come']))).toMatch(
    /made by a newer Baton \(20990101000000_to_come is not known here\)/,
  );
  expect(
    await refused(
      url,
      await ofMigrations(
        'gap',
        known.filter((_, n) => n !== 3),
      ),
    ),
  ).toMatch(/lacked migrations/);
  expect(await asked(url, listTables)).toEqual([]);
});

it('of an older version is brought up to this one; onto newer tables it is refused', async () => {
  const url = await anEmptyOne();
  const known = await knownMigrations();
  const older = await ofMigrations('older', known.slice(0, 5));
  await restore({ url, file: older, log });
  const { rows } = await asked(url, (client) =>
    client.query('SELECT count(*)::int AS applied FROM _prisma_migrations'),
  );
  expect(rows).toEqual([{ applied: known.length }]);
  expect(await refused(url, older)).toMatch(/newer than the backup/);
});

it('is refused onto a database that has rows, Baton’s or another’s tables', async () => {
  const before = await rowsIn(database.url);
  expect(await refused(database.url, file)).toMatch(/not empty/);
  expect(await rowsIn(database.url)).toEqual(before);
  const url = await anEmptyOne();
  await asked(url, (client) => client.query('CREATE TABLE of_others (id int)'));
  expect(await refused(url, file)).toMatch(/newer than|tables that are not Baton’s/);
});

it('does not write over a file, and leaves none behind that is not whole', async () => {
  await expect(backUp({ url: database.url, file, log })).rejects.toThrow(/is there already/);
  await expect(backUp({ url: await anEmptyOne(), file: join(folder, 'empty'), log })).rejects.toThrow();
  await expect(backUp({ url: database.url, file: join(folder, 'no', 'folder'), log })).rejects.toThrow(
    /ENOENT/,
  );
  expect((await readdir(folder)).filter((name) => /empty|partial/.test(name))).toEqual([]);
});

it('leaves no row where it is killed, and may be tried again', async () => {
  const url = await anEmptyOne();
  await migrate(url, log);
  // Somebody holds a table that comes late: it is killed in the middle.
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE timers IN ROW EXCLUSIVE MODE');
  const child: ChildProcess = fork(new URL('./restoring-process.ts', import.meta.url), [url, file], {
    execArgv: ['--import', 'tsx'],
  });
  const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await asked(url, (client) => client.query(waits))).rowCount === 0)
    if (child.exitCode !== null) throw new Error('it ended before it was killed');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await holder.query('SELECT FROM accounts')).rowCount).toBe(0);
  await holder.query('ROLLBACK');
  await holder.end();
  await restore({ url, file, log });
  const { tables } = await checkBackup(file);
  expect((await asked(url, (client) => client.query('SELECT FROM timers'))).rowCount).toBe(tables['timers']);
});

it('is a command', async () => {
  const env = { DATABASE_URL: database.url, LOG_LEVEL: 'silent' };
  const said: string[] = [];
  const io = (over: object = {}) => ({
    env: { ...env, ...over },
    write: (text: string) => void said.push(text),
    warn: (text: string) => void said.push(text),
  });
  const name = join(folder, 'by command');
  expect(await run(['backup', name], io())).toBe(0);
  expect(await run(['backup', '--check', name], io())).toBe(0);
  expect(await run(['restore', name], io({ DATABASE_URL: await anEmptyOne() }))).toBe(0);
  expect(said.map((text) => text.split('\n')[0])).toEqual([
    expect.stringMatching(/^Written to .*, and read again\. As of .*, \d+ rows\.$/),
    expect.stringMatching(/is whole\./),
    expect.stringMatching(/^Restored from /),
  ]);
  expect(await run(['restore', name], io())).toBe(1);
  expect(said.at(-1)).toMatch(/not empty/);
});
