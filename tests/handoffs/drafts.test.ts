import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { startWorld, type World } from '../support/baton.ts';
import { fillLeast, fillQuestions, finish, handOver } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const RECEIVER = 'CSM (Berlin)';

async function open(): Promise<Modal> {
  if (rep.hasModal()) await (await rep.modal()).close();
  await rep.types('/handoff', { in: 'sales' });
  return rep.modal({ title: 'Start a handoff', text: /Main contact/ });
}

const missing = (modal: Modal): number => modal.buttons().filter((text) => text === 'Add').length;

async function save(modal: Modal): Promise<void> {
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Ready to|Still missing/);
}

test('the first screen asks at most six things, and the second is the last', async () => {
  const modal = await open();
  expect(modal.labels()).toEqual([
    'Account',
    'Hand over to',
    'Main contact',
    'Why they bought',
    'First desired outcome',
    'First desired outcome: did the customer say so?',
    'Promises outside the contract',
    'Promises outside the contract: did the customer say so?',
  ]);
  await modal.close();
  const second = await fillLeast(rep, { account: 'Acme Sample', receiver: RECEIVER });
  expect(second.text()).toContain('Ready to hand over. Each of these saves @csm.berlin a question:');
  expect(second.text()).toContain('€240K ARR');
  await finish(second);
});

test('opening the modal and closing it stores nothing', async () => {
  const before = await world.database.db.handoff.count();
  await (await open()).close();
  expect(await world.database.db.handoff.count()).toBe(before);
});

test('a closed modal is offered again with everything that was saved, rows too', async () => {
  const modal = await fillLeast(rep, { account: 'Kite Sample Kitchens', receiver: RECEIVER });
  await modal.clickButton('Add: Champion');
  await modal.fill('Name', 'Sample Champion');
  await modal.choose('Role', 'Champion');
  await modal.clickButton('Add another');
  await modal.until(/Sample Champion, Champion/);
  await modal.fill('Name', 'Sample Buyer');
  await modal.choose('Role', 'Economic buyer');
  await modal.clickButton('Back');
  await modal.until(/Ready to|Still missing/);
  await modal.clickButton('Add: Commitments one by one');
  await modal.fill('What was promised', 'A sample importer');
  await modal.check('Contract', 'In the contract');
  await modal.date('Due date', '2026-12-24');
  await modal.clickButton('Back');
  await modal.until(/Ready to|Still missing/);
  await modal.clickButton('Add: How an outcome is measured');
  await modal.until(/First team live/);
  await modal.fill('Desired outcome', 'Everybody live');
  await modal.fill('How it’s measured', 'Logins a week');
  await modal.date('Target date', '2027-03-01');
  await modal.clickButton('Back');
  await modal.until(/Ready to|Still missing/);
  await modal.clickButton('Make private');
  await modal.until(/Private\./);
  const complete = missing(modal);
  await modal.close();

  const again = await open();
  expect(again.text()).toContain('Draft: Kite Sample Kitchens');
  await again.clickButton('Resume');
  await again.until(/On file/);
  expect(again.value('Account')).toBe('Kite Sample Kitchens');
  expect(again.value('Hand over to')).toBe(RECEIVER);
  expect(again.value('Main contact')).toBe('Sample Contact, Head of Operations');
  expect(again.value('First desired outcome')).toBe('First team live within two weeks');
  await save(again);
  expect(missing(again)).toBe(complete);
  expect(again.text()).toContain('Private.');
  for (const line of [
    'Sample Champion, Champion',
    'Sample Buyer, Economic buyer',
    'A sample importer, in the contract, due',
    'Everybody live, measured by: Logins a week, due',
  ])
    expect(again.text()).toContain(line);
  await again.clickButton('Back');
  await again.until(/Start a handoff/);
  expect(again.value('Why they bought')).toContain('Onboarding takes us six weeks');
  await again.close();
});

test('what the customer said is told from what is assumed, in words, in the brief and in what the receiver gets', async () => {
  const modal = await open();
  await modal.choose('Account', 'Cedar Sample Bank');
  await modal.until(/€310K ARR/);
  await modal.choose('Hand over to', RECEIVER);
  await fillQuestions(modal);
  await modal.choose('First desired outcome: did the customer say so?', 'The customer said so');
  await modal.choose('Promises outside the contract: did the customer say so?', 'We assume it');
  await save(modal);
  expect(modal.text()).toContain('First team live within two weeks, said by the customer');
  expect(modal.text()).toContain('Promises outside the contract (assumed)');
  await modal.clickButton('Add: Commitments one by one');
  await modal.fill('What was promised', 'A sample importer');
  await modal.choose('Who says so', 'We assume it');
  await modal.clickButton('Back');
  await modal.until(/A sample importer, assumed, not in the contract/);
  await modal.clickButton('Add: How an outcome is measured');
  await modal.until(/First team live/);
  expect(modal.value('Who says so')).toBeNull();
  await modal.clickButton('Back');
  await modal.until(/Ready to/);
  // Chosen the other way, it is that from then on; what else the row says stays.
  await modal.clickButton('Back');
  await modal.until(/Start a handoff/);
  expect(modal.value('First desired outcome: did the customer say so?')).toBe('The customer said so');
  await modal.choose('First desired outcome: did the customer say so?', 'We assume it');
  await save(modal);
  expect(modal.text()).toContain('First team live within two weeks, assumed');
  const name = await finish(modal);
  const request = await csm.until(() => csm.sees('dm').find(({ text }) => text.includes(`(${name})`))?.text);
  expect(request).toContain('First team live within two weeks, assumed');
  expect(request).toContain('None, assumed');
});

