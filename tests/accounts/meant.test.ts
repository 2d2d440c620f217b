import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guessAccounts } from '../../src/accounts/find/guess-account.ts';
import { findMeant, lookUpAccount } from '../../src/accounts/find/look-up-account.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { importText } from './world.ts';

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  await importText(
    ctx,
    [
      'name,domain,channel',
      'Acme Sample,acme.example,C0ACME000',
      'Acme Sample Labs,,',
      'Müller Maschinenbau,mueller.example,',
      'Pine Sample Pharma,,C0PINE000',
      'New Look,,',
      'Next,,',
      'Technikern GmbH,,',
      '日本電気,,',
      'Gmail Sample,gmail.com,',
    ].join('\n'),
  );
});
afterAll(() => database.drop());

describe('what is typed behind a command means', () => {
  const meant = async (typed: string) => {
    const found = await findMeant(database.db, ctx.workspace.id, typed);
    return found.account ? found.account.name : [found.name, ...found.candidates];
  };

  it.each([
    ['acme sample', 'Acme Sample'],
    ['Muller Maschinenbau', 'Müller Maschinenbau'],
    ['muller', 'Müller Maschinenbau'],
    ['Pine', 'Pine Sample Pharma'],
    ['pharma', 'Pine Sample Pharma'],
    ['mueller.example', 'Müller Maschinenbau'],
    ['New Look', 'New Look'],
    ['new look', 'New Look'],
    ['new Pine', 'Pine Sample Pharma'],
    ['technikern', 'Technikern GmbH'],
  ])('with %j the account %j', async (typed, name) => {
    expect(await meant(typed)).toBe(name);
  });

  it('a new name where none is called so, beside the one that has it by chance in the middle', async () => {
    expect(await meant('Nike')).toEqual(['Nike', 'Technikern GmbH']);
    expect(await meant('Visa')).toEqual(['Visa']);
    expect(await meant('new Help GmbH')).toEqual(['Help GmbH']);
    expect(await meant('New Horizon')).toEqual(['New Horizon']);
    expect(await meant('new')).toEqual([null]);
  });

  it('nothing yet where several fit', async () => {
    expect(await meant('acme')).toEqual([null, 'Acme Sample', 'Acme Sample Labs']);
  });

  it('nothing of another workspace', async () => {
    ctx = await newWorkspace(database.db);
    expect(await meant('Acme Sample')).toEqual(['Acme Sample']);
  });
});

it('what is typed behind /account finds as much', async () => {
  await importText(ctx, 'name\nMüller\nİstanbul Lojistik\nŁódź Foods');
  const found = async (text: string) => {
    const looked = await lookUpAccount(database.db, ctx.workspace.id, text);
    if (!('one' in looked)) return null;
    return (await database.db.account.findUniqueOrThrow({ where: { id: looked.one } })).name;
  };
  expect(await found('Muller')).toBe('Müller');
  expect(await found('Istanbul')).toBe('İstanbul Lojistik');
  expect(await found('Lodz')).toBe('Łódź Foods');
  expect(await found('gmail.com')).toBeNull();
});

describe('a message is about', () => {
  const about = async (text: string, channelName = 'general', channelId = 'C0OTHER00') =>
    (await guessAccounts(database.db, ctx.workspace.id, { text, channelId, channelName }))
      .map(({ name }) => name)
      .sort();

  it('the account that it names, the longest of names within each other', async () => {
    expect(await about('I hear that Acme Sample Labs may leave us.')).toEqual(['Acme Sample Labs']);
    expect(await about('Call with *Acme Sample*: they are unhappy')).toEqual(['Acme Sample']);
    expect(await about("Muller Maschinenbau's sponsor left")).toEqual([]);
    expect(await about('Muller Maschinenbau: sponsor left')).toEqual(['Müller Maschinenbau']);
    expect(await about('TECHNIKERN asked for a discount')).toEqual(['Technikern GmbH']);
    expect(await about('日本電気 が心配')).toEqual(['日本電気']);
    expect(await about('New Look and Next will not renew')).toEqual(['New Look', 'Next']);
  });

  it('nobody that common words happen to be', async () => {
    expect(await about('What comes next is a new look at gmail.com')).toEqual([]);
    expect(await about('')).toEqual([]);
  });

  it('whose address is in it, else whose channel it is, else what the channel is called', async () => {
    expect(await about('From: dana@mueller.example, via gmail.com')).toEqual(['Müller Maschinenbau']);
    expect(await about('They are unhappy', 'general', 'C0PINE000')).toEqual(['Pine Sample Pharma']);
    expect(await about('They are unhappy', 'cust-acme-sample')).toEqual(['Acme Sample']);
    expect(await about('They are unhappy', 'directmessage')).toEqual([]);
    expect(await about('Acme Sample and Next', 'general', 'C0ACME000')).toEqual(['Acme Sample']);
  });

  it('nothing of another workspace, however long it is', async () => {
    ctx = await newWorkspace(database.db);
    expect(
      await about(`Acme Sample ${'Very Long Words '.repeat(3_000)}`, 'acme-sample', 'C0ACME000'),
    ).toEqual([]);
  });
});
