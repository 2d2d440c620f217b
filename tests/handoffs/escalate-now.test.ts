import { beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { startWorld, type World } from '../support/baton.ts';
import { accept, handOver } from './hand-over.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  [rep, csm] = [world.sandbox.person('rep.berlin'), world.sandbox.person('csm.berlin')];
  return () => world.close();
});

const about = (name: string) => ({ in: 'dm', message: new RegExp(`You handed .*\\(${name}\\)`) });

async function escalate(name: string): Promise<unknown> {
  await rep.picks('Escalate now…', about(name));
  const modal = await rep.modal({ title: 'Escalate now', text: /Reason/ });
  await modal.fill('Reason', 'They go live next week.');
  const answer = await modal.submit();
  if (rep.hasModal()) await modal.close();
  return answer;
}

test('whoever comes next hears at once, with the reason; a second time a day is refused in words', async () => {
  const name = await handOver(rep, { account: 'Acme Sample', receiver: 'csm.berlin' });
  await rep.message(new RegExp(`You handed .*${name}`), { in: 'dm' });
  expect(await escalate(name)).toEqual({ closed: true });
  // With the next look for clocks that are due.
  await world.moveTo((await world.ctx()).now);
  const heard = await world.sandbox.person('cs.lead').message(new RegExp(`Escalated.*${name}`), { in: 'dm' });
  expect(heard.text).toMatch(/is asking you to step in now/);
  expect(heard.text).toContain('They go live next week.');
  expect(heard.text).not.toMatch(/Overdue/);
  await rep.picks('Escalate now…', about(name));
  const modal = await rep.modal({ title: 'Escalate now', text: /Reason/ });
  await modal.fill('Reason', 'Again.');
  await modal.submit();
  await modal.until(/escalated in the last day/);
  await modal.close();
});

test('the sender has three lines to introduce the new owner, and the new owner hears that they did', async () => {
  const name = await handOver(rep, { account: 'Cedar Sample Bank', receiver: 'csm.berlin' });
  await csm.message(new RegExp(name), { in: 'dm' });
  await rep.clicks('Introduce…', about(name));
  const modal = await rep.modal({ title: 'Introduce', text: /Copy this/ });
  expect(modal.value('Copy this to the customer')).toMatch(
    /^Hi Sample Contact, I’d like you to meet .*\n.*First team live within two weeks\n.* a time for the kickoff\.$/,
  );
  expect(await modal.submit()).toEqual({ closed: true });
  await csm.until(() =>
    csm.sees('dm').some(({ replies }) => replies.some(({ text }) => /introduced the new owner/.test(text))),
  );
  await rep.until(() =>
    rep.sees('dm').every(({ text }) => !text.includes(name) || !text.includes('[Introduce…]')),
  );
});

test('the feedback is read with one tap, and whoever gave it sees that', async () => {
  const name = await handOver(rep, { account: 'Blue Sample Foods', receiver: 'csm.berlin' });
  await csm.message(new RegExp(name), { in: 'dm' });
  await accept(csm, name);
  await csm.clicks('Log kickoff…', { in: 'dm', message: new RegExp(`${name}\\b`) });
  const finish = await csm.modal({ title: 'Log kickoff', text: /How was the brief/ });
  await finish.check('How was the brief?', '5 · Everything was there');
  await finish.submit();
  await rep.message(new RegExp(`${name}.*Your brief`, 's'), { in: 'dm' });
  await rep.clicks('Read', { in: 'dm', message: /Your brief: / });
  await rep.message(/You read it/, { in: 'dm' });
  await csm.message(new RegExp(`${name}.*read your feedback`, 's'), { in: 'dm' });
  expect(world.sandbox.traffic.violations).toEqual([]);
});