test('what is typed on the first screen is saved by choosing an account and by Back', async () => {
  const modal = await open();
  await modal.choose('Account', 'Cedar Sample Bank');
  await modal.until(/€310K ARR/);
  await modal.fill('Main contact', 'Sample Treasurer');
  await modal.choose('Hand over to', 'CSM (Singapore)');
  await modal.until(/Cedar Sample Bank/);
  expect(modal.value('Main contact')).toBe('Sample Treasurer');
  await modal.fill('Why they bought', 'Paper takes too long.');
  await modal.fill('First desired outcome', 'No paper');
  await modal.fill('Promises outside the contract', 'None');
  await save(modal);
  await modal.clickButton('Back');
  await modal.until(/Start a handoff/);
  await modal.fill('Main contact', 'Sample Treasurer and her deputy');
  await save(modal);
  expect(modal.text()).toContain('Sample Treasurer and her deputy');
  await modal.close();
});

test('Save draft keeps what is there of the first screen, and says so', async () => {
  const modal = await open();
  await modal.fill('Why they bought', 'Half a');
  expect(await modal.submit()).toMatchObject({ errors: { 'Main contact': REQUIRED } });
  await modal.clickButton('Save draft');
  await modal.until(/Saved today at/);
  await modal.fill('Why they bought', 'Half a sentence');
  await modal.choose('Account', 'Olive Sample Optics');
  await modal.until(/On file/);
  expect(modal.value('Why they bought')).toBe('Half a sentence');
  await modal.clickButton('Save draft');
  await modal.until(/Saved today at/);
  await modal.close();
  const again = await open();
  expect(again.text().match(/Draft: Olive Sample Optics/g)).toHaveLength(1);
  await again.clickButton('Resume');
  await again.until(/On file/);
  expect(again.value('Why they bought')).toBe('Half a sentence');
  expect(again.value('Main contact')).toBeNull();
  await again.close();
});

test('Discard asks first, and then the draft is gone for good', async () => {
  const modal = await open();
  const drafts = modal.text().match(/Draft: .*·/g) ?? [];
  expect(drafts.length).toBeGreaterThan(0);
  expect(await modal.clickButton('Discard')).toContain('Discard this draft?');
  const count = await world.database.db.handoff.count({ where: { state: 'draft' } });
  await modal.clickButton('Discard', { confirm: true });
  await rep.until(() => (modal.text().match(/Draft: /g) ?? []).length === drafts.length - 1);
  expect(await world.database.db.handoff.count({ where: { state: 'draft' } })).toBe(count - 1);
  await modal.close();
  expect((await open()).text()).not.toContain(drafts[0]);
});

test('what does not apply is ticked in its part, counts as answered, and can be taken back', async () => {
  const modal = await fillLeast(rep, { account: 'Fjord Sample Freight', receiver: RECEIVER });
  const before = missing(modal);
  await modal.clickButton('Add: Champion');
  await modal.until(/Nothing to add/);
  await modal.check('Nothing to add?', ['Champion: None', 'Economic buyer: Doesn’t apply']);
  await save(modal);
  expect(modal.text()).toContain('Champion: None');
  expect(modal.text()).toContain('Economic buyer: Doesn’t apply');
  expect(missing(modal)).toBe(before - 2);
  await modal.clickButton('Change: Champion');
  await modal.until(/Nothing to add/);
  await modal.uncheck('Nothing to add?', 'Champion: None');
  await save(modal);
  expect(missing(modal)).toBe(before - 1);
  expect(modal.text()).toContain('Economic buyer: Doesn’t apply');
  await modal.close();
});

