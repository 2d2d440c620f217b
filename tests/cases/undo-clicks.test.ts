import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { acceptHandoff } from '../../src/handoffs/verbs/answer.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { expectDone } from '../handoffs/house.ts';
import { startWorld, type World } from '../support/baton.ts';
import { handedOver, inTheNameOf, standsIn, toldIn } from './desk.ts';

vi.setConfig({ testTimeout: 120_000 });

const MINUTE = 60_000;

let world: World;
let csm: Driver;
let lead: Driver;
beforeAll(async () => {
  world = await startWorld();
  csm = world.sandbox.person('csm.berlin');
  lead = world.sandbox.person('cs.lead');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const dm = (about: RegExp) => standsIn(csm, 'dm', about);
const told = (about: RegExp) => toldIn(csm, 'dm', about);
const card = (about: RegExp) => standsIn(csm, 'customer-success', about);

test('“I’m on it” is taken back where its answer is, and the request asks again', async () => {
  const { about } = await handedOver(world, 'Sample Response');
  await csm.clicks('I’m on it', { in: 'dm', message: about });
  await csm.until(() => told(/Undo until/) !== undefined);
  expect(told(/Undo until/)?.buttons).toContain('Undo');
  await csm.until(() => dm(about)?.buttons.includes('I’m on it') === false);

  await csm.clicks('Undo', { in: 'dm', message: /Undo until/ });
  await csm.until(() => dm(about)?.buttons.includes('I’m on it') === true);
  // The answer shows how it stands now, and offers nothing that is over.
  await csm.until(() => told(about)?.buttons.includes('I’m on it') === true);
  expect(told(/Undo until/)).toBeUndefined();
});

test('pressed when two minutes are over, it says so', async () => {
  const { about } = await handedOver(world, 'Sample Delay');
  await csm.clicks('I’m on it', { in: 'dm', message: about });
  await csm.until(() => told(/Undo until/) !== undefined);
  await world.moveTo(new Date((await world.now()).getTime() + 3 * MINUTE));
  await csm.clicks('Undo', { in: 'dm', message: /Undo until/ });
  await csm.until(() => told(/Undo only works for two minutes/) !== undefined);
  expect(dm(about)?.buttons).not.toContain('I’m on it');
});

test('an acceptance is taken back in the DM of whoever accepted, and by nobody else', async () => {
  const { id, about } = await handedOver(world, 'Sample Acceptance');
  await csm.until(() => card(about) !== undefined);
  expectDone(await acceptHandoff(await inTheNameOf(world, 'csm.berlin'), { handoffId: id }));
  await csm.until(() => dm(about)?.buttons.includes('Undo') === true);
  await csm.until(() => /Accepted by/.test(card(about)?.text ?? ''));
  expect(card(about)?.buttons).not.toContain('Undo');
  expect(lead.sees('dm').filter(({ text }) => /Undo until/.test(text))).toEqual([]);
  await csm.until(() => (card(about)?.replies ?? []).length === 1);

  await csm.clicks('Undo', { in: 'dm', message: about });
  await csm.until(() => told(/Undone\./) !== undefined);
  await csm.until(() => dm(about)?.buttons.includes('I’m on it') === true);
  expect(dm(about)?.buttons).not.toContain('Undo');
  await csm.until(() => /Waiting for/.test(card(about)?.text ?? ''));
  await csm.until(() => (card(about)?.replies ?? []).length === 2);
  expect(card(about)?.replies.map(({ text }) => text)[1]).toMatch(/undid accepting it/);
});

test('what was done on Home is taken back there', async () => {
  await handedOver(world, 'Sample Home');
  const waiting = () => world.database.db.owed.count({ where: { step: 'acknowledge' } });
  const before = await waiting();
  const home = await csm.home({ text: /Sample Home/ });
  await home.clickButton('I’m on it');
  await csm.until(() => /Undo until/.test(home.text()));
  expect(await waiting()).toBe(before - 1);
  await home.clickButton('Undo');
  await csm.until(() => /Undone\./.test(home.text()));
  expect(home.text()).not.toMatch(/Undo until/);
  expect(await waiting()).toBe(before);
});

test('once it is too late, the DM does not offer it any more', async () => {
  const { id, about } = await handedOver(world, 'Sample Late');
  expectDone(await acceptHandoff(await inTheNameOf(world, 'csm.berlin'), { handoffId: id }));
  await csm.until(() => dm(about)?.buttons.includes('Undo') === true);
  await world.moveTo(new Date((await world.now()).getTime() + 2 * MINUTE));
  await csm.until(() => dm(about)?.buttons.includes('Undo') === false);
  expect(dm(about)?.text).not.toMatch(/Undo until/);
});

test('a risk that somebody took is open again, and asks whoever it asked', async () => {
  const command = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null } as const;
  const flagged = await flagRisk(await inTheNameOf(world, 'rep.berlin'), {
    account: { name: 'Sample Risk' },
    ...command,
    urgent: true,
  });
  const about = new RegExp(`R-${expectDone(flagged).number}\\b`);
  await csm.until(() => card(about) !== undefined);
  const says = () => toldIn(csm, 'customer-success', /Undo until/);
  await csm.clicks('I’ve got it', { in: 'customer-success', message: about });
  await csm.until(() => says() !== undefined);
  await csm.until(() => card(about)?.buttons.includes('I’ve got it') === false);
  await csm.clicks('Undo', { in: 'customer-success', message: /Undo until/ });
  await csm.until(() => card(about)?.buttons.includes('I’ve got it') === true);
  await csm.until(() => says() === undefined);
});
