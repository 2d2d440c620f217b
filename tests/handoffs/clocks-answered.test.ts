import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { accept, askForMore, cancel, handOver, holdKickoff, resubmit } from './hand-over.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin.
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));
const RECEIVER = 'CSM (Berlin)';
const late = (name: string) => new RegExp(`^Overdue: no (response|decision|answer) from [^]*\\(${name}\\)`);

async function handedOver(account: string): Promise<string> {
  const name = await handOver(rep, { account, receiver: RECEIVER });
  await csm.message(about(name), { in: 'dm' });
  return name;
}

test('An acknowledged alert paged four months later: what is answered is never chased, nor what was held for it', async () => {
  const name = await handedOver('Quartz Sample Quarry');
  // Tuesday 10:02: the limit passed; the cover sleeps in New York, and what she is to hear is held for her.
  await berlin('2026-11-24', '10:02');
  expect(heard(rep, late(name)).length).toBe(1);
  await accept(csm, name);
  await rep.message(/accepted/, { in: 'dm' });
  await holdKickoff(csm, name, '2026-11-24');
  await rep.message(/held the kickoff/, { in: 'dm' });
  const everybody = ['rep.berlin', 'csm.berlin', 'csm.newyork', 'cs.lead', 'director', 'sales.lead'];
  const said = () => everybody.map((who) => heard(world.sandbox.person(who), about(name)).length);
  const before = said();
  await berlin('2026-11-24', '15:30');
  expect(said()).toEqual(before);
  expect(heard(world.sandbox.person('csm.newyork'), about(name))).toEqual([]);
  await world.moveTo(new Date('2027-03-26T12:00:00Z'));
  expect(said()).toEqual(before);
});

test('a nudge asks once more, and then not for four hours', async () => {
  await world.moveTo(new Date('2027-04-05T08:00:00Z'));
  const name = await handedOver('Iris Sample Insurance');
  await rep.picks('Nudge', { in: 'dm', message: about(name) });
  await csm.message(/is asking about/, { in: 'dm' });
  await rep.picks('Nudge', { in: 'dm', message: about(name) });
  await rep.message(/nudged a short while ago/, { in: 'dm' });
  await world.moveTo(new Date('2027-04-05T12:01:00Z'));
  await rep.picks('Nudge', { in: 'dm', message: about(name) });
  await csm.until(() => heard(csm, new RegExp(`is asking about [^]*\\(${name}\\)`)).length === 2);
  await cancel(rep, name);
});

test('the hard stop comes after three working days, whatever was returned, reassigned and snoozed', async () => {
  await world.moveTo(new Date('2027-04-12T08:00:30Z'));
  // Monday 10:00 in Berlin; Thursday 10:00 is three working days later.
  const name = await handedOver('Lotus Sample Logistics');
  await askForMore(csm, name, 'More, please');
  await rep.message(/More, please/, { in: 'dm' });
  await world.moveTo(new Date('2027-04-13T08:00:00Z'));
  await resubmit(rep, name);
  await csm.until(() => heard(csm, about(name)).length >= 2);
  await world.moveTo(new Date('2027-04-14T08:00:00Z'));
  await rep.picks('Reassign…', { in: 'dm', message: /You handed/ });
  const modal = await rep.modal({ title: 'Reassign handoff', text: /New owner/ });
  await modal.choose('New owner', 'CSM (Singapore)');
  await modal.fill('Reason', 'They have the time zone');
  expect(await modal.submit()).toEqual({ closed: true });
  const singapore = world.sandbox.person('csm.singapore');
  await singapore.message(about(name), { in: 'dm' });
  await singapore.picks('Snooze until tomorrow', { in: 'dm', message: about(name) });
  await singapore.message(/[Rr]eminders snoozed until/, { in: 'dm' });
  // The clock of the new receiver is over in the same minute: it is said once.
  const stopped = /^Still not accepted|^Overdue: no response/;
  const stops = () => heard(rep, stopped).filter((text) => about(name).test(text));
  await world.moveTo(new Date('2027-04-15T07:55:00Z'));
  expect(stops()).toEqual([]);
  await world.moveTo(new Date('2027-04-15T08:05:00Z'));
  expect(stops().length).toBe(1);
});
