import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAccounts } from '../../src/accounts/find/find-accounts.ts';
import { domainOf, spellingsOfId, tellingDomain } from '../../src/accounts/find/identity.ts';
import { upsertAccounts } from '../../src/accounts/import/upsert-accounts.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accountsOf, done, importText } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const briefly = async (ctx: Ctx) =>
  (await accountsOf(ctx)).map(({ name, domain, externalIds, arr }) =>
    [name, domain, externalIds.join(';'), arr?.toString()].map((said) => said || '-').join(' '),
  );
const reasons = (result: { rejected: { line: number; reason: string }[] }) =>
  result.rejected.map(({ line, reason }) => `${line} ${reason}`);

describe('an account that shares its domain', () => {
  it('is not renamed, owned or valued anew by a row of another company', async () => {
    const ctx = await newWorkspace(database.db);
    await newMember(ctx, 'UREP0');
    await importText(ctx, 'name,domain,arr\nAcme,acme.com,1000 EUR');
    const before = await accountsOf(ctx);
    const rows =
      'name,domain,external_id,arr,sales_owner\nAcme Labs,acme.com,,5 EUR,UREP0\nAcme Spain,acme.com,9,7 EUR,';
    for (const dryRun of [true, false]) {
      const result = await importText(ctx, rows, dryRun);
      expect(reasons(result)).toEqual(
        [2, 3].map(
          (line) =>
            `${line} acme.com is the domain of "Acme": if this is that company, write its name, and if it is another, give both an external_id`,
        ),
      );
    }
    const sent = [
      { name: 'Acme Labs', domain: 'https://acme.com/de', external_id: '9', arr: 5, currency: 'EUR' },
    ];
    expect(done(await upsertAccounts(ctx, sent))).toMatchObject([{ state: 'rejected' }]);
    expect(await accountsOf(ctx)).toEqual(before);
  });

  it('is told from its sisters by external ids', async () => {
    const ctx = await newWorkspace(database.db);
    const rows = 'name,domain,external_id,arr\nAcme,acme.com,1,10 EUR\nAcme Labs,acme.com,2,20 EUR';
    expect(await importText(ctx, rows)).toMatchObject({ created: 2, rejected: [] });
    expect(await importText(ctx, rows)).toMatchObject({ updated: 2, rejected: [] });
    expect(await briefly(ctx)).toEqual(['Acme acme.com 1 10', 'Acme Labs acme.com 2 20']);
  });

  it('at a mail provider, or a page of a network, is nobody’s sister', async () => {
    const ctx = await newWorkspace(database.db);
    const rows =
      'name,website\nBakery,rosa@gmail.com\nFlorist,gmail.com\nButcher,https://www.facebook.com/butcher\nBarber,facebook.com';
    expect(await importText(ctx, rows)).toMatchObject({ created: 4, rejected: [] });
    expect(
      await findAccounts(ctx.db, ctx.workspace.id, [{ called: 'gmail.com' }, { domain: 'gmail.com' }]),
    ).toEqual([null, null]);
  });

  it('is known by it where the names agree but for legal form, accents and punctuation, and takes the new name', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name,domain\nMüller GmbH,müller.de\nAcme,acme.com\nSample Co,sample.com');
    const rows =
      'name,domain\nMueller,https://www.xn--mller-kva.de/\n"ACME, Inc.",ａｃｍｅ.com\nSAMPLE CO,http://sample.com:8080/';
    const dry = await importText(ctx, rows, true);
    expect(dry.planned.map(({ line, name, renamedFrom }) => [line, name, renamedFrom])).toEqual([
      [2, 'Mueller', 'Müller GmbH'],
      [3, 'ACME, Inc.', 'Acme'],
      [4, 'SAMPLE CO', null],
    ]);
    expect(await importText(ctx, rows)).toMatchObject({ created: 0, updated: 3, rejected: [] });
    expect(await briefly(ctx)).toEqual([
      'ACME, Inc. acme.com - -',
      'Mueller müller.de - -',
      'SAMPLE CO sample.com - -',
    ]);
  });

  it('is found by it in the spelling of an earlier day', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, 'name\nMüller');
    await database.db.account.updateMany({
      where: { workspaceId: ctx.workspace.id },
      data: { domain: 'xn--mller-kva.de' },
    });
    expect(await findAccounts(ctx.db, ctx.workspace.id, [{ called: 'müller.de' }])).toMatchObject([
      { name: 'Müller' },
    ]);
    expect(await importText(ctx, 'name,domain\nMueller,müller.de')).toMatchObject({ updated: 1 });
  });
});

it.each([
  ['Acme.com', 'acme.com'],
  ['http://acme.com:8080/path?x', 'acme.com'],
  ['https://user:secret@www.acme.com', 'acme.com'],
  ['acme.com.', 'acme.com'],
  ['info@acme.com', 'acme.com'],
  ['mailto:info@acme.com', 'acme.com'],
  ['\u200bacme.com\u00a0', 'acme.com'],
  ['acme。com', 'acme.com'],
  ['XN--MLLER-KVA.de', 'müller.de'],
  ['mu\u0308ller.de', 'müller.de'],
  ['10.0.0.1', null],
  ['localhost', null],
  ['3.5', null],
  ['Acme Inc.', null],
  ['acme..com', null],
  ['acme.com, beta.com', null],
  ['', null],
])('the domain in %j is %j', (text, domain) => {
  expect(domainOf(text)).toBe(domain);
  if (domain !== null) expect([domainOf(domain), domainOf(`https://${domain}/`)]).toEqual([domain, domain]);
});

