import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { askForMore, fillLeast, fillQuestions, finish } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let admin: Driver;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  [admin, rep, csm] = ['director', 'rep.berlin', 'csm.berlin'].map((name) => world.sandbox.person(name)) as [
    Driver,
    Driver,
    Driver,
  ];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const RECEIVER = 'CSM (Berlin)';

async function openQuestions(who = admin): Promise<Modal> {
  if (who.hasModal()) await (await who.modal()).close();
  const home = await who.home();
  await home.clickButton('Set up');
  await (await who.home({ text: /Access tokens/ })).clickButton('Open Handoff questions');
  return who.modal({ title: 'Handoff questions', text: /First screen/ });
}

async function begin(account: string): Promise<Modal> {
  if (rep.hasModal()) await (await rep.modal()).close();
  await rep.types(`/handoff ${account}`, { in: 'sales' });
  const modal = await rep.modal({ title: 'Start a handoff', text: /Main contact/ });
  await modal.choose('Hand over to', RECEIVER);
  return modal;
}

const next = async (modal: Modal) => {
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Check and/);
};

/** A handoff that came back before anything was changed, and a draft that was begun then. */
let returned = '';

test('two questions are added, three hidden and one required for a segment, and the next handoff asks so', async () => {
  returned = await finish(await fillLeast(rep, { account: 'Birch Sample Labs', receiver: RECEIVER }));
  await csm.until(() => csm.sees('dm').some(({ text }) => text.includes(`(${returned})`)));
  await askForMore(csm, returned, 'Who is the champion?');
  await (await fillLeast(rep, { account: 'Fjord Sample Freight', receiver: RECEIVER })).close();

  const list = await openQuestions();
  expect(list.text()).toContain('New handoffs ask the shipped questions.');
  await list.clickButton('Add a question');
  await list.until('Answered as');
  await list.fill('Question', 'Success plan agreed');
  await list.choose('Answered as', 'Yes or no');
  await list.fill('Weight', '10');
  await list.check('First screen', 'Ask it on the first screen');
  // Four are there: none is taken off for it.
  expect(await list.submit()).toEqual({
    errors: { 'First screen': expect.stringContaining('5 questions are on the first screen') },
  });
  await list.uncheck('First screen', 'Ask it on the first screen');
  await list.check('Required for accounts in', 'enterprise');
  expect(await list.submit()).toEqual({ updated: true });
  await list.until('“Success plan agreed” added.');
  expect(list.text()).toContain('required for enterprise');

  await list.clickButton('Add a question');
  await list.until('Answered as');
  await list.fill('Question', 'Hosting region');
  await list.choose('Answered as', 'One of a list');
  expect(await list.submit()).toEqual({
    errors: { 'Answers to choose from': expect.stringContaining('two') },
  });
  await list.fill('Answers to choose from', 'EU\nUS\nElsewhere');
  expect(await list.submit()).toEqual({ updated: true });
  await list.until('“Hosting region” added.');

  for (const label of ['Promises outside the contract', 'Champion', 'Already told us']) {
    await list.pick('Hide', { beside: label });
    await list.until(new RegExp(`Hidden[\\s\\S]*${label}`));
  }
  // The place of the hidden one is free.
  await list.pick('Edit…', { beside: 'Hosting region' });
  await list.until('Edit question');
  expect(list.text()).toContain('Answered as: One of a list.');
  await list.check('First screen', 'Ask it on the first screen');
  expect(await list.submit()).toEqual({ updated: true });
  await list.until(/First screen: 6 of 6 inputs/);
  await list.pick('Move up', { beside: 'Hosting region' });
  await list.until(/Hosting region[\s\S]*First desired outcome/);

  // Nothing is asked before it is published.
  const before = await begin('Maple Sample Media');
  expect(before.labels()).toContain('Promises outside the contract');
  await before.close();
  expect(list.text()).toContain('Not published yet.');
  expect(await list.submit()).toEqual({ updated: true });
  await list.until('Published: new handoffs ask this from now on.');
  expect(list.text()).toMatch(/\d drafts? and 1 open handoff keep the questions from before/);
  await list.close();

  const modal = await begin('Cedar Sample Bank');
  expect(modal.labels().filter((label) => !label.endsWith('?'))).toEqual([
    'Account',
    'Hand over to',
    'Main contact',
    'Why they bought',
    'Hosting region',
    'First desired outcome',
  ]);
  await modal.fill('Main contact', 'Sample Treasurer');
  await modal.fill('Why they bought', 'Paper takes too long.');
  await modal.choose('Hosting region', 'EU');
  await modal.fill('First desired outcome', 'No paper');
  await next(modal);
  for (const label of ['Champion', 'Already told us', 'Promises'])
    expect(modal.buttons().join()).not.toContain(`Add: ${label}`);
  expect(modal.text()).toMatch(/Needed before you hand over:\s*Success plan agreed/);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until('Answer “Success plan agreed”.');
  await modal.clickButton('Add: Success plan agreed');
  await modal.until('More questions');
  await modal.choose('Success plan agreed', 'Yes');
  await next(modal);
  expect(modal.text()).toContain('Success plan agreed: Yes');
  const name = await finish(modal);
  await csm.until(() => csm.sees('dm').some(({ text }) => text.includes(`(${name})`)));
  const request = csm.sees('dm').find(({ text }) => text.includes(`(${name})`));
  expect(request?.text).toContain('Hosting region: EU');

  // The receiver can ask for what is asked, and reads it as the sender did.
  await csm.clicks('Review', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const review = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
  expect(review.text()).toContain('Success plan agreed: Yes');
  await review.check('Your answer', 'Ask for more');
  await review.until('What do you need?');
  const asked = ['What do you need?', 'More parts of the brief'].flatMap((label) => review.options(label));
  expect(asked).toContain('Success plan agreed');
  expect(asked).not.toContain('Champion');
  await review.check('More parts of the brief', 'Success plan agreed');
  expect(await review.submit()).toEqual({ closed: true });
  await rep.until(() => rep.sees('dm').some(({ text }) => text.includes('Success plan agreed')));
  await rep.clicks('Add what’s missing', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const fix = await rep.modal({ title: 'Add what’s missing', text: /Main contact/ });
  // Another own answer is no answer to what was asked for.
  await fix.choose('Hosting region', 'US');
  await next(fix);
  await fix.submit();
  await fix.until(/asked for: Success plan agreed/);
  await fix.pick('More questions');
  await fix.until('Success plan agreed');
  await fix.choose('Success plan agreed', 'No');
  await next(fix);
  expect(await fix.submit()).toEqual({ updated: true });
  await fix.until('Sent again');
  await fix.close();
});

test('an account of another segment is not asked for what is required of one', async () => {
  const modal = await begin('Olive Sample Optics');
  await modal.fill('Main contact', 'Sample Optician');
  await modal.fill('Why they bought', 'Sample reason');
  await modal.choose('Hosting region', 'US');
  await modal.fill('First desired outcome', 'Sample outcome');
  await next(modal);
  expect(modal.text()).not.toContain('Needed before');
  expect(modal.buttons()).toContain('Add');
  await finish(modal);
});

test('drafts and handoffs from before keep what they were written for', async () => {
  await rep.types('/handoff', { in: 'sales' });
  const draft = await rep.modal({ title: 'Start a handoff', text: /Draft: Fjord Sample Freight/ });
  await draft.clickButton('Resume: Fjord Sample Freight');
  await draft.until(/On file/);
  expect(draft.labels()).toContain('Promises outside the contract');
  expect(draft.labels()).not.toContain('Hosting region');
  await next(draft);
  expect(draft.text()).toContain('Champion');
  expect(draft.text()).not.toContain('Success plan agreed');
  await finish(draft);

  await rep.clicks('Add what’s missing', { in: 'dm', message: new RegExp(`${returned}\\b`) });
  const fix = await rep.modal({ title: 'Add what’s missing', text: /Main contact/ });
  expect(fix.labels()).toContain('Promises outside the contract');
  expect(fix.labels()).not.toContain('Hosting region');
  await fix.fill('Main contact', 'Sample Contact and her deputy');
  await next(fix);
  expect(fix.buttons()).toContain('Add');
  expect(fix.text()).toContain('Already told us');
  expect(await fix.submit()).toEqual({ updated: true });
  await fix.until('Sent again');
  await fix.close();
});

test('a question that is gone keeps its answers where it was asked', async () => {
  const list = await openQuestions();
  await list.pick('Delete', { beside: 'Hosting region' });
  await list.until(/First screen: 5 of 6/);
  expect(await list.submit()).toEqual({ updated: true });
  await list.until('Published:');
  await list.close();
  const modal = await begin('Pine Sample Pharma');
  expect(modal.labels()).not.toContain('Hosting region');
  await fillWithoutPromises(modal);
  await modal.close();
  await csm.clicks('Review', { in: 'dm', message: /Olive Sample Optics \(H-\d+\)/ });
  const review = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
  expect(review.text()).toContain('Olive Sample Optics');
  expect(review.text()).toContain('Hosting region: US');
  await review.close();
});

async function fillWithoutPromises(modal: Modal): Promise<void> {
  await modal.fill('Main contact', 'Sample Contact');
  await modal.fill('Why they bought', 'Sample reason');
  await modal.fill('First desired outcome', 'Sample outcome');
  await next(modal);
}

test('whoever changes what somebody else changed meanwhile reads who it was, and sees it', async () => {
  const mine = await openQuestions();
  const lead = world.sandbox.person('cs.lead');
  await setSetting(await world.ctx(), { key: 'admins', value: lead.id });
  const theirs = await openQuestions(lead);
  await theirs.pick('Hide', { beside: 'Technical needs' });
  await theirs.until(/Hidden[\s\S]*Technical needs/);
  await mine.pick('Hide', { beside: 'Go-live date' });
  await mine.until(/changed these questions while this window was open/);
  expect(mine.text()).toMatch(/Hidden[\s\S]*Technical needs/);
  expect(mine.text()).not.toMatch(/Hidden[\s\S]*Go-live date/);
  await mine.clickButton('Discard changes', { confirm: true });
  await mine.until('Changes discarded.');
  await theirs.submit();
  await theirs.until(/changed these questions while this window was open/);
  await theirs.close();
  await mine.clickButton('Back to the shipped questions', { confirm: true });
  await mine.until(/First screen: 6 of 6/);
  expect(mine.text()).not.toContain('Success plan agreed');
  expect(await mine.submit()).toEqual({ updated: true });
  await mine.until('Published:');
  await mine.close();
  const modal = await begin('Grove Sample Games');
  await fillQuestions(modal);
  await next(modal);
  expect(modal.text()).toContain('Champion');
  const { template } = await world.database.db.handoff.findFirstOrThrow({
    where: { account: { name: 'Grove Sample Games' } },
    orderBy: { createdAt: 'desc' },
  });
  expect(template).toBe('sales_to_cs@1');
});

test('only admins get there', async () => {
  const home = await rep.home();
  expect(home.buttons()).not.toContain('Set up');
  const entries = await world.database.db.auditEntry.findMany({ where: { action: 'questions.published' } });
  expect(entries.map(({ actor }) => (actor as { type: string }).type)).toEqual([
    'member',
    'member',
    'member',
  ]);
});
