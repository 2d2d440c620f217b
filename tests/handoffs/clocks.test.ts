import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { accept, askForMore, fillLeast, handOver } from './hand-over.ts';
import { importing } from './importing.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let csm: Driver;
let cover: Driver;
let lead: Driver;
let director: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin, 04:00 in New York.
  world = await startWorld();
  await importing(world, 'people', 'email,manager\ncsm.berlin@sample.example,director@sample.example\n');
  const people = ['rep.berlin', 'csm.berlin', 'csm.newyork', 'cs.lead', 'director'] as const;
  [rep, csm, cover, lead, director] = people.map((name) => world.sandbox.person(name)) as [
    Driver,
    Driver,
    Driver,
    Driver,
    Driver,
  ];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

/** Berlin is an hour ahead of UTC in winter. */
const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));

function counts(name: string): Record<string, number> {
  const who = { rep, csm, cover, lead, director };
  const dms = Object.entries(who).map(([key, person]) => [key, heard(person, about(name)).length]);
  return { ...Object.fromEntries(dms), channel: heard(lead, about(name), 'leadership').length };
}

test('an unanswered handoff climbs its ladder, tells each rung once, and falls silent after three days', async () => {
  const name = await handOver(rep, { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
  await rep.until(() => counts(name)['csm'] === 1);
  const start = { rep: 1, csm: 1, cover: 0, lead: 0, director: 0, channel: 0 };

  await berlin('2026-11-23', '14:00');
  await berlin('2026-11-24', '08:58');
  expect(counts(name)).toEqual(start);
  await berlin('2026-11-24', '09:00');
  expect(counts(name)).toEqual({ ...start, csm: 2 });
  expect(heard(csm, about(name))[1]).toMatch(/^Today: 1 to do, first due/);

  await berlin('2026-11-24', '10:00');
  // The cover sleeps in New York, and reads it in the morning.
  expect(counts(name)).toEqual({ ...start, csm: 2, rep: 2 });
  expect(heard(rep, about(name))[1]).toMatch(
    /Overdue: no response from @csm\.berlin on Fjord Sample Freight/,
  );
  expect(heard(rep, about(name))[1]).toContain('[Reassign…]');

  await berlin('2026-11-24', '14:00');
  expect(counts(name)).toEqual({ ...start, csm: 2, rep: 2, lead: 1 });
  expect(heard(lead, about(name))[0]).toMatch(/Review it for @csm\.berlin, or reassign it/);
  await berlin('2026-11-24', '15:00');
  expect(counts(name)).toEqual({ ...start, csm: 2, rep: 2, lead: 1, cover: 1 });
  expect(heard(cover, about(name))[0]).toMatch(/^Today: 1 late with someone else\./);

  await berlin('2026-11-25', '10:00');
  expect(counts(name)).toMatchObject({ director: 0, channel: 1 });
  await berlin('2026-11-25', '15:00');
  expect(counts(name)).toMatchObject({ director: 1, channel: 1 });
  await berlin('2026-11-28', '23:00');
  const last = counts(name);
  // Three days of the last rung, all in the mornings of the manager in New York; the channel heard of it. The hard
  // stop on the third adds nothing: everybody it would tell has heard.
  expect(last).toEqual({ rep: 2, csm: 2, cover: 1, lead: 1, director: 3, channel: 1 });
  expect(heard(director, about(name)).filter((text) => /^Today: /.test(text)).length).toBe(3);
  await berlin('2026-12-07', '09:00');
  expect(counts(name)).toEqual(last);
  for (const person of [rep, csm, cover, lead, director]) {
    for (const text of heard(person, about(name))) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  }

  // Silence is no end: the sender still can give it to somebody else, from the message of two weeks ago.
  await rep.clicks('Reassign…', { in: 'dm', message: /^Overdue/ });
  const reassign = await rep.modal({ title: 'Reassign handoff', text: /New owner/ });
  await reassign.choose('New owner', 'CSM (Singapore)');
  await reassign.fill('Reason', 'Nobody answers');
  expect(await reassign.submit()).toEqual({ closed: true });
  const singapore = world.sandbox.person('csm.singapore');
  await singapore.message(about(name), { in: 'dm' });
  await accept(singapore, name);
  await rep.until(() => heard(rep, /Accepted by/).length > 0);
});

test('a handoff of which more was asked climbs the ladder of its sender', async () => {
  const name = await handOver(rep, { account: 'Kite Sample Kitchens', receiver: 'CSM (Berlin)' });
  await csm.message(about(name), { in: 'dm' });
  await askForMore(csm, name, 'Who is the champion?');
  await rep.message(/Who is the champion/, { in: 'dm' });
  const salesLead = world.sandbox.person('sales.lead');
  // Monday 7 December 09:00: two working days are over on Wednesday 09:00.
  await berlin('2026-12-08', '09:00');
  expect(heard(rep, /^Today: /)).toEqual([]);
  await berlin('2026-12-09', '08:58');
  expect(heard(csm, /You asked for more/)).toEqual([]);
  await berlin('2026-12-09', '09:30');
  expect(heard(csm, about(name)).at(-1)).toMatch(/You asked for more\. Baton keeps reminding @rep\.berlin\./);
  expect(heard(salesLead, about(name))).toEqual([]);
  await berlin('2026-12-10', '09:30');
  // Once, though they are lead and manager.
  expect(heard(salesLead, about(name)).length).toBe(1);
  expect(heard(salesLead, about(name)).join()).toMatch(/Add what’s missing for @rep\.berlin, or cancel it\./);
});

test('a near go-live leaves two working hours', async () => {
  const modal = await fillLeast(rep, { account: 'Pine Sample Pharma', receiver: 'CSM (Berlin)' });
  await modal.clickButton('Add: Go-live date');
  await modal.date('Go-live date', '2026-12-15');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Ready to|Still missing/);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Their response is due today at 11:3\d AM/);
  await modal.close();
  const far = await fillLeast(rep, { account: 'Olive Sample Optics', receiver: 'CSM (Berlin)' });
  await far.clickButton('Add: Go-live date');
  await far.date('Go-live date', '2026-12-16');
  expect(await far.submit()).toEqual({ updated: true });
  await far.until(/Ready to|Still missing/);
  expect(await far.submit()).toEqual({ updated: true });
  await far.until(/Their response is due tomorrow at 9:3\d AM/);
  await far.close();
});
