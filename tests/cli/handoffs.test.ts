import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { ownWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-deals-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function baton(...words: string[]) {
  let out = '';
  let err = '';
  const code = await run(words, {
    env: await envAt(ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

it('deals come from a file: the good rows, notes on them, and a file of the others', async () => {
  const path = join(folder, 'deals.csv');
  const rows = ['D-1,Acme,nobody@example.com,1200,EUR', 'D-2,Beta,,a lot,EUR', ',Gamma,,,'];
  await writeFile(path, ['Opportunity ID,Account,Deal Owner,Amount,Currency', ...rows].join('\n'));
  const dry = await baton('handoffs', 'import', path, '--dry-run');
  expect(dry.code).toBe(2);
  expect(dry.out).toContain('Nothing was written. Would be: 1 new, 0 changed, 0 unchanged, 2 rejected.');
  expect(await database.db.deal.count()).toBe(0);
  const { code, out } = await baton('handoffs', 'import', path);
  expect(code).toBe(2);
  expect(out).toContain('line 2, Acme: no one here is known as nobody@example.com');
  expect(out).toContain('line 4: deal_id is empty');
  expect(await readFile(join(folder, 'deals.rejected.csv'), 'utf8')).toContain('D-2,Beta');
  const again = await baton('handoffs', 'import', path);
  expect(again.out).toContain('0 new, 0 changed, 1 unchanged, 2 rejected.');
});

it('a file has a column for what is said of each contact', async () => {
  const path = join(folder, 'contacts.csv');
  const header =
    'deal_id,account_name,Contact 1 Name,Contact 1 Role,contact_2_name,contact_2_role,contact_2_note';
  const rows = [
    'C-1,Contact Customer,Ann Sample,Champion,Bob Sample,economic-buyer,Signs',
    'C-2,Other Customer,,champion,,,',
  ];
  await writeFile(path, [header, ...rows].join('\n'));
  const { out } = await baton('handoffs', 'import', path);
  expect(out).toContain('line 3: contact 1 has no name');
  expect(await database.db.deal.findFirstOrThrow({ where: { externalId: 'C-1' } })).toMatchObject({
    answers: {
      contact: 'Ann Sample, Champion',
      people: [
        { name: 'Ann Sample', role: 'champion' },
        { name: 'Bob Sample', role: 'economic_buyer', note: 'Signs' },
      ],
    },
  });
});