test.each([
  ['person', 'people', 'Name', 10, 0, 'Champion'],
  ['outcome', 'outcomes', 'Desired outcome', 10, 1, 'How an outcome is measured'],
  ['commitment', 'commitments', 'What was promised', 20, 0, 'Commitments one by one'],
] as const)('of a %s there are so many and no more, and the modal says so', async (...of) => {
  const [one, many, label, most, there, criterion] = of;
  const modal = await fillLeast(rep, { account: 'Olive Sample Optics', receiver: RECEIVER });
  await modal.clickButton(`Add: ${criterion}`);
  await modal.until(/Back/);
  for (let i = there + 1; i <= most; i++) {
    await modal.fill(label, `Sample ${i}`);
    if (i === most) break;
    await modal.clickButton('Add another');
    await modal.until(new RegExp(`New ${one}`));
    await rep.until(() => modal.value(label) === null);
  }
  expect(modal.buttons()).not.toContain('Add another');
  await save(modal);
  // Once there is one, no row leads to the commitments.
  if (one !== 'commitment') await modal.clickButton(`Add: ${criterion}`);
  else await modal.pick(`Commitments (${most} of ${most})`);
  await modal.until(`${most} ${many} is the most a brief can hold.`);
  expect(modal.labels()).not.toContain(label);
  await modal.pick('Remove');
  await modal.until(new RegExp(`New ${one}`));
  expect(modal.labels()).toContain(label);
  await modal.close();
  await (await discardAll()).close();
});

const drafts = () => world.database.db.handoff.count({ where: { state: 'draft' } });

async function discardAll(): Promise<Modal> {
  const modal = await open();
  for (let left = await drafts(); left > 0; left--) {
    await modal.clickButton('Discard', { confirm: true });
    await rep.until(async () => (await drafts()) < left);
    await rep.until(
      () => modal.buttons().filter((text) => text === 'Discard').length === Math.min(left - 1, 3),
    );
  }
  return modal;
}

test('a row is edited in place and removed by emptying its name', async () => {
  const modal = await fillLeast(rep, { account: 'Pine Sample Pharma', receiver: RECEIVER });
  await modal.clickButton('Add: Champion');
  await modal.fill('Name', 'Sample Frist');
  await modal.clickButton('Add another');
  await modal.until(/Sample Frist, Other/);
  await modal.fill('Name', 'Sample Second');
  await save(modal);
  await modal.clickButton('Add: Champion');
  await modal.until(/New person/);
  await modal.pick('Edit');
  await modal.until(/Change this person/);
  expect(modal.value('Name')).toBe('Sample Frist');
  await modal.fill('Name', 'Sample First');
  await save(modal);
  expect(modal.text()).toContain('Sample First');
  expect(modal.text()).not.toContain('Sample Frist');
  await modal.clickButton('Add: Champion');
  await modal.until(/New person/);
  await modal.pick('Edit');
  await modal.until(/Change this person/);
  await modal.clear('Name');
  await save(modal);
  expect(modal.text()).not.toContain('Sample First');
  expect(modal.text()).toContain('Sample Second');
  await modal.close();
});

test('a second handoff of the same deal asks whether it is meant, and then goes out beside the first', async () => {
  const first = await handOver(rep, { account: 'Iris Sample Insurance', receiver: RECEIVER });
  const second = await fillLeast(rep, { account: 'Iris Sample Insurance', receiver: RECEIVER });
  await save(second);
  expect(second.text()).toContain(`${first} for this account is already open, with csm.berlin.`);
  expect(await second.submit()).toEqual({
    errors: { 'This account already has an open handoff': REQUIRED },
  });
  await second.check('This account already has an open handoff', 'This is another deal: hand it over too');
  const name = await finish(second);
  const rows = await world.database.db.handoff.findMany({
    where: { account: { name: 'Iris Sample Insurance' } },
    select: { number: true, slot: true },
    orderBy: { slot: 'asc' },
  });
  expect(rows.map(({ number, slot }) => [`H-${number}`, slot])).toEqual([
    [first, 1],
    [name, 2],
  ]);
  await csm.message(name, { in: 'dm' });
});

test('a draft is invisible to everybody else, and cannot be resumed by them', async () => {
  const modal = await fillLeast(rep, { account: 'River Sample Retail', receiver: RECEIVER });
  await modal.close();
  await csm.types('/handoff list', { in: 'customer-success' });
  const list = await csm.message(/Open handoffs/, { in: 'customer-success' });
  expect(list.text).not.toContain('River Sample Retail');
  await csm.types('/handoff', { in: 'customer-success' });
  const theirs = await csm.modal({ text: /Main contact/ });
  expect(theirs.text()).not.toContain('Draft: ');
  await theirs.close();
});

test('a draft that was handed over in another window cannot be changed any more, and says so', async () => {
  const modal = await fillLeast(rep, { account: 'Lotus Sample Logistics', receiver: RECEIVER });
  await modal.close();
  const other = await open();
  await other.clickButton('Resume');
  await other.until(/On file/);
  const draft = await world.database.db.handoff.findFirstOrThrow({
    where: { account: { name: 'Lotus Sample Logistics' } },
  });
  await world.database.db.handoff.update({
    where: { id: draft.id },
    data: { state: 'submitted', number: 900, version: { increment: 1 }, submittedAt: await world.now() },
  });
  await other.fill('Main contact', 'Somebody else');
  expect(await other.submit()).toEqual({ updated: true });
  await other.until(/was already sent/);
  expect(other.value('Main contact')).toBe('Somebody else');
  await other.close();
});
