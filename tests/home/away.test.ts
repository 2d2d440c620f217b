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
