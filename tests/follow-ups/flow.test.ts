import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { about, heard } from '../handoffs/dm.ts';
import { accept, fillLeast, finish, handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

let world: World;
let rep: Driver;
let csm: Driver;
let salesLead: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin.
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
  salesLead = world.sandbox.person('sales.lead');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const RECEIVER = 'CSM (Berlin)';
const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));

test('what a rep does not know yet goes out with a day, and is asked for that morning', async () => {
  const modal = await fillLeast(rep, { account: 'Acme Sample', receiver: RECEIVER });
  await modal.clickButton('Add: Go-live date');
  await modal.until(/Don’t know yet\?/);
  await modal.date('Don’t know yet?', '2026-11-25');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Go-live date: known by Nov 25, 2026/);
  const name = await finish(modal);
  await accept(csm, name);

  const home = await rep.home({ text: /Follow up \(\d\)/ });
  expect(home.text()).toMatch(/Answer: Go-live date · by Nov 25, 2026/);
  await berlin('2026-11-25', '09:00');
  const morning = await rep.message(/Answer: Go-live date · you said by Nov 25, 2026/, { in: 'dm' });
  expect(morning.text).toContain('To follow up');

  await rep.clicks('Answer…', { in: 'dm', message: /you said by/ });
  const brief = await rep.modal({ text: /Go-live date/ });
  await brief.date('Go-live date', '2027-02-01');
  expect(await brief.submit()).toEqual({ updated: true });
  await brief.close();
  await rep.until(async () => !(await rep.home()).text().includes('Answer: Go-live date'));
});

test('the new owner is to be introduced once they are on it, and a lead hears where nobody does', async () => {
  const name = await handOver(rep, { account: 'Cedar Sample Bank', receiver: RECEIVER });
  await accept(csm, name);
  const home = await rep.home({ text: new RegExp(`\\(${name}\\)`) });
  expect(home.text()).toMatch(/Introduce @csm\.berlin to the customer/);
  await berlin('2026-11-26', '10:00');
  await rep.until(
    () =>
      heard(rep, new RegExp(`\\(${name}\\)[^]*Introduce csm\\.berlin to the customer · overdue`)).length > 0,
  );
  await berlin('2026-11-27', '10:00');
  await salesLead.message(new RegExp(`hasn’t introduced the new owner to the customer of .*${name}`), {
    in: 'dm',
  });

  await home.clickButton(`Introduce…: Cedar Sample Bank (${name})`);
  const introduction = await rep.modal({ title: 'Introduce', text: /Copy this to the customer/ });
  expect(await introduction.submit()).toEqual({ closed: true });
  await rep.until(() => !home.text().includes(`(${name})`));
});

test('what the receiver changes is confirmed with one tap', async () => {
  const name = await handOver(rep, { account: 'Fjord Sample Freight', receiver: RECEIVER });
  await accept(csm, name);
  await csm.types(`/handoff ${name}`, { in: 'dm' });
  await csm.picks('Read the brief', { in: 'dm', message: about(name) });
  const reading = await csm.modal({ title: 'Handoff', text: /Main contact/ });
  await reading.clickButton('Edit brief…');
  await reading.until(/What do you want to change/);
  await reading.choose('What do you want to change or add to?', 'Dates and links');
  await reading.until(/Recording link/);
  await reading.date('Go-live date', '2027-03-01');
  expect(await reading.submit()).toEqual({ updated: true });
  await reading.close();

  const home = await rep.home({ text: /Confirm what changed: Go-live date/ });
  await home.clickButton('Confirm');
  await rep.until(() => !home.text().includes('Confirm what changed'));
});
