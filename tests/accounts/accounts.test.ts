import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccountName, nameKey } from '../../src/accounts/account.ts';
import { createAccount } from '../../src/accounts/change/create-account.ts';
import { fillSearch, searchAccounts } from '../../src/accounts/find/search-accounts.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { servingAll } from '../support/served.ts';

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

  it('finds what is typed without accents, and without the letters of others', async () => {
    const ctx = await newWorkspace(database.db);
    const names = [
      'Müller Maschinenbau',
      'İstanbul Lojistik',
      'Łódź Foods',
      'Ørsted Sample',
      'Đà Nẵng Labs',
      'ガス工業',
    ];
    for (const name of names) await create(ctx, name);
    const found = async (text: string) =>
      (await searchAccounts(database.db, ctx.workspace.id, text, 10)).map(({ name }) => name);
    expect(await found('Muller')).toEqual(['Müller Maschinenbau']);
    expect(await found('MU\u0308LLER')).toEqual(['Müller Maschinenbau']);
    expect(await found('maschinenbau')).toEqual(['Müller Maschinenbau']);
    expect(await found('Istanbul')).toEqual(['İstanbul Lojistik']);
    expect(await found('ıstanbul')).toEqual(['İstanbul Lojistik']);
    expect(await found('lodz')).toEqual(['Łódź Foods']);
    expect(await found('orsted')).toEqual(['Ørsted Sample']);
    expect(await found('da nang')).toEqual(['Đà Nẵng Labs']);
    expect(await found('ｶﾞｽ')).toEqual(['ガス工業']);
    expect(await found('工業')).toEqual(['ガス工業']);
    expect(await found('nul\u0000')).toEqual([]);
    const [whole] = await searchAccounts(database.db, ctx.workspace.id, 'muller maschinenbau', 10);
    expect(whole).toMatchObject({ name: 'Müller Maschinenbau', whole: true });
  });

  it('finds an account from before it was kept for search, and after it was renamed', async () => {
    const ctx = await newWorkspace(database.db);
    const { account } = await create(ctx, 'Müller');
    await create(ctx, 'New Muller');
    const found = async (text: string) =>
      (await searchAccounts(database.db, ctx.workspace.id, text, 10)).map(({ name }) => name);
    await database.db.$executeRaw`UPDATE accounts SET search_text = NULL, search_grams = NULL`;
    expect(await found('ull')).toEqual(['Müller', 'New Muller']);
    expect(await found('muller')).toEqual(['Müller', 'New Muller']);
    while ((await fillSearch({ db: database.db, served: await servingAll(database.db) })) > 0);
    expect(await database.db.$queryRaw`SELECT 1 FROM accounts WHERE search_grams IS NULL`).toEqual([]);
    expect(await found('ull')).toEqual(['Müller', 'New Muller']);
    await database.db.account.update({ where: { id: account.id }, data: { name: 'Łódź', nameKey: 'łódź' } });
    expect([await found('lodz'), await found('muller')]).toEqual([['Łódź'], ['New Muller']]);
  });

  it('never reads all of many accounts', async () => {
    const ctx = await newWorkspace(database.db);
    for (let from = 0; from < 6_000; from += 500)
      await database.db.$executeRaw`
        INSERT INTO accounts (id, workspace_id, name, name_key, created_at, updated_at)
        SELECT gen_random_uuid(), ${ctx.workspace.id}::uuid, name, lower(name), ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
          FROM (SELECT 'Sample ' || md5(n::text) || ' GmbH' AS name
                  FROM generate_series(${from + 1}::int, ${from + 500}::int) AS n) AS made`;
    await database.db.$executeRaw`ANALYZE accounts`;
    const [known] = await database.db.account.findMany({ where: { workspaceId: ctx.workspace.id }, take: 1 });
    const part = known?.name.slice(12, 24) ?? '';
    for (const text of [part, 'sam', 's', 'zz zz', '']) {
      const read = await database.db.$transaction(async (tx) => {
        // It also counts what the connection read before and has not reported yet.
        const count = async () => {
          const [row] = await tx.$queryRaw<{ rows: number }[]>`
            SELECT pg_stat_get_xact_tuples_returned('accounts'::regclass)::int AS rows`;
          return row?.rows ?? 0;
        };
        const before = await count();
        await searchAccounts(tx, ctx.workspace.id, text, 10);
        return { rows: (await count()) - before };
      });
      // Sequential scans count here; rows that an index points at do not.
      expect([text, read.rows]).toEqual([text, 0]);
    }
    expect(await searchAccounts(database.db, ctx.workspace.id, part, 10)).toMatchObject([{ id: known?.id }]);
  });

  it("shows unverified ones, and never another workspace's", async () => {
    const ctx = await newWorkspace(database.db);
    await create(ctx, 'Acme');
    expect(await searchAccounts(database.db, ctx.workspace.id, 'a', 10)).toMatchObject([{ verified: false }]);
    const other = await newWorkspace(database.db);
    expect(await searchAccounts(database.db, other.workspace.id, 'a', 10)).toEqual([]);
  });
});
