import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/accounts/change/create-account.ts';
import { setAccountFields } from '../../src/accounts/change/set-account-fields.ts';
import { findAccounts } from '../../src/accounts/find/find-accounts.ts';
import { listAccounts, searchAccounts } from '../../src/accounts/find/search-accounts.ts';
import { upsertAccounts } from '../../src/accounts/import/upsert-accounts.ts';
import { mergeAccounts } from '../../src/accounts/merge/merge-accounts.ts';
import { confirmAccount } from '../../src/accounts/merge/settle-account.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { transact } from '../../src/platform/transact.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accountNamed, accountsOf, done, importText, newHealth } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const inModal = async (ctx: Ctx, name: string, salesOwnerId?: string) =>
  done(await transact(ctx, (tx) => createAccount(tx, { name, ...(salesOwnerId && { salesOwnerId }) })))
    .account;

async function unverified(ctx: Ctx): Promise<string[]> {
  const { accounts, total } = await listAccounts(database.db, ctx.workspace.id, { unverified: true });
  expect(total).toBe(accounts.length);
  return accounts.map(({ name }) => name);
}

describe('an account made in a modal', () => {
  it('is unverified until it is confirmed, imported, sent by another system, or merged', async () => {
    const ctx = await newWorkspace(database.db);
    const names = ['Confirmed', 'Imported', 'Merged', 'Sent', 'Stays'];
    for (const name of names) await inModal(ctx, name);
    expect(await unverified(ctx)).toEqual(names);
    const { id } = await accountNamed(ctx, 'Confirmed');
    expect(done(await confirmAccount(ctx, { accountId: id }))).toEqual({
      id,
      name: 'Confirmed',
      already: false,
    });
    expect(done(await confirmAccount(ctx, { accountId: id }))).toMatchObject({ already: true });
    await importText(ctx, 'name\nimported\nReal');
    await upsertAccounts(ctx, [{ name: 'SENT' }]);
    const [merged, real] = [await accountNamed(ctx, 'Merged'), await accountNamed(ctx, 'Real')];
    done(await mergeAccounts(ctx, { fromId: merged.id, intoId: real.id }));
    expect(await unverified(ctx)).toEqual(['Stays']);
    const entries = await database.db.auditEntry.findMany({
      where: { subjectId: id },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action }) => action)).toEqual(['account.created', 'account.confirmed']);
  });

  it('is verified by a verified one that is merged into it, not by another unverified one', async () => {
    const ctx = await newWorkspace(database.db);
    const [one, two] = [await inModal(ctx, 'One'), await inModal(ctx, 'Two')];
    await importText(ctx, 'name\nReal');
    const real = await accountNamed(ctx, 'Real');
    done(await mergeAccounts(ctx, { fromId: one.id, intoId: two.id }));
    expect(await unverified(ctx)).toEqual(['Two']);
    done(await mergeAccounts(ctx, { fromId: real.id, intoId: two.id }));
    expect(await unverified(ctx)).toEqual([]);
    expect(done(await confirmAccount(ctx, { accountId: real.id }))).toEqual({
      id: two.id,
      name: 'Two',
      already: true,
    });
  });

  it('says which fields came from Slack, until an import knows better', async () => {
    const ctx = await newWorkspace(database.db);
    const [rep, csm] = [await newMember(ctx, 'UREP0'), await newMember(ctx, 'UCSM0')];
    const account = await inModal(ctx, 'Acme', rep);
    const slack = { source: 'slack', at: ctx.now.toISOString() };
    expect(account.provenance).toEqual({ name: slack, salesOwnerId: slack });
    await newHealth(ctx, account.id);
    const fields = { csOwnerId: csm, salesOwnerId: rep, stage: 'adopt' } as const;
    const later = { ...ctx, now: new Date('2027-03-02T10:00:00.000Z') };
    await transact(later, (tx) => setAccountFields(tx, account, fields, 'slack'));
    const second = { source: 'slack', at: later.now.toISOString() };
    expect(await accountNamed(ctx, 'Acme')).toMatchObject({
      csOwnerId: csm,
      stage: 'adopt',
      provenance: { name: slack, salesOwnerId: slack, csOwnerId: second, stage: second },
    });
    const health = await database.db.accountHealth.findUniqueOrThrow({ where: { accountId: account.id } });
    expect(health.dueAt).toEqual(later.now);
    await importText(later, 'name,cs_owner,sales_owner\nACME,UCSM0,UCSM0');
    const third = { source: 'import', at: later.now.toISOString() };
    expect((await accountNamed(ctx, 'ACME')).provenance).toEqual({
      name: third,
      salesOwnerId: third,
      csOwnerId: second,
      stage: second,
    });
  });
});

