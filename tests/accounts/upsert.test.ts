import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertAccounts } from '../../src/accounts/import/upsert-accounts.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accountNamed, accountsOf, done, importText } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('accounts sent by another system', () => {
  it('are made and completed by the rules of an import', async () => {
    const ctx = await newWorkspace(database.db);
    const ana = await newMember(ctx, 'UANA0');
    const row = {
      name: 'Acme',
      domain: 'https://acme.com',
      external_id: ['A-1', 'B-7'],
      segment: 'Enterprise',
      stage: 'adopt',
      arr: 1234.5,
      currency: 'EUR',
      contract_start: '2026-04-01',
      renewal: '2027-03-31',
      cs_owner: 'uana0@example.com',
      co_owners: ['sales:UANA0'],
      channel: 'C012AB3CD',
      parent: 'Group',
      plan: null,
    };
    const first = done(await upsertAccounts(ctx, [row, { name: 'Group' }]));
    const acme = await accountNamed(ctx, 'Acme');
    const group = await accountNamed(ctx, 'Group');
    expect(first).toEqual([
      { index: 0, state: 'created', id: acme.id },
      { index: 1, state: 'created', id: group.id },
    ]);
    expect(acme).toMatchObject({
      domain: 'acme.com',
      externalIds: ['A-1', 'B-7'],
      stage: 'adopt',
      csOwnerId: ana,
      coOwners: [`sales ${ana}`],
      parentId: group.id,
      verified: true,
      provenance: { arr: { source: 'api' }, parentId: { source: 'api' }, coOwners: { source: 'api' } },
    });
    expect(acme.arr?.toString()).toBe('1234.5');

    const later = { ...ctx, now: new Date('2027-03-02T10:00:00.000Z') };
    expect(done(await upsertAccounts(later, [row]))).toEqual([{ index: 0, state: 'updated', id: acme.id }]);
    expect((await accountNamed(ctx, 'Acme')).provenance).toEqual(acme.provenance);
    const [entry] = await database.db.auditEntry.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(entry).toMatchObject({ action: 'accounts.imported', data: { source: 'api' } });
  });

  it('are judged one by one, whatever they are', async () => {
    const ctx = await newWorkspace(database.db);
    const results = done(
      await upsertAccounts(ctx, [
        { name: 'Good' },
        null,
        'Acme',
        { domain: 'acme.com' },
        { name: 'Extra', owner: 'me' },
        { name: 'Money', arr: 1.234 },
        { name: 'Money', arr: Number.NaN },
        { name: 'Money', arr: -5 },
        { name: 'Ids', external_id: ['A;B'] },
        { name: 'Nul', plan: 'a\u0000' },
        { name: 'Half \ud83d' },
        { name: 'Half', parent: 'Half \ud83d' },
        { name: 'GOOD' },
        { name: 'Fine', arr: '1.2m €' },
      ]),
    );
    expect(results.map(({ state }) => state)).toEqual([
      'created',
      ...Array.from({ length: 12 }, () => 'rejected'),
      'created',
    ]);
    expect(results[4]).toMatchObject({ reason: expect.stringContaining('owner') });
    expect(results[5]).toMatchObject({ reason: expect.stringContaining('arr') });
    expect(results[8]).toMatchObject({ reason: expect.stringContaining('external_id') });
    expect(results[12]).toMatchObject({
      reason: 'is the same account as item 0; tell them apart by external_id',
    });
    expect((await accountsOf(ctx)).map(({ name }) => name)).toEqual(['Fine', 'Good']);
  });

  it('are refused in plain words, field by field', async () => {
    const ctx = await newWorkspace(database.db);
    const wrong: [unknown, string][] = [
      [{ name: 'A', arr: -5 }, 'arr is below zero'],
      [{ name: 'A', arr: 1.234 }, 'arr has more than two decimals'],
      [{ name: 'A', arr: true }, 'arr must be text or a number'],
      [
        { name: 'A', external_id: 4711 },
        'external_id must be text or a list; write "4711", in quotation marks',
      ],
      [{ name: 'A', external_id: ['a', 7] }, 'external_id (1) must be text; write "7", in quotation marks'],
      [
        { name: 'A', external_id: '1E+11' },
        'external_id "1E+11" was shortened by the spreadsheet; format the column as text',
      ],
      [{ domain: 'a.com' }, 'name is missing'],
      [{ name: 7 }, 'name must be text; write "7", in quotation marks'],
      [{ name: 'A', nam: 'B' }, 'there is no field "nam"; did you mean "name"?'],
      ['Acme', 'an item must be an object'],
      [null, 'an item must be an object'],
      [{ name: 'A', renewal: '0027-12-18' }, 'renewal "0027-12-18": its year is not between 1990 and 2100'],
      [
        { name: 'A', renewal: '46347' },
        'renewal "46347": it is a spreadsheet\'s number of a day; format the column as a date, or write it as 2027-01-31',
      ],
    ];
    const results = done(
      await upsertAccounts(
        ctx,
        wrong.map(([item]) => item),
      ),
    );
    expect(results).toEqual(wrong.map(([, reason], index) => ({ index, state: 'rejected', reason })));
    expect(done(await upsertAccounts(ctx, [{ name: 'F', arr: 99.99 * 12 }]))).toMatchObject([
      { state: 'created' },
    ]);
    expect((await accountNamed(ctx, 'F')).arr?.toString()).toBe('1199.88');
  });

  it('are at most a thousand, of which all are taken', async () => {
    const ctx = await newWorkspace(database.db);
    const rows = Array.from({ length: 1_001 }, (_, i) => ({ name: `Sample ${i}`, external_id: `S-${i}` }));
    expect(await upsertAccounts(ctx, rows)).toMatchObject({ refused: 'too_many' });
    expect(await accountsOf(ctx)).toEqual([]);
    const results = done(await upsertAccounts(ctx, rows.slice(1)));
    expect(results.filter(({ state }) => state === 'created')).toHaveLength(1_000);
    expect(done(await upsertAccounts(ctx, []))).toEqual([]);
  });

  it('may come while a file is imported', async () => {
    const ctx = await newWorkspace(database.db);
    const rows = Array.from({ length: 300 }, (_, i) => ({
      name: `Sample ${i}`,
      external_id: `S-${i}`,
      plan: 'Gold',
    }));
    const csv = ['name,external_id,segment', ...rows.map((row) => `${row.name},${row.external_id},SMB`)].join(
      '\n',
    );
    const [results, imported] = await Promise.all([upsertAccounts(ctx, rows), importText(ctx, csv)]);
    expect(done(results).filter(({ state }) => state === 'rejected')).toEqual([]);
    expect(imported.rejected).toEqual([]);
    const found = await accountsOf(ctx);
    expect(found).toHaveLength(300);
    expect(found.every(({ plan, segment }) => plan === 'Gold' && segment === 'SMB')).toBe(true);
  });
});
