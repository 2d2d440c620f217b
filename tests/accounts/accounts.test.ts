import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccountName, nameKey } from '../../src/accounts/account.ts';
import { createAccount } from '../../src/accounts/create-account.ts';
import { searchAccounts } from '../../src/accounts/search-accounts.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function create(ctx: Ctx, name: string) {
  const made = await transact(ctx, (tx) => createAccount(tx, { name }));
  if (isRefusal(made)) throw new Error(made.message);
  return made;
}

describe('a name', () => {
  it.each([
    ['ACME  Corp', 'acme corp'],
    [' Ａｃｍｅ\u00a0Corp ', 'Acme Corp'],
    ['Straße', 'STRASSE'],
    ['Ac\u200bme', 'Acme'],
    ['ΟΔΟΣ', 'οδος'],
    ['Cafe\u0301', 'CAFÉ'],
  ])('%j is the same as %j', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it('keeps its legal form', () => {
    expect(nameKey('Acme GmbH')).not.toBe(nameKey('Acme'));
  });

  it.each([
    ['  Acme  ', 'Acme'],
    ['a'.repeat(120), 'a'.repeat(120)],
    ['👩‍💻 Labs', '👩‍💻 Labs'],
  ])('is taken from %j', (text, name) => {
    expect(checkAccountName(text)).toBe(name);
  });

  it.each(['', '   ', '\u200b', 'a'.repeat(121), 'Two\nlines', 'nul\u0000', 'evil\u202Eemca', 'half \ud83d'])(
    'cannot be %j',
    (text) => {
      expect(checkAccountName(text)).toMatchObject({ refused: 'bad_account_name', field: 'account_name' });
    },
  );
});

describe('making an account', () => {
  it('makes it once, unverified, however often and however it is written', async () => {
    const ctx = await newWorkspace(database.db);
    const names = ['Acme', 'ACME', ' acme ', 'Acme'];
    const made = await Promise.all(names.map((name) => create(ctx, name)));
    expect(new Set(made.map(({ account }) => account.id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(made[0]?.account.verified).toBe(false);
    expect(await database.db.auditEntry.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
  });

  it('lets two workspaces have an account of one name each', async () => {
    const [one, two] = [await newWorkspace(database.db), await newWorkspace(database.db)];
    expect((await create(one, 'Acme')).account.id).not.toBe((await create(two, 'Acme')).account.id);
  });
});

describe('searching accounts', () => {
  it('puts what begins with the text first, then what contains it, and stops at the limit', async () => {
    const ctx = await newWorkspace(database.db);
    for (const name of ['New Acme', 'Acme West', 'Acme East', 'Other']) await create(ctx, name);
    const names = async (text: string, limit = 10) =>
      (await searchAccounts(database.db, ctx.workspace.id, text, limit)).map(({ name }) => name);
    expect(await names('acme')).toEqual(['Acme East', 'Acme West', 'New Acme']);
    expect(await names('ACME', 2)).toEqual(['Acme East', 'Acme West']);
    expect(await names('')).toEqual(['Acme East', 'Acme West', 'New Acme', 'Other']);
    expect(await names('nothing')).toEqual([]);
  });

  it('ignores punctuation, and takes wildcards for what they are', async () => {
    const ctx = await newWorkspace(database.db);
    for (const name of ["O'Neill & Sons, Inc.", '100% Juice', 'Snake_Case', 'Back\\Slash', '日本電気'])
      await create(ctx, name);
    const first = async (text: string) =>
      (await searchAccounts(database.db, ctx.workspace.id, text, 10)).map(({ name }) => name);
    expect(await first('oneill sons inc')).toEqual(["O'Neill & Sons, Inc."]);
    expect(await first('100 ju')).toEqual(['100% Juice']);
    expect(await first('1%j')).toEqual([]);
    expect(await first('snakecase')).toEqual(['Snake_Case']);
    expect(await first('Back\\Sl')).toEqual(['Back\\Slash']);
    expect(await first('日本')).toEqual(['日本電気']);
  });

  it("shows unverified ones, and never another workspace's", async () => {
    const ctx = await newWorkspace(database.db);
    await create(ctx, 'Acme');
    expect(await searchAccounts(database.db, ctx.workspace.id, 'a', 10)).toMatchObject([{ verified: false }]);
    const other = await newWorkspace(database.db);
    expect(await searchAccounts(database.db, other.workspace.id, 'a', 10)).toEqual([]);
  });
});