it('many share the domains of providers, and few share others', () => {
  for (const domain of ['gmail.com', 'yahoo.co.uk', 'web.de', 'outlook.fr', 'de.linkedin.com', 'qq.com'])
    expect([domain, tellingDomain(domain)]).toEqual([domain, null]);
  for (const domain of ['acme.com', 'live-sample.com', 'mail-sample.com'])
    expect(tellingDomain(domain)).toBe(domain);
});

describe('an external id', () => {
  it.each([
    ['1.23457E+11', 'external_id "1.23457E+11" was shortened by the spreadsheet; format the column as text'],
    ['1,23457e+11', 'external_id "1,23457e+11" was shortened by the spreadsheet; format the column as text'],
    ['A-1;9E+14', 'external_id "9E+14" was shortened by the spreadsheet; format the column as text'],
    ['4711.0', 'external_id "4711.0" was made a decimal number by a program; write it as 4711'],
    ['0', 'external_id "0" is no id'],
    ['#REF!', 'external_id has an error of the spreadsheet (#REF!)'],
  ])('is none in %s', async (id, reason) => {
    const ctx = await newWorkspace(database.db);
    const result = await importText(ctx, `name,external_id\nOne,"${id}"\nTwo,T-1`);
    expect(reasons(result)).toEqual([`2 ${reason}`]);
    expect(await briefly(ctx)).toEqual(['Two - T-1 -']);
  });

  it('is left out where a file only says that there is none', async () => {
    const ctx = await newWorkspace(database.db);
    const none = ['N/A', '-', '–', 'null', '#N/A', '(blank)', 'nan'];
    const rows = none.map((said, i) => `Sample ${i},${said},${said},${said}`);
    expect(await importText(ctx, ['name,external_id,renewal,arr', ...rows].join('\n'))).toMatchObject({
      created: 7,
      rejected: [],
    });
    expect((await briefly(ctx))[0]).toBe('Sample 0 - - -');
    expect(reasons(await importText(ctx, 'name\nn/a\n#N/A'))).toEqual([
      '2 Add the account’s name.',
      '3 Add the account’s name.',
    ]);
  });

  it('keeps its zeros and its case, and is the same behind what nobody sees', async () => {
    const ctx = await newWorkspace(database.db);
    await importText(ctx, "name,external_id\nOne,'00123\nTwo,abc\nThree,ABC\nFour,\u200bF-1\u200b");
    expect(await briefly(ctx)).toEqual(['Four - F-1 -', 'One - 00123 -', 'Three - ABC -', 'Two - abc -']);
    expect(await importText(ctx, 'name,external_id\nFour,F-1\u00a0')).toMatchObject({ updated: 1 });
  });

  it('of Salesforce is one, in 15 characters and in 18', async () => {
    const [short, long] = ['0013000000Gv7mI', '0013000000Gv7mIAAR'];
    expect(spellingsOfId(short)).toEqual([short, long]);
    expect(spellingsOfId('0013000000Gv7mIAAA')).toEqual(['0013000000Gv7mIAAA']);
    const ctx = await newWorkspace(database.db);
    for (const [first, second] of [
      [short, long],
      ['0013000000Hv7mIAAR', '0013000000Hv7mI'],
    ] as const) {
      await importText(ctx, `name,external_id\nSample ${first},${first}`);
      expect(await importText(ctx, `name,external_id\nOther ${first},${second}`)).toMatchObject({
        created: 0,
        updated: 1,
      });
      expect(
        await findAccounts(ctx.db, ctx.workspace.id, [{ called: second }, { externalId: first }]),
      ).toMatchObject([{ name: `Other ${first}` }, { name: `Other ${first}` }]);
    }
    expect((await accountsOf(ctx)).map(({ externalIds }) => externalIds.length)).toEqual([1, 1]);
    const both = await importText(ctx, `name,external_id\nNew,0013000000Zv7mI;0013000000Zv7mI${'AAR'}`);
    expect(both).toMatchObject({ created: 1, rejected: [] });
  });
});

describe('the foot of a report', () => {
  it('and its sums are no accounts', async () => {
    const ctx = await newWorkspace(database.db);
    const foot = [
      'Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.',
      'Confidential Information - Do Not Distribute',
      'Generated By: Sample Person 11/20/2026',
    ];
    const one = await importText(ctx, ['name', 'Acme', ...foot.map((line) => `"${line}"`)].join('\n'));
    expect([one.created, one.rejected.map(({ line }) => line)]).toEqual([1, [3, 4, 5]]);
    const two = await importText(
      ctx,
      'name,domain,arr\nBeta,,5\nGrand Total,,5\nTotal,total.com,5\nTotal (2 records),,',
    );
    expect([two.created, two.rejected.map(({ line }) => line)]).toEqual([2, [3, 5]]);
  });
});

it('of 50,000 rows 300 bad ones cost themselves', async () => {
  const ctx = await newWorkspace(database.db);
  const rows = Array.from({ length: 50_000 }, (_, i) =>
    i % 167 === 0 ? `Sample ${i},"x,${i}` : `Sample ${i},sample${i}.com,S-${i}`,
  );
  const result = await importText(ctx, ['name,domain,external_id', ...rows].join('\n'), true);
  expect([result.created, result.rejected.length]).toEqual([49_700, 300]);
  expect(result.rejected[1]?.line).toBe(169);
});
