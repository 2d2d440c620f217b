import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_COLUMNS } from '../../src/accounts/account-row.ts';
import { createAccount } from '../../src/accounts/create-account.ts';
import { importAccounts } from '../../src/accounts/import-accounts.ts';
import { readCsv } from '../../src/platform/csv.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function importText(ctx: Ctx, text: string, dryRun = false) {
  const csv = readCsv(Buffer.from(text), { known: ACCOUNT_COLUMNS, required: ['name'] });
  if (isRefusal(csv)) throw new Error(csv.message);
  return importAccounts(ctx, csv, { dryRun });
}

function accounts(ctx: Ctx) {
  return database.db.account.findMany({ where: { workspaceId: ctx.workspace.id }, orderBy: { name: 'asc' } });
}

describe('importing accounts', () => {
  it('takes every column', async () => {
    const ctx = await newWorkspace(database.db);
    const [rep, csm] = [await newMember(ctx, 'UREP0'), await newMember(ctx, 'UCSM0')];
    const result = await importText(
      ctx,
      `${ACCOUNT_COLUMNS.join(';')}\nAcme;https://www.Acme.com/de;A-1;Enterprise;Adopt;Gold;1.2m €;;2026-04-01;31.03.2027;urep0@example.com;<@UCSM0>\n`,
    );
    expect(result).toMatchObject({ created: 1, updated: 0, rejected: [] });
    const [account] = await accounts(ctx);
    expect(account).toMatchObject({
      name: 'Acme',
      domain: 'acme.com',
      externalId: 'A-1',
      segment: 'Enterprise',
      stage: 'adopt',
      plan: 'Gold',
      currency: 'EUR',
      contractStart: new Date('2026-04-01'),
      renewalOn: new Date('2027-03-31'),
      salesOwnerId: rep,
      csOwnerId: csm,
      verified: true,
    });
    expect(account?.arr?.toString()).toBe('1200000');
  });

  it('finds an account again by external id, by domain, by name, and leaves what a cell does not say', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(
      ctx,
      'name,domain,external_id,segment\nOne,one.com,X1,SMB\nTwo,two.com,,SMB\nThree,,,SMB',
    );
    const again = await importText(
      ctx,
      'name,domain,external_id,plan\nOne Ltd,one.example,X1,Gold\nTwo Ltd,two.com,X2,Gold\nTHREE,three.com,X3,Gold',
    );
    expect(again).toMatchObject({ created: 0, updated: 3, rejected: [] });
    const found = await accounts(ctx);
    expect(found.map(({ name, externalId, segment, plan }) => [name, externalId, segment, plan])).toEqual([
      ['One Ltd', 'X1', 'SMB', 'Gold'],
      ['THREE', 'X3', 'SMB', 'Gold'],
      ['Two Ltd', 'X2', 'SMB', 'Gold'],
    ]);
  });

  it('verifies an account that was made in a modal', async () => {
    const ctx = await newWorkspace(database.db);
    await transact(ctx, (tx) => createAccount(tx, { name: 'Acme' }));
    await importText(ctx, 'name,arr\nACME,500k');
    const found = await accounts(ctx);
    expect(found).toMatchObject([{ name: 'ACME', verified: true }]);
  });

  it('lets two accounts change names with each other', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,external_id\nEast,1\nWest,2\nNorth,3');
    const swap = await importText(ctx, 'name,external_id\nSouth,3\nNorth,1\nEast,2');
    expect(swap.rejected).toEqual([]);
    const found = await accounts(ctx);
    expect(found.map(({ name, externalId }) => `${name} ${externalId}`)).toEqual([
      'East 2',
      'North 1',
      'South 3',
    ]);
  });

  it('rejects bad rows in the middle with line and reason, and takes the others', async () => {
    const ctx = await newWorkspace(database.db);
    await newMember(ctx, 'UGONE', { deactivatedAt: ctx.now });
    await importText(
      ctx,
      'name,domain,external_id\nTaken,,T1\nGroup One,group.com,G1\nGroup Two,group.com,G2',
    );
    const header = 'name,domain,external_id,stage,arr,currency,contract_start,renewal,cs_owner';
    const rows = [
      'Good,good.com,,,,,,,',
      ',,,,,,,,',
      ',nameless.com,,,,,,,',
      'Bad domain,not a domain,,,,,,,',
      'Bad stage,,,adapt,,,,,',
      'Bad money,,,,1.200m,,,,',
      'Bad currency,,,,,EURO,,,',
      'Bad date,,,,,,,01/02/2027,',
      'Backwards,,,,,,2027-02-01,2027-01-01,',
      'No such owner,,,,,,,,nobody@example.com',
      'Left owner,,,,,,,,ugone@example.com',
      'good,good.com,,,,,,,',
      'Taken,,T2,,,,,,',
      'Taken,,G1,,,,,,',
      'Group,group.com,,,,,,,',
      'Short,row',
      'Last,,,,,,,,',
    ];
    const result = await importText(ctx, [header, ...rows].join('\n'));
    expect(result.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '4 Write the name of the account.',
      '5 "not a domain" is not a domain such as acme.com',
      '6 stage is one of land, adopt, expand, renew; did you mean adopt?',
      '7 "1.200m" could be a fraction or thousands. Write the amount in full, such as 1200000.',
      '8 currency "EURO" is not a code such as EUR',
      '9 renewal "01/02/2027": which part is the month is not certain; write it as 2027-01-31',
      '10 renewal is before contract_start',
      '11 nobody in this workspace is known as "nobody@example.com"',
      '12 ugone@example.com is deactivated and cannot own an account',
      '13 is the same account as line 2; tell them apart by external_id',
      '14 an account of this name has the external_id T1',
      '15 matches "Group One", and another account has this name already',
      '16 2 accounts have the domain group.com; give the external_id',
      '17 has 2 cells and the first line has 9',
    ]);
    expect(result).toMatchObject({ created: 2, updated: 0 });
    expect((await accounts(ctx)).map(({ name }) => name)).toEqual([
      'Good',
      'Group One',
      'Group Two',
      'Last',
      'Taken',
    ]);
  });

  it('writes nothing on a dry run, and says what it would do', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name\nKnown');
    const before = await accounts(ctx);
    const result = await importText(ctx, 'name,plan\nKnown,Gold\nNew,Gold\nnew,Gold', true);
    expect(result.planned.map(({ line, kind }) => [line, kind])).toEqual([
      [2, 'update'],
      [3, 'create'],
    ]);
    expect(result.rejected.map(({ line }) => line)).toEqual([4]);
    expect(await accounts(ctx)).toEqual(before);
  });

  it('takes a long file in chunks, and the same file again without doubling it', async () => {
    const ctx = await newWorkspace(database.db);
    const text = [
      'name,domain',
      ...Array.from({ length: 2_000 }, (_, i) => `Sample ${i},sample${i}.com`),
    ].join('\n');
    expect(await importText(ctx, text)).toMatchObject({ created: 2_000, updated: 0, rejected: [] });
    expect(await importText(ctx, text)).toMatchObject({ created: 0, updated: 2_000, rejected: [] });
    expect(await database.db.account.count({ where: { workspaceId: ctx.workspace.id } })).toBe(2_000);
  });

  it('keeps workspaces apart', async () => {
    const [one, two] = [await newWorkspace(database.db), await newWorkspace(database.db)];
    await newMember(two, 'UTHEIRS');
    await importText(two, 'name,external_id\nAcme,X1');
    const result = await importText(one, 'name,external_id,cs_owner\nAcme,X1,\nOther,X2,utheirs@example.com');
    expect(result).toMatchObject({ created: 1, rejected: [{ line: 3 }] });
  });
});
