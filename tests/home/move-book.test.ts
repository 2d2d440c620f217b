import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { moveBook } from '../../src/handoffs/books/move-book.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { acceptHandoff } from '../../src/handoffs/verbs/answer.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { expectDone } from '../handoffs/house.ts';
import { startWorld, type World } from '../support/baton.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let lead: Driver;
let berlin: Driver;
let newYork: Driver;
let singapore: Driver;
beforeAll(async () => {
  world = await startWorld();
  [lead, berlin, newYork, singapore] = ['cs.lead', 'csm.berlin', 'csm.newyork', 'csm.singapore'].map(
    world.sandbox.person,
  ) as [Driver, Driver, Driver, Driver];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

async function as(driver: Driver): Promise<Ctx> {
  const ctx = await world.ctx();
  return { ...ctx, actor: { type: 'member', memberId: await idOf(driver) } };
}

async function idOf(driver: Driver): Promise<string> {
  const { id } = await world.database.db.member.findFirstOrThrow({ where: { slackUserId: driver.id } });
  return id;
}

const accountNamed = (name: string) => world.database.db.account.findFirstOrThrow({ where: { name } });
const ownerOf = async (name: string) => (await accountNamed(name)).csOwnerId;
const riskAt = async (name: string) =>
  world.database.db.risk.findFirstOrThrow({ where: { accountId: (await accountNamed(name)).id } });
const booksIn = (driver: Driver) => driver.sees('dm').filter(({ text }) => /is moving \d+ of/.test(text));

const FIVE = [
  'Birch Sample Labs',
  'Blue Sample Foods',
  'Cedar Sample Bank',
  'Iris Sample Insurance',
  'Pine Sample Pharma',
];

/** From the tab to the window in which parts and people are picked. */
async function openParts(driver: Driver, owner: string) {
  const home = await driver.home();
  await home.clickButton('Team');
  await driver.until(() => home.buttons().includes('Move accounts…'));
  await home.clickButton('Move accounts…');
  const modal = await driver.modal({ title: 'Move accounts', text: /Current owner/ });
  await modal.choose('Current owner', owner);
  expect(await modal.submit()).toEqual({ updated: true });
  return modal;
}

test('a lead passes a book of five on to two CSMs: one message each, and no card', async () => {
  const rep = world.sandbox.person('rep.berlin');
  const brief = {
    contact: 'Sample Contact',
    why: 'Sample reason to buy',
    outcomes: [{ id: 'o1', text: 'Sample outcome' }],
    promises: 'None',
    goLive: '2026-12-01',
  };
  const receiverId = await idOf(berlin);
  const { id: accountId } = await accountNamed('Birch Sample Labs');
  const { handoff } = expectDone(
    await saveDraft(await as(rep), { viewId: 'V1', patch: { accountId, receiverId, brief } }),
  );
  expectDone(await handOver(await as(rep), { handoffId: handoff.id }));
  expectDone(await acceptHandoff(await as(berlin), { handoffId: handoff.id }));
  const flag = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent: true } as const;
  const account = { id: (await accountNamed('Cedar Sample Bank')).id };
  expectDone(await flagRisk(await as(rep), { account, ...flag }));

  const modal = await openParts(lead, 'csm.berlin: 6 accounts');
  expect(modal.text()).toContain('has 6 accounts to move. ARR €959.8K in all.');
  await modal.choose(
    'Accounts',
    modal.options('Accounts').filter((option) => FIVE.some((name) => option.startsWith(`${name} ·`))),
  );
  await modal.choose('New owners', ['csm.newyork', 'csm.berlin']);
  expect(await modal.submit()).toEqual({
    errors: { 'New owners': expect.stringContaining('someone else') },
  });
  await modal.choose('New owners', ['csm.newyork', 'rep.berlin']);
  expect(await modal.submit()).toEqual({
    errors: { 'New owners': expect.stringContaining('isn’t in a customer success team') },
  });
  await modal.choose('New owners', ['csm.newyork', 'csm.singapore']);
  expect(await modal.submit()).toEqual({ updated: true });
  expect(modal.text()).toContain('5 accounts go from @csm.berlin to 2 people');
  expect(modal.text()).toContain(
    '@csm.newyork: 3 accounts, ARR €394K\nCedar Sample Bank, Blue Sample Foods and Birch Sample Labs',
  );
  expect(modal.text()).toContain(
    '@csm.singapore: 2 accounts, ARR €555K\nPine Sample Pharma and Iris Sample Insurance',
  );
  await modal.fill('Note', 'Sample line: call them this week.');
  expect(await modal.submit()).toEqual({ updated: true });
  expect(modal.text()).toContain('Moving 5 accounts of @csm.berlin:');
  await modal.close();

  await newYork.message(/@cs.lead is moving 3 of @csm.berlin’s accounts to you/);
  const theirs = await singapore.message(/@cs.lead is moving 2 of @csm.berlin’s accounts to you/);
  expect(theirs.text).toContain('Sample line: call them this week.');
  expect(theirs.text).toMatch(/Pine Sample Pharma \(H-5\)[\s\S]+Iris Sample Insurance \(H-6\)/);
  await lead.message(/You moved 5 of @csm.berlin’s accounts to @csm.newyork \(3\) and @csm.singapore \(2\)/);
  expect([newYork, singapore].map((one) => booksIn(one).length)).toEqual([1, 1]);
  const moved = await world.database.db.handoff.findMany({
    where: { kind: 'cs_to_cs' },
    orderBy: { number: 'asc' },
    select: { id: true, number: true, senderId: true, state: true, brief: true, completeness: true },
  });
  expect(moved.map(({ number, senderId, state }) => [number, senderId, state])).toEqual(
    [2, 3, 4, 5, 6].map((number) => [number, receiverId, 'submitted']),
  );
  // What the account's latest brief said goes on, but for a day that has been.
  expect(moved[2]?.brief).toMatchObject({ why: brief.why, outcomes: brief.outcomes });
  expect(moved[2]?.brief).not.toHaveProperty('goLive');
  expect(moved.map(({ completeness }) => completeness > 0)).toEqual([false, false, true, false, false]);
  const ids = moved.map(({ id }) => id);
  expect(await world.database.db.outboxMessage.count({ where: { subjectId: { in: ids } } })).toBe(0);
  const clocks = await world.database.db.timer.groupBy({
    by: ['clock'],
    where: { subjectId: { in: ids }, dueAt: { not: null } },
    _count: true,
    orderBy: { clock: 'asc' },
  });
  expect(clocks.map(({ clock, _count }) => [clock, _count])).toEqual([
    ['acknowledge', 5],
    ['hard_stop', 5],
  ]);
});

test('one tap accepts all that are open: accounts and the risk that was open go with them', async () => {
  expect(await ownerOf('Cedar Sample Bank')).toBe(await idOf(berlin));
  const where = { in: 'dm', message: /is moving 3 of/ };
  expect(await newYork.clicks('Accept all', where)).toContain('3 accounts become yours');
  await newYork.clicks('Accept all', { ...where, confirm: true });
  await newYork.message('3 accounts are accepted. Next: the first calls.');
  const me = await idOf(newYork);
  for (const name of ['Cedar Sample Bank', 'Blue Sample Foods', 'Birch Sample Labs'])
    expect(await ownerOf(name)).toBe(me);
  expect(await riskAt('Cedar Sample Bank')).toMatchObject({ ownerId: me, state: 'claimed' });
  expect(await ownerOf('Pine Sample Pharma')).toBe(await idOf(berlin));
  await newYork.until(() => booksIn(newYork).some(({ text }) => text.includes('3 accepted')));
  await lead.message(/2 waiting for a response · 3 accepted/);
  const passed = await world.database.db.auditEntry.findMany({ where: { action: 'risk.reassigned' } });
  expect(passed).toHaveLength(1);
});

test('one of them is reviewed as every handoff is, asked about, answered, accepted and finished', async () => {
  await singapore.clicks('Review', { in: 'dm', message: /is moving 2 of/ });
  const modal = await singapore.modal({ title: 'Review handoff', text: /Your answer/ });
  expect(modal.text()).toContain('CSM to CSM, from @csm.berlin to you');
  await modal.check('Your answer', 'Ask for more');
  await modal.fill('Your question', 'Sample question');
  expect(await modal.submit()).toEqual({ closed: true });
  await berlin.clicks('Add what’s missing', { in: 'dm', message: /H-5/ });
  const fix = await berlin.modal({ title: 'Add what’s missing', text: /Promises still open/ });
  await fix.fill('Main contact', 'Sample Contact');
  await fix.fill('Why they bought', 'Sample reason');
  await fix.fill('What they want to achieve', 'Sample outcome');
  await fix.fill('Promises still open', 'None');
  expect(await fix.submit()).toEqual({ updated: true });
  await fix.until(/Check and send again/);
  expect(await fix.submit()).toEqual({ updated: true });
  await fix.close();
  await singapore.message(/Pine Sample Pharma \(H-5\) is being handed to you/);
  await singapore.clicks('Accept all', { in: 'dm', message: /is moving 2 of/, confirm: true });
  await singapore.message('2 accounts are accepted. Next: the first calls.');
  await lead.message(/accounts to @csm.newyork[\s\S]+5 accepted/);

  await singapore.types('/handoff H-5');
  await singapore.clicks('Log first call…', { in: 'dm', message: /H-5/ });
  const finish = await singapore.modal({ text: /Date of the call/ });
  await finish.close();
});

test('what waits for another CSM is left out and named, and so is what is gone meanwhile', async () => {
  const from = await idOf(berlin);
  const { id: olive } = await accountNamed('Olive Sample Optics');
  const { id: cedar } = await accountNamed('Cedar Sample Bank');
  const ctx = await as(lead);
  const command = {
    fromId: from,
    shares: [{ toId: await idOf(newYork), accountIds: [olive, cedar] }],
    note: '',
  };
  // Two managers at once, and the second press of the first.
  const answers = await Promise.all([
    moveBook({ ...ctx, request: 'one' }, command),
    moveBook({ ...ctx, request: 'one' }, command),
    moveBook(await as(world.sandbox.person('director')), command),
  ]);
  const done = answers.flatMap((answer) => ('bookId' in answer ? [answer] : []));
  expect([...new Set(done.map(({ bookId }) => bookId))]).toHaveLength(1);
  expect(done[0]).toMatchObject({ left: [{ name: 'Cedar Sample Bank', why: 'gone' }] });
  const refused = answers.flatMap((answer) => ('refused' in answer ? [answer.refused] : []));
  expect(new Set(refused)).toEqual(new Set(['nothing_left']));
  expect(await world.database.db.handoff.count({ where: { kind: 'cs_to_cs', accountId: olive } })).toBe(1);

  const modal = await openParts(lead, 'csm.berlin: 1 account');
  expect(modal.text()).toContain('has no accounts to move right now');
  expect(modal.text()).toContain('already offered to another CSM: Olive Sample Optics');
  await modal.close();
});

test('who has left sends through the one who moves, and is not picked to take over', async () => {
  const { db } = world.database;
  const from = await idOf(singapore);
  await db.member.update({ where: { id: from }, data: { deactivatedAt: await world.now() } });
  const { id: accountId } = await accountNamed('Lotus Sample Logistics');
  const move = async (toId: string) =>
    moveBook(await as(lead), { fromId: from, shares: [{ toId, accountIds: [accountId] }], note: '' });
  const modal = await openParts(lead, 'csm.singapore (has left): 5 accounts');
  await modal.close();
  expect(await move(from)).toMatchObject({ refused: 'self', field: 'receivers' });
  expectDone(await move(await idOf(newYork)));
  expect(await db.handoff.findFirstOrThrow({ where: { accountId, kind: 'cs_to_cs' } })).toMatchObject({
    senderId: await idOf(lead),
    receiverId: await idOf(newYork),
  });
});