describe('finding accounts', () => {
  it('takes an id, an external id, a domain, a name, or whichever of them fits', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(
      ctx,
      'name,domain,external_id\nAcme,acme.com,A-1\nA-1,,X\nTwin,twin.example,T1\nTwin 2,twin.example,T2',
    );
    const acme = await accountNamed(ctx, 'Acme');
    const refs = [
      { id: acme.id.toUpperCase() },
      { externalId: ' A-1 ' },
      { domain: 'WWW.Acme.com' },
      { name: 'ACME' },
      { called: 'A-1' },
      { called: 'acme.com' },
      { called: 'acme' },
      { domain: 'twin.example' },
      { called: 'twin.example' },
      { id: 'no id' },
      { id: newId(ctx.now) },
      { externalId: 'a-1' },
      { domain: 'no domain' },
      { name: '' },
      { called: 'nul\u0000' },
    ];
    const found = await findAccounts(database.db, ctx.workspace.id, refs);
    expect(found.map((one) => (one && one !== 'ambiguous' ? one.name : one))).toEqual([
      ...Array.from({ length: 7 }, () => 'Acme'),
      'ambiguous',
      'ambiguous',
      ...Array.from({ length: 6 }, () => null),
    ]);
    expect(found[0]).toEqual({
      id: acme.id,
      name: 'Acme',
      domain: 'acme.com',
      verified: true,
      mergedId: null,
    });
    expect(await findAccounts(database.db, ctx.workspace.id, [])).toEqual([]);
  });

  it('answers many in their order', async () => {
    const ctx = await newWorkspace(database.db);
    const names = Array.from({ length: 1_200 }, (_, i) => `Sample ${i}`);
    await importText(ctx, ['name', ...names].join('\n'));
    const found = await findAccounts(
      database.db,
      ctx.workspace.id,
      names.map((name) => ({ name })),
    );
    expect(found.map((one) => (one && one !== 'ambiguous' ? one.name : one))).toEqual(names);
  });
});

describe('accounts of another workspace', () => {
  it('are found by none of the verbs, and changed by none', async () => {
    const [here, there] = [await newWorkspace(database.db), await newWorkspace(database.db)];
    await importText(here, 'name,domain,external_id\nAcme,acme.com,A-1\nOther,,');
    const made = await inModal(here, 'Made');
    const [acme, other] = [await accountNamed(here, 'Acme'), await accountNamed(here, 'Other')];
    const before = await accountsOf(here);

    const refs = [
      { id: acme.id },
      { externalId: 'A-1' },
      { domain: 'acme.com' },
      { name: 'Acme' },
      { called: 'A-1' },
    ];
    expect(await findAccounts(database.db, there.workspace.id, refs)).toEqual(refs.map(() => null));
    expect(await searchAccounts(database.db, there.workspace.id, '', 10)).toEqual([]);
    const listed = await listAccounts(database.db, there.workspace.id, { unverified: false });
    expect(listed).toEqual({ accounts: [], total: 0 });
    expect(await confirmAccount(there, { accountId: made.id })).toMatchObject({ refused: 'not_found' });
    const merge = { fromId: acme.id, intoId: other.id };
    expect(await mergeAccounts(there, merge)).toMatchObject({ refused: 'not_found' });
    await transact(there, (tx) => setAccountFields(tx, acme, { stage: 'renew' }, 'slack'));
    await importText(there, 'name,domain,external_id,plan\nAcme,acme.com,A-1,Theirs');
    await upsertAccounts(there, [{ name: 'Made', plan: 'Theirs' }]);
    const below = await importText(there, 'name,parent\nChild,Other');
    expect(below.rejected).toMatchObject([{ reason: 'parent: there is no account "Other"' }]);
    const theirs = await accountNamed(there, 'Acme');
    for (const ids of [
      { fromId: acme.id, intoId: theirs.id },
      { fromId: theirs.id, intoId: acme.id },
    ]) {
      expect(await mergeAccounts(there, ids)).toMatchObject({ refused: 'not_found' });
      expect(await mergeAccounts(here, ids)).toMatchObject({ refused: 'not_found' });
    }
    expect(await accountsOf(here)).toEqual(before);
    expect((await accountsOf(there)).map(({ name }) => name)).toEqual(['Acme', 'Made']);
  });
});
