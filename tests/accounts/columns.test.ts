import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inCircles, isAbove } from '../../src/accounts/parents.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accountNamed, accountsOf, importText, newHealth } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const reasons = (result: { rejected: { line: number; reason: string }[] }) =>
  result.rejected.map(({ line, reason }) => `${line} ${reason}`);

describe('external ids', () => {
  it('are several per account, each finds it, and new ones are added', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,external_id\nAcme,A-1;B-7');
    const again = await importText(ctx, 'name,external_id,plan\nAcme Corp,B-7;C-9,Gold');
    expect(again).toMatchObject({ created: 0, updated: 1, rejected: [] });
    expect(await accountsOf(ctx)).toMatchObject([
      { name: 'Acme Corp', externalIds: ['A-1', 'B-7', 'C-9'], plan: 'Gold' },
    ]);
  });

  it('of two accounts in one row are refused, and both accounts are named', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,external_id\nEast,1\nWest,2');
    const result = await importText(ctx, 'name,external_id\nEast,1;2\nNew,3;4\nNewer,4;1');
    expect(reasons(result)).toEqual([
      '2 external_id names two accounts, "East" and "West"; merge them first',
      '4 external_id names two accounts, "New" and "East"; merge them first',
    ]);
  });
});

describe('a parent', () => {
  it('may be known, or an earlier or later line, by external id, domain or name', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,domain,external_id\nKnown Group,known.example,K-1');
    const filler = Array.from({ length: 300 }, (_, i) => `Sample ${i},,,`);
    const result = await importText(
      ctx,
      [
        'name,domain,external_id,parent',
        'One,,,K-1',
        'Two,,,known.example',
        'Three,,,known  GROUP',
        'Early,,,Late Group',
        ...filler,
        'Late Group,late.example,L-1,',
        'After,,,L-1',
      ].join('\n'),
    );
    expect(result.rejected).toEqual([]);
    const group = await accountNamed(ctx, 'Known Group');
    const late = await accountNamed(ctx, 'Late Group');
    for (const name of ['One', 'Two', 'Three'])
      expect(await accountNamed(ctx, name)).toMatchObject({ parentId: group.id });
    for (const name of ['Early', 'After'])
      expect(await accountNamed(ctx, name)).toMatchObject({
        parentId: late.id,
        provenance: { parentId: { source: 'import' } },
      });
    await importText(ctx, 'name,parent\nOne,');
    expect(await accountNamed(ctx, 'One')).toMatchObject({ parentId: group.id });
  });

  it('is refused when it is unknown, the account itself, below it, or not taken', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(
      ctx,
      'name,domain,external_id,parent\nTop,,,\nMiddle,,,Top\nBottom,,,Middle\nA,twin.example,1,\nB,twin.example,2,',
    );
    const text =
      'name,stage,parent\nLost,,Nowhere\nSelf,,SELF\nTop,,Bottom\nIn,,Out\nOut,,In\nChild,,Bad\nGrandchild,,Child\nBad,worse,\nTwin,,twin.example';
    const expected = [
      '2 parent: there is no account "Nowhere"',
      '3 parent: an account cannot be its own parent',
      '4 parent: "Bottom" stands below this account, and cannot be above it',
      '5 parent: "Out" stands below this account, and cannot be above it',
      '6 parent: line 5 was not taken',
      '7 parent: there is no account "Bad"',
      '8 parent: line 7 was not taken',
      '9 stage is one of land, adopt, expand, renew',
      '10 parent: several accounts have the domain twin.example; give the external_id',
    ];
    const trimmed = (result: Parameters<typeof reasons>[0]) =>
      reasons(result).map((reason) => reason.replace(/; did you mean .*/, ''));
    expect(trimmed(await importText(ctx, text, true))).toEqual(expected);
    await importText(ctx, text);
    expect((await accountsOf(ctx)).map(({ name }) => name)).toEqual(['A', 'B', 'Bottom', 'Middle', 'Top']);
    expect(await accountNamed(ctx, 'Top')).toMatchObject({ parentId: null });
  });

  it('can change places with its child in one file', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,parent\nGroup,\nTop,\nBelow,Top');
    expect((await importText(ctx, 'name,parent\nTop,Below\nBelow,Group')).rejected).toEqual([]);
    const [below, group, top] = await accountsOf(ctx);
    expect([top?.parentId, below?.parentId, group?.parentId]).toEqual([below?.id, group?.id, null]);
  });

  it('never comes to stand above itself, however two files race', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name\nOne\nTwo');
    for (let round = 0; round < 5; round++) {
      await database.db.account.updateMany({
        where: { workspaceId: ctx.workspace.id },
        data: { parentId: null },
      });
      await Promise.all(['One,Two', 'Two,One'].map((row) => importText(ctx, `name,parent\n${row}`)));
      const parents = new Map((await accountsOf(ctx)).map(({ id, parentId }) => [id, parentId]));
      expect([...parents].filter(([id, parentId]) => isAbove(id, parentId, parents))).toEqual([]);
      expect([...parents.values()].filter((id) => id !== null)).toHaveLength(1);
    }
  });

  it('is refused to as few as break the circle', () => {
    const wishes = [
      { childId: 'a', parentId: 'b' },
      { childId: 'b', parentId: 'c' },
      { childId: 'c', parentId: 'a' },
      { childId: 'd', parentId: 'a' },
    ];
    expect([...inCircles(wishes, new Map())]).toEqual(['a']);
    expect([...inCircles(wishes.slice(0, 2), new Map([['c', 'a']]))]).toEqual(['a']);
  });
});

