import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { accept, askForMore, fillLeast, fillQuestions, handOver, resubmit, review } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(() => world.close());

const RECEIVER = 'CSM (Berlin)';

/** Delivers the last of these again, and answers what Baton acked both times. */
async function twice(what: string): Promise<[first: string, second: string]> {
  const first = world.sandbox.traffic.dispatches(what).at(-1)?.ack ?? '';
  const { status, body } = await world.sandbox.resend(what);
  expect(status).toBe(200);
  return [first, body];
}

const number = (name: string) => ({ where: { number: Number(name.slice(2)) } });

async function trace(name: string) {
  const row = await world.database.db.handoff.findFirstOrThrow(number(name));
  const about = { subjectType: 'handoff', subjectId: row.id };
  return {
    version: row.version,
    entries: await world.database.db.auditEntry.count({ where: about }),
    messages: await world.database.db.outboxMessage.count({ where: about }),
  };
}

test('Duplicate inbound events: the same submission delivered twice hands over once, with the same answer', async () => {
  const modal = await fillLeast(rep, { account: 'Fjord Sample Freight', receiver: RECEIVER });
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/\(H-\d+\) is with/);
  const [name = ''] = /H-\d+/.exec(modal.text()) ?? [];
  const before = await trace(name);
  const [first, second] = await twice('view_submission');
  expect(JSON.parse(second)).toEqual(JSON.parse(first));
  expect(await trace(name)).toEqual(before);
  expect(await world.database.db.handoff.count()).toBe(1);
  await modal.close();
  // Even after it was answered.
  await csm.message(about(name), { in: 'dm' });
  await accept(csm, name);
  const accepted = await trace(name);
  const [, third] = await twice('view_submission');
  expect(third).toContain('clear');
  expect(await trace(name)).toEqual(accepted);
});

test('every answer of the receiver delivered twice has one effect, and the same answer', async () => {
  const name = await handOver(rep, { account: 'Kite Sample Kitchens', receiver: RECEIVER });
  await csm.message(about(name), { in: 'dm' });
  const promise = await review(csm, name, 'Decide later');
  await promise.date('Decision date', '2026-11-25');
  expect(await promise.submit()).toEqual({ closed: true });
  await once();
  const more = await review(csm, name, 'Ask for more');
  await more.fill('Your question', 'More?');
  expect(await more.submit()).toEqual({ closed: true });
  await once();
  await rep.message(/More\?/, { in: 'dm' });
  expect(heard(rep, /More\?/).length).toBe(1);
  await rep.picks('Cancel…', { in: 'dm', message: new RegExp(`You handed .*\\(${name}\\)`) });
  const cancel = await rep.modal({ title: 'Cancel this handoff?', text: /Reason/ });
  await cancel.fill('Reason', 'No more');
  expect(await cancel.submit()).toEqual({ closed: true });
  await once();

  async function once(): Promise<void> {
    const before = await trace(name);
    const [first, second] = await twice('view_submission');
    expect(second).toBe(first);
    expect(await trace(name)).toEqual(before);
  }
});

test('the same click delivered twice responds once', async () => {
  const name = await handOver(rep, { account: 'Blue Sample Foods', receiver: RECEIVER });
  await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
  await rep.message(new RegExp(`${name}[^]*is on it`), { in: 'dm' });
  const before = await trace(name);
  await twice('block_actions');
  const said = csm.sees('dm').filter(({ ephemeral, text }) => ephemeral && text.includes(name));
  expect(new Set(said.map(({ text }) => text)).size).toBe(1);
  expect(await trace(name)).toEqual(before);
});

test('the same step of a draft delivered twice begins one draft', async () => {
  await rep.types('/handoff', { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  await modal.choose('Account', 'Pine Sample Pharma');
  await modal.until(/On file/);
  await twice('block_actions');
  await modal.choose('Hand over to', RECEIVER);
  await fillQuestions(modal);
  await modal.submit();
  await twice('view_submission');
  expect(await world.database.db.handoff.count({ where: { state: 'draft' } })).toBe(1);
  await modal.close();
});

test('the same command delivered twice opens one window', async () => {
  await rep.types('/handoff', { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  await twice('/handoff');
  await modal.close();
  expect(rep.hasModal()).toBe(false);
  expect(await world.database.db.handoff.count({ where: { state: 'draft' } })).toBe(1);
});

test('the same event delivered twice is taken once', async () => {
  world.sandbox.admin.addPerson({ name: 'joiner', realName: 'Sample Joiner' });
  const { id } = world.sandbox.person('joiner');
  const members = () => world.database.db.member.findMany({ where: { slackUserId: id } });
  await rep.until(async () => (await members()).length === 1);
  const joined = world.sandbox.traffic.dispatches('event team_join').at(-1);
  world.sandbox.admin.deactivate('joiner');
  await rep.until(async () => (await members())[0]?.deactivatedAt);
  // The old news comes again after the new: it brings nobody back.
  expect(joined).toBeDefined();
  await world.sandbox.resend('event team_join');
  const keys = await world.database.db.inboundRequest.findMany({ where: { key: { startsWith: 'event:' } } });
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  const [member] = await members();
  expect(member?.deactivatedAt).not.toBeNull();
});

test('what was asked twice is offered once: the older message shows where it stands', async () => {
  const name = await handOver(rep, { account: 'Olive Sample Optics', receiver: RECEIVER });
  for (const note of ['First question', 'Second question']) {
    await csm.message(about(name), { in: 'dm' });
    await askForMore(csm, name, note);
    await rep.message(new RegExp(note), { in: 'dm' });
    if (note === 'First question') await resubmit(rep, name);
  }
  const offers = (person: Driver, button: string) =>
    person.sees('dm').filter(({ text, buttons }) => about(name).test(text) && buttons.includes(button));
  // The receipt, and the latest of the two.
  await rep.until(() => offers(rep, 'Add what’s missing').length === 2);
  expect(heard(rep, /Second question/).length).toBe(1);
  await resubmit(rep, name);
  await csm.until(() => heard(csm, about(name)).length === 3);
  await csm.until(() => offers(csm, 'Review').length === 1);
});
