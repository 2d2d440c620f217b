import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

let world: World;
let csm: Driver;
let lead: Driver;
beforeAll(async () => {
  // Monday 23 November 2026, 10:00 in Berlin.
  world = await startWorld();
  [csm, lead] = [world.sandbox.person('csm.berlin'), world.sandbox.person('cs.lead')];
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const WHERE = { in: 'customer-success' } as const;
const says = async (who: Driver, typed: string, answer: RegExp) => {
  await who.types(`/baton ${typed}`, WHERE);
  return (await who.message(answer, WHERE)).text;
};
const stored = async (name: string) => {
  const slackUserId = world.sandbox.people.get(name)?.id ?? '';
  return world.database.db.member.findFirstOrThrow({ where: { slackUserId } });
};

test('whoever goes away says until when and who covers, and their work goes there', async () => {
  await handOver(world.sandbox.person('rep.berlin'), { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
  await csm.message(/Acme Sample/, { in: 'dm' });
  const text = await says(csm, 'away friday @csm.newyork', /You’re away until/);
  expect(text).toMatch(/What’s waiting for you goes to @csm.newyork/);
  expect((await stored('csm.berlin')).awayUntil).toEqual(new Date('2026-11-27T22:59:00Z'));
  await world.sandbox
    .person('csm.newyork')
    .message(/Acme Sample[\s\S]*covering for @csm.berlin/, { in: 'dm' });
  await says(csm, 'back', /You’re back/);
  expect((await stored('csm.berlin')).awayUntil).toBeNull();
});

test('a lead says it for somebody they lead; nobody else may', async () => {
  const text = await says(lead, 'away @csm.berlin Dec 4 @csm.singapore', /@csm.berlin is away until/);
  expect(text).toMatch(/What’s waiting for them goes to @csm.singapore/);
  await says(world.sandbox.person('rep.berlin'), 'away @csm.berlin friday', /Only csm.berlin, their lead/);
  await says(lead, 'back @csm.berlin', /@csm.berlin is back/);
});

test('what cannot be told is asked for', async () => {
  await says(csm, 'away', /Write until when, and who covers/);
  await says(csm, 'away soon', /Write until when/);
  await says(csm, 'away friday @csm.newyork @cs.lead', /Write until when/);
  await says(csm, 'away friday @nobody.here', /can’t tell who you mean/);
  await says(csm, 'away 2026-11-20', /That has passed/);
  await says(csm, 'away friday @csm.berlin', /can’t be their own cover/);
  expect((await stored('csm.berlin')).awayUntil).toBeNull();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));

test('who goes later says so now, and is away from then on; the first morning back says what went on', async () => {
  const cover = world.sandbox.person('csm.newyork');
  const rep = world.sandbox.person('rep.berlin');
  const text = await says(csm, 'away nov 30 until dec 3 @csm.newyork', /You’re away from/);
  expect(text).toMatch(/Nov 30.* until .*Dec 3/);
  expect(text).toMatch(/What’s waiting for you then goes to @csm.newyork/);
  expect(await stored('csm.berlin')).toMatchObject({
    awayUntil: null,
    nextAwayFrom: new Date('2026-11-29T23:00:00Z'),
    nextAwayUntil: new Date('2026-12-03T22:59:00Z'),
  });
  await berlin('2026-11-29', '12:00');
  expect((await stored('csm.berlin')).awayUntil).toBeNull();
  await berlin('2026-11-30', '09:00');
  expect(await stored('csm.berlin')).toMatchObject({
    awaySince: new Date('2026-11-29T23:00:00Z'),
    awayUntil: new Date('2026-12-03T22:59:00Z'),
    nextAwayFrom: null,
  });
  // What was waiting is asked of the cover, and so is what comes now.
  await handOver(rep, { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
  await handOver(rep, { account: 'Kite Sample Kitchens', receiver: 'CSM (Berlin)' });
  await cover.clicks('I’m on it', { in: 'dm', message: /Fjord Sample Freight[\s\S]*covering for/ });
  await csm.until(async () =>
    Boolean(
      await world.database.db.handoff.findFirst({
        where: { state: 'acknowledged', account: { name: 'Fjord Sample Freight' } },
      }),
    ),
  );
  await berlin('2026-12-03', '09:30');
  expect(csm.sees('dm').filter(({ text }) => /Welcome back/.test(text))).toEqual([]);
  await berlin('2026-12-04', '09:05');
  const back = await csm.message(/Welcome back/, { in: 'dm' });
  expect(back.text).toMatch(
    /Welcome back\. 1 thing was answered for you meanwhile\. \d things are waiting for you\. See Home\./,
  );
});

test('an absence is planned, given up, begun and ended among one’s preferences', async () => {
  const open = async () => {
    await csm.types('/baton preferences', { in: 'sales' });
    return csm.modal({ title: 'Your preferences', text: 'Morning message' });
  };
  const window = await open();
  expect(window.text()).toContain('Going away? Say when, and who covers for you.');
  await window.clickButton('Away…');
  await window.until('First day away');
  await window.date('First day away', '2026-12-14');
  await window.date('Last day away', '2026-12-11');
  expect(await window.submit()).toEqual({
    errors: { 'Last day away': 'The last day is before the first. Pick a later one.' },
  });
  await window.date('Last day away', '2026-12-18');
  await window.choose('Cover', 'csm.singapore');
  expect(await window.submit()).toEqual({ updated: true });
  expect(window.text()).toMatch(/You’re away from .*Dec 14.* until .*Dec 18/);
  await window.close();

  const planned = await open();
  expect(planned.text()).toMatch(/You’re away from .*Dec 14/);
  await planned.clickButton('Cancel absence');
  await planned.until('Your absence is canceled.');
  expect(await stored('csm.berlin')).toMatchObject({ nextAwayFrom: null, nextAwayUntil: null });
  await planned.close();

  const now = await open();
  await now.clickButton('Away…');
  await now.until('First day away');
  await now.date('Last day away', '2026-12-08');
  expect(await now.submit()).toEqual({ updated: true });
  expect(now.text()).toMatch(/You’re away until .*Dec 8/);
  await now.close();
  const away = await open();
  await away.clickButton('I’m back');
  await away.until('Welcome back');
  expect((await stored('csm.berlin')).awayUntil).toBeNull();
  await away.close();
});

test('days are those of whoever goes, also where a lead far away says them', async () => {
  await says(lead, 'away @csm.singapore dec 10 until dec 11', /@csm.singapore is away from/);
  expect(await stored('csm.singapore')).toMatchObject({
    nextAwayFrom: new Date('2026-12-09T16:00:00Z'),
    nextAwayUntil: new Date('2026-12-11T15:59:00Z'),
  });
  await says(lead, 'back @csm.singapore', /@csm.singapore is back/);
  expect((await stored('csm.singapore')).nextAwayFrom).toBeNull();
});
