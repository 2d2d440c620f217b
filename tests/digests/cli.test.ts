import { Command } from 'commander';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerDigest } from '../../cli/digest.ts';
import { ownedAccount, standsAt } from '../accounts/owned.ts';
import { buildHouse, type House } from '../handoffs/house.ts';
import { envAt } from '../support/command-line.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
  const accountId = await ownedAccount(house, {
    name: 'Example\u001b[31m GmbH',
    arr: '48000',
    currency: 'USD',
  });
  await standsAt(house.ctx, accountId, 'critical', 20);
  await ownedAccount(house, { csOwnerId: house.ids['present'] });
});
afterAll(() => database.drop());

async function preview(...words: string[]): Promise<string> {
  let out = '';
  const program = new Command().exitOverride();
  registerDigest(program, {
    env: await envAt(house.ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: () => {},
  });
  await program.parseAsync(['digest', 'preview', ...words], { from: 'user' });
  return out;
}

it('shows at the command line what a digest would say, and keeps nothing', async () => {
  const out = await preview();
  expect(out).toContain('All accounts: $48K at risk in 1 account.');
  expect(out).toMatch(/Example \[31m GmbH +\$48K +critical 20 +– +Person URECEIVER +flag a risk/);
  expect(out).toContain('Overdue: 0 items. Won, not handed over: 0. Kickoff late: 0.');
  expect(out).toMatch(/Responded on time +too few to report/);
  expect(await database.db.digestRun.count()).toBe(0);
});

it('shows that of a person, a team or a segment', async () => {
  expect(await preview('--mine', 'ureceiver@example.com')).toContain('Accounts of Person URECEIVER: $48K');
  expect(await preview('--mine', 'UPRESENT')).toContain('Accounts of Person UPRESENT: nothing at risk.');
  expect(await preview('--reports', 'URECEIVERMANAGER')).toContain(
    'and their reports: $48K at risk in 1 account',
  );
  expect(await preview('--of-team', 'sample cs', '--monthly')).toContain('Sample CS: $48K');
  expect(await preview('--segment', 'Sample')).toContain('Segment sample: $48K');
});

it('says what it cannot find', async () => {
  await expect(preview('--of-team', 'Nowhere')).rejects.toThrow('There is no team "Nowhere".');
  await expect(preview('--mine', 'nobody@example.com')).rejects.toThrow('Nobody here is called');
  await expect(preview('--mine', 'UPRESENT', '--segment', 'x')).rejects.toThrow('Say one of');
});
