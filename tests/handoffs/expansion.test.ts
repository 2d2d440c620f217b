import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { startWorld, type World } from '../support/baton.ts';
import { begin, goOn, propose, RECEIVER, stands } from './expansion.ts';
import { accept, askForMore, finish, handOver } from './hand-over.ts';

let world: World;
let csm: Driver;
let rep: Driver;
let seller: Driver;
beforeAll(async () => {
  world = await startWorld();
  csm = world.sandbox.person('csm.berlin');
  rep = world.sandbox.person('rep.berlin');
  seller = world.sandbox.person('rep.newyork');
  await setTeam(await world.ctx(), { name: 'Sales EMEA', channel: world.sandbox.channel('sales').id });
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const accountNamed = (name: string) => world.database.db.account.findFirstOrThrow({ where: { name } });
const handoffNamed = (name: string) =>
  world.database.db.handoff.findFirstOrThrow({ where: { number: Number(name.slice(2)) } });
const memberNamed = async (name: string): Promise<string> => {
  const slackUserId = world.sandbox.people.get(name)?.id ?? '';
  return (await world.database.db.member.findFirstOrThrow({ where: { slackUserId } })).id;
};

test('what a CSM passes to sales is an expansion: asked, announced and accepted as one', async () => {
  const account = 'Blue Sample Foods';
  const before = await accountNamed(account);
  const modal = await propose(csm, account);
  expect(modal.title).toBe('Hand over an expansion');
  expect(modal.labels()).toEqual([
    'Account',
    'Hand over to',
    'Main contact',
    'What they want to achieve next',
    'What they want to achieve next: did the customer say so?',
    'The opportunity',
    'Promises made so far',
    'Promises made so far: did the customer say so?',
  ]);
  expect(modal.text()).not.toMatch(/may not be ready|bought/);
  await goOn(modal);
  expect(modal.text()).toContain('An expansion at Blue Sample Foods goes to');
  const name = await finish(modal);
  expect(await handoffNamed(name)).toMatchObject({ kind: 'cs_to_sales', template: 'cs_to_sales@1' });

  await seller.message(new RegExp(`\\(${name}\\), an expansion, is being handed to you`), { in: 'dm' });
  await csm.message(new RegExp(`You handed [^]*\\(${name}\\), an expansion, to`), { in: 'dm' });
  const card = await seller.message(new RegExp(`${name}[^]*Expansion, from`), { in: 'sales' });
  expect(card.text).toContain('The opportunity: Forty more seats');
  expect(JSON.stringify(rep.sees('customer-success'))).not.toContain(account);

  await askForMore(seller, name, 'Who signs for it?');
  await csm.message(/Who signs for it/, { in: 'dm' });
  await csm.clicks('Add what’s missing', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const fix = await csm.modal({ title: 'Add what’s missing', text: /Main contact/ });
  expect(fix.text()).toContain('An expansion for sales');
  await fix.fill('The opportunity', 'Fifty more seats for the second plant');
  await goOn(fix);
  await fix.submit();
  await fix.until(/Sent again/);
  await fix.close();

  await seller.clicks('Review', { in: 'sales', message: new RegExp(name) });
  const review = await seller.modal({ text: /Your answer/ });
  await review.check('Your answer', 'Accept');
  await review.until(/the opportunity becomes yours[\s\S]*\[Accept\]/);
  await review.submit();
  await csm.message(new RegExp(`${name}[^]*Accepted by`), { in: 'dm' });

  await csm.types(`/handoff ${name}`, { in: 'customer-success' });
  const shown = await csm.message(new RegExp(`${name}[^]*changed The opportunity`), {
    in: 'customer-success',
  });
  expect(shown.text).toContain('Expansion, from');
  const { salesOwnerId, csOwnerId, stage } = before;
  expect(await accountNamed(account)).toMatchObject({ salesOwnerId, csOwnerId, stage });
  expect(salesOwnerId).not.toBeNull();
});

test('accepted, it gives an account that no rep had its sales owner, and nothing else', async () => {
  const account = 'Pine Sample Pharma';
  const { id, csOwnerId, stage } = await accountNamed(account);
  await world.database.db.account.update({ where: { id }, data: { salesOwnerId: null } });
  const modal = await propose(csm, account);
  await goOn(modal);
  const name = await finish(modal);
  await accept(seller, name);
  const receiver = await memberNamed('rep.newyork');
  expect(await accountNamed(account)).toMatchObject({ salesOwnerId: receiver, csOwnerId, stage });
});

test('the list says which is an expansion', async () => {
  await handOver(rep, { account: 'Olive Sample Optics', receiver: 'CSM (Berlin)' });
  await csm.types('/handoff list', { in: 'customer-success' });
  const list = await csm.message(/Open handoffs/, { in: 'customer-success' });
  expect(list.text).toMatch(/Expansion, from you to @rep.newyork/);
  expect(list.text).toMatch(/\nFrom @rep.berlin to you/);
});

test('the form follows the receiver, back too, and what was typed stays', async () => {
  const modal = await propose(csm, 'Fjord Sample Freight');
  await modal.choose('Hand over to', 'CSM (New York)');
  await modal.until(/CSM to CSM/);
  expect(modal.title).toBe('Start a handoff');
  expect(modal.value('What they want to achieve')).toBe('The second plant live by summer');
  await modal.choose('Hand over to', RECEIVER);
  await modal.until(/An expansion for sales/);
  expect(modal.value('The opportunity')).toBe('Forty more seats for the second plant');
  await modal.choose('Hand over to', 'CSM (New York)');
  await modal.until(/CSM to CSM/);
  await modal.fill('What’s going on now', 'Forty more seats are being set up');
  await goOn(modal);
  const name = await finish(modal);
  expect(await handoffNamed(name)).toMatchObject({ kind: 'cs_account', template: 'cs_account@1' });
});

test('between two CSMs nothing is asked of an expansion', async () => {
  const account = 'Kite Sample Kitchens';
  await stands(world, account, { band: 'critical', known: true, signals: { feature_adoption: 5 } });
  const modal = await begin(csm, account, 'CSM (New York)');
  await modal.fill('Main contact', 'Sample Contact, Head of Operations');
  await modal.fill('What’s going on now', 'Nobody uses it since the spring');
  await modal.fill('What they want to achieve', 'One kitchen on it by summer');
  await modal.fill('Promises still open', 'None');
  await goOn(modal);
  expect(modal.text()).not.toMatch(/expansion|Why ask now|may not be ready/);
  const name = await finish(modal);
  await accept(world.sandbox.person('csm.newyork'), name);
  expect(await accountNamed(account)).toMatchObject({ csOwnerId: await memberNamed('csm.newyork') });
});

test('once handed over it stays what it is, whatever team people join', async () => {
  const modal = await propose(csm, 'Iris Sample Insurance');
  await goOn(modal);
  const name = await finish(modal);
  const { db } = world.database;
  const receiver = await memberNamed('rep.newyork');
  const teams = await db.teamMember.findMany({ where: { memberId: receiver } });
  await db.teamMember.deleteMany({ where: { memberId: receiver } });
  await csm.types(`/handoff ${name}`, { in: 'customer-success' });
  await csm.message(new RegExp(`${name}[^]*Expansion, from`), { in: 'customer-success' });
  expect((await handoffNamed(name)).kind).toBe('cs_to_sales');
  await db.teamMember.createMany({ data: teams });
});

test('a receiver who leaves sales before it goes out makes it no expansion', async () => {
  const modal = await propose(csm, 'Cedar Sample Bank');
  await goOn(modal);
  const { db } = world.database;
  const receiver = await memberNamed('rep.newyork');
  const teams = await db.teamMember.findMany({ where: { memberId: receiver } });
  await db.teamMember.deleteMany({ where: { memberId: receiver } });
  const name = await finish(modal);
  await db.teamMember.createMany({ data: teams });
  expect(await handoffNamed(name)).toMatchObject({ kind: 'sales_to_cs', template: 'sales_to_cs@1' });
});

test('an account that is new with its expansion has no rep before one accepts', async () => {
  const modal = await propose(csm, 'Sample Newcomer');
  await goOn(modal);
  await finish(modal);
  expect(await accountNamed('Sample Newcomer')).toMatchObject({ salesOwnerId: null, csOwnerId: null });
});

test('without a channel of the team its card goes where the workspace wants expansions', async () => {
  const ctx = await world.ctx();
  await setTeam(ctx, { name: 'Sales EMEA', channel: 'none' });
  const channel = world.sandbox.channel('leadership').id;
  await setSetting(ctx, { key: 'handoff.cs_to_sales.channel', value: channel });
  const modal = await propose(csm, 'Birch Sample Labs');
  await goOn(modal);
  const name = await finish(modal);
  await world.sandbox.person('director').message(new RegExp(`${name}[^]*Expansion`), { in: 'leadership' });
});
