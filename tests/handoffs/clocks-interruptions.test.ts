import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { startWorld, type World } from '../support/baton.ts';
import { heard } from './dm.ts';
import { handOver } from './hand-over.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
let rep: Driver;
let lead: Driver;
beforeAll(async () => {
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  lead = world.sandbox.person('cs.lead');
  const ctx = await world.ctx();
  await setSetting(ctx, { key: 'handoff.acknowledge', value: 'PT1H' });
  await setSetting(ctx, { key: 'handoff.hard_stop', value: 'P60D' });
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

const berlin = (day: string, time: string) => world.moveTo(new Date(`${day}T${time}:30+01:00`));
const overdue = (person: Driver) => heard(person, /^Overdue: no response from .*, due /).length;

test('nobody is interrupted more than three times a day: the rest waits for the morning, in one message', async () => {
  const accounts = [
    'Fjord Sample Freight',
    'Kite Sample Kitchens',
    'Blue Sample Foods',
    'Olive Sample Optics',
  ];
  // A minute apart: what falls due at one moment is one message, however many handoffs it tells of.
  const names = [];
  for (const [minute, account] of [...accounts, 'Pine Sample Pharma'].entries()) {
    await berlin('2026-11-23', `10:0${minute}`);
    names.push(await handOver(rep, { account, receiver: 'CSM (Berlin)' }));
  }
  await berlin('2026-11-23', '11:10');
  expect(overdue(rep)).toBe(3);
  await berlin('2026-11-23', '11:40');
  expect(overdue(lead)).toBe(3);
  await berlin('2026-11-24', '08:50');
  expect(overdue(rep)).toBe(3);
  expect(overdue(lead)).toBe(3);
  await berlin('2026-11-24', '09:05');
  const mornings = heard(rep, /^Today: /);
  expect(mornings.length).toBe(1);
  // Each of the five was said once.
  const said = heard(rep, /^Overdue: no response from .*, due /).join('\n') + mornings.join('\n');
  for (const name of names) expect(said).toMatch(new RegExp(`${name}\\b`));
  // It is not the sender who has to acknowledge.
  expect(mornings[0]).not.toMatch(/waiting for you|Respond: /);
  expect(mornings[0]).not.toMatch(/undefined|null|NaN|\[object/);
  expect(mornings[0]).toMatch(/^Today: 2 late with someone else\./);
  expect(mornings[0]).toContain('[Reassign…]');
});
