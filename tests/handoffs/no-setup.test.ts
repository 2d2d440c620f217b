import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { manifest, startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { accept, cancel, handOver } from './hand-over.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  // Nobody set anything up: no teams, no managers, no channel, no accounts.
  world = await startWorld({
    seed: {
      manifest,
      people: [
        { name: 'rep', realName: 'Sample Rep' },
        { name: 'csm', realName: 'Sample CSM' },
        { name: 'boss', realName: 'Sample Boss', admin: true },
      ],
      channels: [{ name: 'sales' }],
    },
  });
  rep = world.sandbox.person('rep');
  csm = world.sandbox.person('csm');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));

test('/handoff works where nobody set anything up: the receiver is picked, and direct messages carry it', async () => {
  await rep.types('/handoff Sample Newcomer', { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  expect(modal.value('New account')).toBe('Sample Newcomer');
  expect(modal.value('Hand over to')).toBeNull();
  await modal.close();
  const name = await handOver(rep, { account: 'Sample Newcomer', receiver: 'Sample CSM' });
  await csm.clicks('I’m on it', { in: 'dm', message: about(name) });
  await rep.message(/@csm is on it/, { in: 'dm' });
  await accept(csm, name);
  await rep.message(/Accepted by @csm/, { in: 'dm' });
  await rep.clicks('Introduce…', { in: 'dm', message: about(name) });
  expect(await (await rep.modal({ title: 'Introduce', text: /Copy this/ })).submit()).toEqual({
    closed: true,
  });
  expect(world.sandbox.posts.every(({ channel }) => channel.startsWith('D'))).toBe(true);
  const account = await world.database.db.account.findFirstOrThrow();
  expect(account).toMatchObject({ name: 'Sample Newcomer', verified: false, stage: 'adopt' });
});

test('with nobody to climb to, the last rung tells the sender, so that it is not silence', async () => {
  const name = await handOver(rep, { account: 'Sample Second', receiver: 'Sample CSM' });
  await csm.message(about(name), { in: 'dm' });
  await berlin('2026-11-24', '09:00');
  expect(heard(csm, about(name)).at(-1)).toMatch(/^Today: /);
  await berlin('2026-11-24', '10:00');
  const late = () => heard(rep, new RegExp(`^Overdue: no response [^]*\\(${name}\\)`));
  expect(late().length).toBe(1);
  await berlin('2026-11-24', '16:00');
  expect(late().length).toBe(1);
  const mornings = () => heard(rep, about(name)).filter((text) => /^Today: /.test(text));
  await berlin('2026-11-25', '10:00');
  await berlin('2026-11-26', '09:00');
  // It has broken in on them once.
  expect([late().length, mornings().length]).toEqual([1, 1]);
  expect(mornings()[0]).toMatch(/1 late with someone else.*\[Reassign…\]/s);
  await berlin('2026-12-01', '10:00');
  // Twice more. The hard stop at the same minute adds nothing.
  expect([late().length, mornings().length]).toEqual([1, 3]);
  expect(heard(world.sandbox.person('boss'), about(name))).toEqual([]);
  await berlin('2026-12-15', '10:00');
  expect([late().length, mornings().length]).toEqual([1, 3]);
  await cancel(rep, name);
});

test('Silence broken on empty chains: what is snoozed stays silent there too', async () => {
  const name = await handOver(rep, { account: 'Sample Third', receiver: 'Sample CSM' });
  await csm.message(about(name), { in: 'dm' });
  await berlin('2026-12-16', '09:45');
  await csm.picks('Snooze 1 hour', { in: 'dm', message: about(name) });
  await csm.message(new RegExp(`${name}\\b[^]*snoozed until`), { in: 'dm' });
  await berlin('2026-12-16', '10:30');
  const late = () => heard(rep, new RegExp(`^Overdue: no response [^]*\\(${name}\\)`));
  expect(late()).toEqual([]);
  await berlin('2026-12-16', '10:50');
  expect(late().length).toBe(1);
  await cancel(rep, name);
});
