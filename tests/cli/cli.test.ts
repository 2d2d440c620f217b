import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  dropDatabase,
  type TestDatabase,
  urlOf,
} from '../support/database.ts';

let database: TestDatabase;
let ctx: Ctx;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-cli-'));
});
beforeEach(async () => {
  database = await createTestDatabase();
  ctx = await newWorkspace(database.db);
  return () => database.drop();
});
afterAll(() => rm(folder, { recursive: true }));

async function baton(words: string[], env: Record<string, string> = {}) {
  let out = '';
  let err = '';
  const code = await run(words, {
    env: { ...(await envAt(ctx.now, database)), ...env },
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('settings', () => {
  it('are listed with value, default and meaning, within 80 columns', async () => {
    await baton(['settings', 'set', 'calendar', 'Mon-Thu', '08:00-16:00;', 'Fri', '08:00-12:00']);
    const { code, out } = await baton(['settings', 'get']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^handoff\.acknowledge {12}1 working day {15}1 working day\n {4}How long the receiver has to respond/m,
    );
    expect(out).toMatch(/^calendar .*Mon-Thu 08:00-16:00; Fri … {2}business$/m);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('are changed, shown one by one, and reset', async () => {
    const set = await baton(['settings', 'set', 'interruptions.per_day', '5']);
    expect(set).toMatchObject({ code: 0, out: 'interruptions.per_day is now 5. Before: 3.\n' });
    expect((await baton(['settings', 'get', 'interruptions.per_day'])).out).toContain(
      'interruptions.per_day = 5\n',
    );
    const reset = await baton(['settings', 'set', 'interruptions.per_day', 'default']);
    expect(reset.out).toBe('interruptions.per_day is now 3 (the default). Before: 5.\n');
    await baton(['settings', 'set', 'interruptions.per_day', '4']);
    expect(await baton(['settings', 'unset', 'interruptions.per_day'])).toMatchObject({
      code: 0,
      out: 'interruptions.per_day is now 3 (the default). Before: 4.\n',
    });
  });

  it('answer a mistake with what was probably meant', async () => {
    expect(await baton(['settings', 'get', 'interruptions.perday'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Did you mean interruptions.per_day?'),
    });
    expect(await baton(['settngs'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Did you mean settings?'),
    });
    const lane = await baton(['teams', 'set', 'CS', '--lane', 'support']);
    expect(lane).toMatchObject({ code: 1, err: expect.stringContaining('sales, service, cs') });
  });
});

describe('teams', () => {
  it('are made and listed', async () => {
    expect((await baton(['teams', 'list'])).out).toContain('no teams yet');
    await newMember(ctx, 'ULEAD');
    await newMember(ctx, 'UCSM0');
    const words = [
      '--lane',
      'cs',
      '--channel',
      'C012AB3CD',
      '--lead',
      'ULEAD',
      '--routing',
      'in_turn',
      '--members',
      'ULEAD,ucsm0@example.com',
    ];
    expect(await baton(['teams', 'set', 'Enterprise', ...words])).toMatchObject({ code: 0, err: '' });
    expect((await baton(['teams', 'list'])).out).toBe(
      'TEAM        LANE  CHANNEL    LEAD          MEMBERS  ROUTING  HOURS\n' +
        "Enterprise  cs    C012AB3CD  Person ULEAD  2        in_turn  the workspace's\n",
    );
  });
});

describe('imports', () => {
  it('of people answer 0 when all rows are in, and 2 with a file of the rejected ones', async () => {
    await newMember(ctx, 'UCSM0');
    const path = await file('people.csv', 'slack_id;team;lane\nUCSM0;CS;cs\nUNOBODY;CS;cs\n');
    const first = await baton(['people', 'import', path]);
    expect(first.out).toBe(
      '1 row imported, 1 rejected.\nNew teams: CS.\n  line 3: nobody in this workspace is known as "UNOBODY"\n',
    );
    const beside = join(folder, 'people.rejected.csv');
    expect(first).toMatchObject({ code: 2, err: expect.stringContaining(beside) });
    await newMember(ctx, 'UNOBODY');
    expect(await readFile(beside, 'utf8')).toContain(
      '3;"nobody in this workspace is known as ""UNOBODY""";UNOBODY;CS;cs',
    );
    expect(await baton(['people', 'import', beside])).toMatchObject({
      code: 0,
      out: '1 row imported, 0 rejected.\n',
    });
  });

  it('of accounts can be tried first without writing anything', async () => {
    const path = await file('accounts.csv', 'name,arr\nAcme,$500k\nBad,lots\n');
    const dry = await baton(['accounts', 'import', path, '--dry-run']);
    expect(dry).toMatchObject({ code: 2, err: expect.stringContaining('Mend these rows first') });
    expect(dry.out).toContain('line 2: would create Acme\n');
    expect(dry.out).toContain('Nothing was written. Would be: 1 created, 0 updated, 1 rejected.\n');
    expect(dry.out).toContain('line 3: "lots" is not an amount');
    expect(await database.db.account.count()).toBe(0);
    await expect(readFile(join(folder, 'accounts.rejected.csv'))).rejects.toThrow('ENOENT');
    expect(await baton(['accounts', 'import', path])).toMatchObject({ code: 2 });
    expect(await database.db.account.count()).toBe(1);
  });

  it('refuse wrong columns and missing files before anything is written', async () => {
    const accounts = await file('wrong.csv', 'name,owner\nAcme,me\n');
    expect(await baton(['accounts', 'import', accounts])).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no column "owner"'),
    });
    const people = await file('nobody.csv', 'team,lane\nCS,cs\n');
    expect(await baton(['people', 'import', people])).toMatchObject({
      code: 1,
      err: expect.stringContaining('needs a column "slack_id" or "email"'),
    });
    expect(await baton(['people', 'import', join(folder, 'missing.csv')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    });
    expect(await database.db.account.count()).toBe(0);
  });
});

describe('the workspace', () => {
  it('has to be named where there are several', async () => {
    const other = await newWorkspace(database.db);
    const unnamed = await baton(['teams', 'list']);
    expect(unnamed).toMatchObject({ code: 1, err: expect.stringContaining(other.workspace.slackTeamId) });
    expect(await baton(['teams', 'list', '--team', other.workspace.slackTeamId])).toMatchObject({ code: 0 });
    expect(await baton(['--team', 'TWRONG', 'teams', 'list'])).toMatchObject({ code: 1 });
  });

  it('is asked for when there is none', async () => {
    await database.db.workspace.deleteMany();
    expect(await baton(['teams', 'list'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('npm start'),
    });
  });
});

describe('what is wrong is said with what to do', () => {
  it('about a database that is not there, or has no tables', async () => {
    const nowhere = await baton(['teams', 'list'], { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' });
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('ECONNREFUSED') });
    expect(nowhere.err).toContain('Check DATABASE_URL');
    const empty = await createEmptyDatabase();
    const bare = await baton(['teams', 'list'], { DATABASE_URL: urlOf(empty) });
    expect(bare).toMatchObject({ code: 1, err: expect.stringContaining('npm run db:deploy') });
    await dropDatabase(empty);
    const odd = await baton(['teams', 'list'], { DATABASE_URL: 'mysql://x' });
    expect(odd).toMatchObject({
      code: 1,
      err: expect.stringContaining('DATABASE_URL must begin with postgres://'),
    });
  });
});

describe('the real process', () => {
  it('writes results to stdout, errors to stderr, and ends with the code', async () => {
    const process1 = await spawned(['settings', 'set', 'interruptions.per_day', '4']);
    expect(process1).toEqual({ code: 0, out: 'interruptions.per_day is now 4. Before: 3.\n', err: '' });
    const process2 = await spawned(['settings', 'set', 'interruptions.per_day', 'many']);
    expect(process2).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('a whole number from 0 to 50'),
    });
  });
});

function spawned(words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli/index.ts', ...words], {
    env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
