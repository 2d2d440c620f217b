import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/accounts/change/create-account.ts';
import { takeTurns } from '../../src/accounts/hold-accounts.ts';
import { ACCOUNT_COLUMNS } from '../../src/accounts/import/account-row.ts';
import { transact } from '../../src/platform/transact.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accountsOf, importText } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('importing accounts', () => {
  it('takes every column', async () => {
    const ctx = await newWorkspace(database.db);
    const [rep, csm] = [await newMember(ctx, 'UREP0'), await newMember(ctx, 'UCSM0')];
    const [ana, bo] = [await newMember(ctx, 'UANA0'), await newMember(ctx, 'UBO00')];
    const cells = {
      name: 'Acme',
      domain: 'https://www.Acme.com/de',
      external_id: 'A-1; B-7',
      segment: 'Enterprise',
      stage: 'Adopt',
      plan: 'Gold',
      arr: '1.2m €',
      currency: '',
      contract_start: '2026-04-01',
      renewal: '31.03.2027',
      sales_owner: 'urep0@example.com',
      cs_owner: '<@UCSM0>',
      service_owner: 'UBO00',
      co_owners: 'uana0@example.com; Sales:<@UBO00>;uana0@example.com',
      channel: 'C012AB3CD',
      parent: 'Acme Group',
    } satisfies Record<(typeof ACCOUNT_COLUMNS)[number], string>;
    const row = ACCOUNT_COLUMNS.map((column) => cells[column]).join('\t');
    const group = ['Acme Group', ...ACCOUNT_COLUMNS.slice(1).map(() => '')].join('\t');
    const result = await importText(ctx, `${ACCOUNT_COLUMNS.join('\t')}\n${row}\n${group}\n`);
    expect(result).toMatchObject({ created: 2, updated: 0, rejected: [] });
    const [account, above] = await accountsOf(ctx);
    expect(account).toMatchObject({
      name: 'Acme',
      domain: 'acme.com',
      externalIds: ['A-1', 'B-7'],
      segment: 'Enterprise',
      stage: 'adopt',
      plan: 'Gold',
      currency: 'EUR',
      contractStart: new Date('2026-04-01'),
      renewalOn: new Date('2027-03-31'),
      salesOwnerId: rep,
      csOwnerId: csm,
      serviceOwnerId: bo,
      channel: 'C012AB3CD',
      parentId: above?.id,
      verified: true,
    });
    expect(account?.coOwners).toEqual([`cs ${ana}`, `sales ${bo}`]);
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
    const found = await accountsOf(ctx);
    expect(
      found.map(({ name, externalIds, segment, plan }) => [name, ...externalIds, segment, plan]),
    ).toEqual([
      ['One Ltd', 'X1', 'SMB', 'Gold'],
      ['THREE', 'X3', 'SMB', 'Gold'],
      ['Two Ltd', 'X2', 'SMB', 'Gold'],
    ]);
  });

  it('verifies an account that was made in a modal', async () => {
    const ctx = await newWorkspace(database.db);
    await transact(ctx, (tx) => createAccount(tx, { name: 'Acme' }));
    await importText(ctx, 'name,arr\nACME,500k');
    const found = await accountsOf(ctx);
    expect(found).toMatchObject([{ name: 'ACME', verified: true }]);
  });

  it('lets two accounts change names with each other', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,external_id\nEast,1\nWest,2\nNorth,3');
    const swap = await importText(ctx, 'name,external_id\nSouth,3\nNorth,1\nEast,2');
    expect(swap.rejected).toEqual([]);
    const found = await accountsOf(ctx);
    expect(found.map(({ name, externalIds }) => `${name} ${externalIds}`)).toEqual([
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
      'Short,short.com',
      'One cell',
      'Last,,,,,,,,',
    ];
    const result = await importText(ctx, [header, ...rows].join('\n'));
    expect(result.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '4 Add the account’s name.',
      '5 "not a domain" is not a domain such as acme.com',
      '6 stage is one of land, adopt, expand, renew; did you mean adopt?',
      '7 "1.200m" could be a fraction or thousands. Write the amount in full, such as 1200000.',
      '8 currency "EURO" is not a code such as EUR',
      '9 renewal "01/02/2027": which part is the month is not certain; write it as 2027-01-31',
      '10 renewal is before contract_start',
      '11 nobody in this workspace is known as "nobody@example.com"',
      '12 ugone@example.com is deactivated and cannot own an account',
      '13 is the same account as line 2; tell them apart by external_id',
      '14 an account of this name has the external_id T1; if it is this one, write T1;T2',
      '15 matches "Group One", and another account has this name already',
      '16 2 accounts have the domain group.com; give the external_id',
      '18 has 1 cell and the first line has 9',
    ]);
    expect(result).toMatchObject({ created: 3, updated: 0 });
    expect((await accountsOf(ctx)).map(({ name }) => name)).toEqual([
      'Good',
      'Group One',
      'Group Two',
      'Last',
      'Short',
      'Taken',
    ]);
  });

  it('writes nothing on a dry run, and says what it would do', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name\nKnown');
    const before = await accountsOf(ctx);
    const result = await importText(ctx, 'name,plan\nKnown,Gold\nNew,Gold\nnew,Gold', true);
    expect(result.planned.map(({ line, kind }) => [line, kind])).toEqual([
      [2, 'update'],
      [3, 'create'],
    ]);
    expect(result.rejected.map(({ line }) => line)).toEqual([4]);
    expect(await accountsOf(ctx)).toEqual(before);
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

  it('takes two files at once as it would take one after the other', async () => {
    const ctx = await newWorkspace(database.db);
    const rows = Array.from({ length: 600 }, (_, i) => `Sample ${i},sample${i}.com,S-${i}`);
    // The other one calls them otherwise, and goes the other way.
    const others = rows.toReversed().map((row) => row.replace(/^Sample (\d+)/, 'Sample $1 Ltd'));
    const [one, other] = await Promise.all(
      [rows, others].map((some) => importText(ctx, ['name,domain,external_id', ...some].join('\n'))),
    );
    expect([...(one?.rejected ?? []), ...(other?.rejected ?? [])]).toEqual([]);
    expect((one?.created ?? 0) + (other?.created ?? 0)).toBe(600);
    const found = await accountsOf(ctx);
    expect(found).toHaveLength(600);
    expect(found.every(({ externalIds, domain }) => externalIds.length === 1 && domain !== null)).toBe(true);
  });

  it('completes an account whose name is taken in a modal while the file is read', async () => {
    const ctx = await newWorkspace(database.db);
    const names = Array.from({ length: 40 }, (_, i) => `Sample ${i}`);
    const inModal = async () => {
      for (const name of names) await transact(ctx, (tx) => createAccount(tx, { name }));
    };
    const text = ['name,plan', ...names.map((name) => `${name},Gold`)].join('\n');
    const [result] = await Promise.all([importText(ctx, text), inModal()]);
    expect(result.rejected).toEqual([]);
    const found = await accountsOf(ctx);
    expect(found).toHaveLength(40);
    expect(found.every(({ plan, verified }) => plan === 'Gold' && verified)).toBe(true);
  });

  it('waits for its turn longer than a lock may be waited for', async () => {
    const ctx = await newWorkspace(database.db);
    await Promise.all([
      transact(ctx, async (tx) => {
        await takeTurns(tx);
        await tx.tx.$executeRaw`SELECT pg_sleep(0.9)`;
        await tx.tx.$executeRaw`SELECT pg_sleep(0.9)`;
      }),
      importText(ctx, 'name\nAcme'),
    ]);
    expect(await accountsOf(ctx)).toHaveLength(1);
  });

  it('keeps workspaces apart', async () => {
    const [one, two] = [await newWorkspace(database.db), await newWorkspace(database.db)];
    await newMember(two, 'UTHEIRS');
    await importText(two, 'name,external_id\nAcme,X1');
    const result = await importText(one, 'name,external_id,cs_owner\nAcme,X1,\nOther,X2,utheirs@example.com');
    expect(result).toMatchObject({ created: 1, rejected: [{ line: 3 }] });
  });
});
