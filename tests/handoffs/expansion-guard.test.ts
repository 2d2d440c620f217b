import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { loadReadiness } from '../../src/health/read/load-standings.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { newId } from '../../src/platform/id.ts';
import { startWorld, type World } from '../support/baton.ts';
import { begin, goOn, propose, type Standing, stands } from './expansion.ts';
import { askForMore, fillLeast, finish } from './hand-over.ts';

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

const NOT_READY = 'this account may not be ready for an expansion.';
const AT_RISK: Standing = { band: 'at_risk', known: true, signals: { seats_used: 38 } };
const reason = 'Their budget closes this month, and more seats are what they lack.';

test('of an account at risk the form says why, asks why now, and does not go on without an answer', async () => {
  await stands(world, 'Blue Sample Foods', AT_RISK);
  const modal = await propose(csm, 'Blue Sample Foods');
  expect(modal.text()).toContain(NOT_READY);
  expect(modal.text()).toMatch(/At risk since/);
  expect(modal.text()).toContain('Seats used 38%, 12 days old');
  expect(await modal.submit()).toEqual({
    errors: { 'Why ask now': REQUIRED },
  });

  await modal.fill('Why ask now', reason);
  await goOn(modal);
  expect(modal.text()).toContain(NOT_READY);
  expect(modal.value('Why ask now')).toBe(reason);
  const name = await finish(modal);

  const asked = new RegExp(`${name}[^]*Why ask now: ${reason}`);
  await seller.message(asked, { in: 'dm' });
  await seller.message(asked, { in: 'sales' });
  await seller.clicks('Review', { in: 'dm', message: new RegExp(name) });
  const review = await seller.modal({ title: 'Review handoff', text: /Your answer/ });
  expect(review.text()).toMatch(new RegExp(`Why ask now\\s+>?\\s*${reason}`));
  await review.close();

  await askForMore(seller, name, 'How many seats?');
  await csm.clicks('Add what’s missing', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const fix = await csm.modal({ title: 'Add what’s missing', text: /Main contact/ });
  expect(fix.value('Why ask now')).toBe(reason);
  await fix.close();
});

test('low adoption is said of an account that is healthy otherwise', async () => {
  await stands(world, 'Birch Sample Labs', {
    band: 'healthy',
    known: true,
    signals: { feature_adoption: 20 },
  });
  const modal = await begin(csm, 'Birch Sample Labs');
  await modal.until(/Key features used 20%, 12 days old/);
  expect(modal.text()).not.toMatch(/At risk|Healthy/);
  expect(modal.labels()).toContain('Why ask now');
  await modal.close();
});

test('an open risk is said whatever the score', async () => {
  await stands(world, 'Olive Sample Optics', { openRisk: true });
  const modal = await begin(csm, 'Olive Sample Optics');
  await modal.until(/A risk has been open since/);
  await modal.close();
});

test.each<[string, string, Standing]>([
  ['unknown', 'Pine Sample Pharma', { band: 'critical', known: false }],
  ['healthy', 'Fjord Sample Freight', { band: 'healthy', known: true, signals: { feature_adoption: 90 } }],
  ['to be watched', 'Iris Sample Insurance', { band: 'watch', known: true, signals: { nps: 2 } }],
])('of an account whose health is %s nothing is said or asked', async (_, account, standing) => {
  await stands(world, account, standing);
  const modal = await propose(csm, account);
  expect(modal.text()).not.toMatch(/may not be ready|Why ask now/);
  await goOn(modal);
  expect(modal.text()).not.toMatch(/may not be ready|Why ask now/);
  await finish(modal);
});

test('a rep who hands it to customer success is neither warned nor asked', async () => {
  const modal = await fillLeast(rep, { account: 'Blue Sample Foods', receiver: 'CSM (Berlin)' });
  expect(modal.text()).not.toMatch(/may not be ready|Why ask now|expansion/);
  await finish(modal);
});

test('health that slips while the sender looks is found at submit, which shows it and asks', async () => {
  const account = 'Cedar Sample Bank';
  const modal = await propose(csm, account);
  await goOn(modal);
  expect(modal.text()).not.toContain(NOT_READY);
  await stands(world, account, { band: 'critical', known: true });
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Critical since/);
  expect(modal.text()).toContain('Add why it’s still the right time, or come back later.');
  const draft = await world.database.db.handoff.findFirst({ where: { account: { name: account } } });
  expect(draft?.state).toBe('draft');

  expect(await modal.submit()).toEqual({
    errors: { 'Why ask now': REQUIRED },
  });
  await modal.fill('Why ask now', reason);
  const name = await finish(modal);
  await seller.message(new RegExp(`${name}[^]*Why ask now: ${reason}`), { in: 'dm' });
});

test('a reason typed on the last screen is kept when something else there is opened first', async () => {
  const account = 'Kite Sample Kitchens';
  const modal = await propose(csm, account);
  await goOn(modal);
  await stands(world, account, { band: 'at_risk', known: true });
  await modal.submit();
  await modal.until(/At risk since/);
  await modal.fill('Why ask now', reason);
  await modal.clickButton('Add: Champion');
  await modal.until(/New person|Add a person/);
  const draft = await world.database.db.handoff.findFirstOrThrow({ where: { account: { name: account } } });
  expect(draft.brief).toMatchObject({ whyNow: reason });
  await modal.close();
});

test('a new name that is an account already is warned of like that account', async () => {
  await stands(world, 'Acme Sample', AT_RISK);
  const modal = await propose(csm, 'new Sample Nobody Knows');
  await modal.fill('New account', 'ACME  sample');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/At risk since/);
  expect(modal.labels()).toContain('Why ask now');
  await modal.close();
});

test('nothing is read of the account of another workspace', async () => {
  const { db } = world.database;
  const { id, workspaceId } = await db.account.findFirstOrThrow({ where: { name: 'Acme Sample' } });
  const now = await world.now();
  expect(await loadReadiness(db, workspaceId, id, now)).not.toBeNull();
  expect(await loadReadiness(db, newId(now), id, now)).toBeNull();
});