describe('owners', () => {
  it('of all lanes are set, and an empty cell leaves them', async () => {
    const ctx = await newWorkspace(database.db);
    const [ana, bo] = [await newMember(ctx, 'UANA0'), await newMember(ctx, 'UBO00')];
    await importText(
      ctx,
      'name,service_owner,co_owners,channel\nAcme,UANA0,uana0@example.com;service:UBO00,C012AB3CD',
    );
    await importText(ctx, 'name,service_owner,co_owners,channel\nAcme,,,');
    expect(await accountNamed(ctx, 'Acme')).toMatchObject({
      serviceOwnerId: ana,
      coOwners: [`cs ${ana}`, `service ${bo}`],
      channel: 'C012AB3CD',
    });
    await importText(ctx, 'name,co_owners\nAcme,SALES: <@UBO00>');
    expect((await accountNamed(ctx, 'Acme')).coOwners).toEqual([`sales ${bo}`]);
  });

  it('and channels that cannot be are refused with the reason', async () => {
    const ctx = await newWorkspace(database.db);
    await newMember(ctx, 'UGUEST', { isGuest: true });
    const result = await importText(
      ctx,
      [
        'name,service_owner,co_owners,channel',
        'A,nobody@example.com,,',
        'B,,nobody@example.com,',
        'C,,legal:UGUEST,',
        'D,,UGUEST,',
        'E,,cs:,',
        'F,,,#general',
        'G,,nul\u0000@example.com,',
      ].join('\n'),
    );
    expect(reasons(result)).toEqual([
      '2 nobody in this workspace is known as "nobody@example.com"',
      '3 nobody in this workspace is known as "nobody@example.com"',
      '4 co_owners: "legal" is not a lane; write sales, service, cs',
      '5 UGUEST is a guest and cannot own an account',
      '6 co_owners: "cs:" names nobody',
      '7 channel "#general" is not a Slack channel id such as C012AB3CD',
      '8 co_owners has line breaks or invisible characters',
    ]);
  });
});

describe('where a value came from', () => {
  it('is kept per field, and changes only with the value', async () => {
    const ctx = await newWorkspace(database.db);
    const later = { ...ctx, now: new Date('2027-03-02T10:00:00.000Z') };
    await importText(ctx, 'name,domain,arr,currency,external_id\nAcme,acme.com,500000,EUR,A-1');
    const first = { source: 'import', at: '2027-03-01T10:00:00.000Z' };
    const fields = { name: first, domain: first, arr: first, currency: first, externalIds: first };
    expect((await accountNamed(ctx, 'Acme')).provenance).toEqual(fields);
    await importText(later, 'name,domain,arr,currency,plan,external_id\nAcme,acme.com,500k,USD,Gold,A-1');
    const second = { source: 'import', at: '2027-03-02T10:00:00.000Z' };
    expect((await accountNamed(ctx, 'Acme')).provenance).toEqual({
      ...fields,
      currency: second,
      plan: second,
    });
  });
});

describe('a stage that changes', () => {
  it('makes the health score due, and nothing else does', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,stage\nMoved,land\nStays,land');
    for (const { id } of await accountsOf(ctx)) await newHealth(ctx, id);
    await importText(ctx, 'name,stage,plan\nMoved,adopt,Gold\nStays,land,Gold');
    const rows = await database.db.accountHealth.findMany({
      where: { workspaceId: ctx.workspace.id },
      include: { account: true },
    });
    const due = rows.map(({ account, dueAt, hasNews }) => [account.name, dueAt, hasNews]);
    expect(due.sort()).toEqual([
      ['Moved', ctx.now, false],
      ['Stays', null, false],
    ]);
  });
});
