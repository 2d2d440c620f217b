import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { startWorld, type World } from '../support/baton.ts';
import { days, doesWell, enableAlerts, SLIP_REASONS, slide, slips } from './slide.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
let csm: Driver;
let rep: Driver;
beforeAll(async () => {
  world = await startWorld();
  await enableAlerts(await world.ctx());
  csm = world.sandbox.person('csm.berlin');
  rep = world.sandbox.person('rep.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const CHANNEL = 'customer-success';
const ACCOUNT = 'Pine Sample Pharma';
const cards = () => csm.sees(CHANNEL).filter(({ text }) => text.includes(ACCOUNT));
const thread = () => cards().flatMap(({ replies }) => replies.map(({ text }) => text));

test('an account slips: one card with the three right reasons, and a DM to who is to take it', async () => {
  await slide(world, ACCOUNT);
  const card = await csm.message(/R-1 · Pine Sample Pharma/, { in: CHANNEL });
  expect(card.text).toContain('Healthy to At risk, score 57');
  for (const reason of SLIP_REASONS) expect(card.text).toContain(reason);
  expect(card.text.indexOf(SLIP_REASONS[0] ?? '')).toBeLessThan(card.text.indexOf(SLIP_REASONS[1] ?? ''));
  expect(card.text).toContain('ARR €290K · Renewal Feb 14, 2027');
  expect(card.text).toContain('Sales rep.berlin · CS csm.berlin');
  expect(card.text).toMatch(/Waiting for csm.berlin to take it\. Due /);
  expect(card.text).not.toContain('@csm.berlin');
  expect(card.buttons).toEqual(['I’ve got it', 'Plan', 'Details', 'Not a risk…']);
  expect(cards().length).toBe(1);
});

test('the details are for the reader alone: how the score comes about, and what else is known', async () => {
  await rep.clicks('Details', { in: CHANNEL, message: /R-1/ });
  const details = await rep.message(/Score 57/, { in: CHANNEL });
  expect(details.ephemeral).toBe(true);
  expect(details.text).toMatch(/Usage depth: 20%, .*, \d+\.\d of \d+\.\d points/);
  expect(details.text).toContain('5 of 5 signals fresh, 100% of their weight.');
  expect(details.text).toContain('Open handoffs: none.');
  expect(csm.sees(CHANNEL).some(({ text }) => /Score 57/.test(text))).toBe(false);
});

test('it is claimed in one tap, and the next step is a tap away', async () => {
  const asked = await csm.message(/R-1 · Pine Sample Pharma waits for you/, { in: 'dm' });
  expect(asked.text).toMatch(/Please take it, or pass it on\. Due/);
  await csm.clicks('I’ve got it', { in: CHANNEL, message: /R-1/ });
  const told = await csm.message(/R-1 is yours\. Please plan the first step\. Due/, { in: CHANNEL });
  expect(told.ephemeral).toBe(true);
  expect(told.buttons).toEqual(['Plan', 'Undo']);
  await csm.until(() =>
    cards()[0]?.text.includes('csm.berlin has it. The first step is not planned yet. Due'),
  );
  await csm.until(() => thread().join() === 'csm.berlin has got it.');
});

test('it is planned, and both teams read the plan', async () => {
  await csm.clicks('Plan', { in: CHANNEL, message: /not planned yet/ });
  const modal = await csm.modal({ title: 'Plan for R-1', text: /What happens first/ });
  expect(modal.value('By')).toMatch(/^2026-11-\d\d$/);
  const outcome = await modal.submit();
  expect(outcome).toEqual({ errors: { 'What happens first': REQUIRED } });
  await modal.fill('What happens first', 'Call the head of research <today>');
  expect(await modal.submit()).toEqual({ closed: true });
  await csm.until(() => /First: Call the head of research <today>, due/.test(cards()[0]?.text ?? ''));
  await csm.until(() => thread().length === 2);
  expect(thread()[1]).toMatch(/csm.berlin planned it\. First: Call the .* Check-in .* 2026\./);
  expect(cards()[0]?.buttons).toEqual(['Check in', 'Details', 'Not a risk…']);
});

test('a second slide while it is open: no second card; what is worse is told in the thread', async () => {
  await slips(world, ACCOUNT, { usage_depth: 2, seats_used: 5, feature_adoption: 3, sentiment: 2 });
  await days(world, 3.01);
  await csm.until(() =>
    thread().some((text) => /It has become worse: At risk to Critical, score/.test(text)),
  );
  expect(cards().length).toBe(1);
  expect(cards()[0]?.text).toContain('Healthy to Critical');
  expect(await world.database.db.risk.count()).toBe(1);
});

test('on the day of the check-in the owner is asked, and says how it goes', async () => {
  await days(world, 4);
  const { checkInOn } = await world.database.db.risk.findFirstOrThrow();
  await world.moveTo(new Date(`${checkInOn?.toISOString().slice(0, 10)}T09:30:00+01:00`));
  const morning = await csm.message(/Good morning\. 1 risk waits for you\./, { in: 'dm' });
  expect(morning.text).toMatch(/R-1 · Pine Sample Pharma.*Please say how it goes\. Due/s);
  await csm.clicks('Check in', { in: 'dm', message: /Good morning/ });
  const modal = await csm.modal({ title: 'Check in on R-1', text: /How it goes/ });
  await modal.fill('How it goes', 'The new head of research has agreed to a pilot.');
  expect(await modal.submit()).toEqual({ closed: true });
  await csm.until(() => thread().some((text) => /checked in\..*\n.*agreed to a pilot/.test(text)));
});

test('the score recovers for as long as it must: the risk is closed, and the thread says so', async () => {
  await doesWell(world, ACCOUNT);
  await days(world, 7.01);
  await csm.until(() => cards()[0]?.text.includes('the score has recovered'));
  const said = thread().at(-1);
  expect(said).toMatch(/The score has recovered: Critical to Healthy, score \d+\. The risk is closed\./);
  expect(cards()[0]?.buttons).toEqual(['Details']);
});

test('it slips again inside the window: the same risk, the same thread, no second card', async () => {
  await slips(world, ACCOUNT);
  await days(world, 3.01);
  await csm.until(() => thread().some((text) => /It slips again: Healthy to At risk, score 57/.test(text)));
  expect(cards().length).toBe(1);
  expect(cards()[0]?.text).toContain('Healthy to At risk, score 57, opened again');
  expect(await world.database.db.risk.count()).toBe(1);
  // It is Saturday: whoever is to take it hears on Monday.
  const asked = () =>
    csm.sees('dm').filter(({ text }) => /R-1 · .* waits for you\. Please take it/.test(text)).length;
  expect(asked()).toBe(0);
  await days(world, 2);
  await csm.until(() => asked() === 1);
});
