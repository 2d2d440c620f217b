import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { NOW, newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DAY_MS, latestOf, newAccount } from './signals.ts';

let database: TestDatabase;
let ctx: Ctx;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'baton-signals-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  await newAccount(ctx, 'Acme', { domain: 'acme.example', externalIds: ['crm-1'] });
});

const at = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
const count = () => database.db.signal.count({ where: { workspaceId: ctx.workspace.id } });

async function importFile(text: string, ...words: string[]) {
  const path = join(folder, 'signals.csv');
  await writeFile(path, text);
  return importPath(path, ...words);
}

async function importPath(path: string, ...words: string[]) {
  let out = '';
  let bar = '';
  const code = await run(['--team', ctx.workspace.slackTeamId, 'signals', 'import', path, ...words], {
    env: await envAt(ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: () => {},
    progress: (line) => {
      bar = line;
    },
  });
  return { code, out, bar };
}

describe('a file of signals', () => {
  it('is recorded, by the names that people have for accounts and with everything it says', async () => {
    const observedAt = at(1);
    const { code, out } = await importFile(
      'account;type;value;observed_at;key;source;note;evidence\n' +
        `crm-1;seats_used;80.5;${observedAt};k1;export;of 100;https://example.com/1\n` +
        `acme.example;usage_trend;-12;${observedAt};;;;\n` +
        `Acme;nps;9;${at(400)};;;;\n`,
    );
    expect([code, out]).toEqual([0, '3 recorded (1 too old to count today), 0 known before, 0 rejected.\n']);
    const kept = await database.db.signal.findMany({
      where: { workspaceId: ctx.workspace.id },
      orderBy: { type: 'asc' },
    });
    expect(kept).toMatchObject([
      { type: 'nps', value: 9, source: 'import', actor: { type: 'cli' } },
      {
        type: 'seats_used',
        value: 80.5,
        key: 'k1',
        source: 'export',
        note: 'of 100',
        evidence: 'https://example.com/1',
      },
      { type: 'usage_trend', value: -12, observedAt: new Date(observedAt) },
    ]);
  });

  it('may say numbers and moments as spreadsheets and CRMs write them', async () => {
    const moment = at(1).slice(0, 19);
    const moments = ['.000+0000', '+00', ' UTC', '-00:00'].map(
      (zone) => `${moment.replace('T', ' ')}${zone}`,
    );
    const rows = ['"7,5"', '\u22127', '\uFF18', "'9"].map(
      (value, i) => `Acme,usage_trend,${value},${moments[i]}`,
    );
    const { out } = await importFile(`Account name,Metric,Value,Observed at\n${rows.join('\n')}\n`);
    expect(out).toContain('4 recorded, 0 known before, 0 rejected.');
    const kept = await database.db.signal.findMany({
      where: { workspaceId: ctx.workspace.id },
      orderBy: { value: 'asc' },
    });
    expect(kept.map(({ value, observedAt }) => [value, observedAt.toISOString().slice(0, 19)])).toEqual(
      [-7, 7.5, 8, 9].map((value) => [value, moment]),
    );
  });

  it('says where a note that was not closed begins, and records the others', async () => {
    const text = `account\ttype\tvalue\tnote\nAcme\tnps\t9\t"Great\nAcme\tcsat\t4\tok\nAcme\tnps\t5\tsaid "yes"\n`;
    const { out } = await importFile(text);
    expect(out).toContain('2 recorded, 0 known before, 1 rejected.');
    expect(out).toContain('line 2: has a quotation mark (") that is opened and not closed');
  });

  it('may be imported again', async () => {
    const text = `account,type,value,observed_at\nAcme,nps,9,${at(1)}\nAcme,nps,9,${at(2)}\n`;
    expect((await importFile(text)).out).toContain('2 recorded, 0 known before, 0 rejected.');
    expect((await importFile(text)).out).toContain('0 recorded, 2 known before, 0 rejected.');
    expect(await count()).toBe(2);
  });

  it.each([
    ['Acme,nps,"1,234",', 'value ""1,234"" could be a fraction or thousands'],
    ['Acme,nps,80%,', 'value ""80%"" has a percent sign'],
    ['Acme,nps,(5),', 'value ""(5)"" stands in parentheses'],
    ['Acme,nps,"1.234,5",', 'value ""1.234,5"" has marks between its digits'],
    ['Acme,nps,true,', 'value ""true"" is not a number'],
    ['Acme,nps,0x1F,', 'value ""0x1F"" is not a number'],
    ['Acme,nps,1e999,', 'value ""1e999"" is too large'],
    ['Acme,nps,NaN,', 'value is missing'],
    ['1.23457E+11,nps,9,', 'account was shortened by the spreadsheet'],
    ['gmail.com,nps,9,', 'No account is known as ""gmail.com""'],
    ['Acme,nps,,', 'value is missing'],
    ['Acme,seats_used,-1,', 'seats_used is at least 0'],
    ['Acme,npss,9,', 'Did you mean ""nps""?'],
    ['Nobody,nps,9,', 'No account is known as ""Nobody""'],
    [',nps,9,', 'account is missing'],
    ['Acme,nps,9,2026-01-01', 'with a zone'],
    ['Acme,nps,9,2999-01-01T00:00:00Z', '5 minutes'],
  ])('takes all rows but this one: %s', async (row, reason) => {
    const { code, out } = await importFile(`account,type,value,observed_at\n${row}\nAcme,csat,4,${at(1)}\n`);
    expect([code, out]).toEqual([2, expect.stringContaining('1 recorded, 0 known before, 1 rejected.')]);
    expect(Object.keys(await latestOf(ctx))).toEqual(['Acme csat']);
    const rejected = await readFile(join(folder, 'signals.rejected.csv'), 'utf8');
    expect(rejected).toContain(reason);
    const mended = `${rejected.split('\r\n')[0]}\r\n2,,Acme,nps,9,${at(1)}\r\n`;
    await writeFile(join(folder, 'signals.rejected.csv'), mended);
    expect((await importPath(join(folder, 'signals.rejected.csv'))).out).toContain('1 recorded');
  });

  it('can be tried first without writing anything', async () => {
    const text = `account,type,value,key\nAcme,nps,9,k1\nAcme,nps,8,k1\nAcme,nps,7,\nNobody,nps,9,\n`;
    const { code, out } = await importFile(text, '--dry-run');
    expect([code, out]).toEqual([
      2,
      expect.stringContaining('Nothing was written. Would be: 2 recorded, 0 known before, 2 rejected.'),
    ]);
    expect(out).toContain('line 3: key was used before for a signal with another value');
    expect([await count(), await latestOf(ctx)]).toEqual([0, {}]);
    expect((await importFile(text)).out).toContain('2 recorded, 0 known before, 2 rejected.');
  });

  it('shows how far it is, and each row is its own: 1,200 of them', async () => {
    const rows = Array.from({ length: 1_200 }, (_, i) => `crm-1,nps,${i % 10},${at(i / 1_000)}`);
    const { out, bar } = await importFile(`account,type,value,observed_at\n${rows.join('\n')}\n`);
    expect(out).toContain('1200 recorded, 0 known before, 0 rejected.');
    expect(bar).toContain('1200 of 1200');
    expect(await count()).toBe(1_200);
  });

  it('with a column that is none is refused as a whole', async () => {
    const { code } = await importFile('account,type,valu\nAcme,nps,9\n');
    expect([code, await count()]).toEqual([1, 0]);
  });
});
