import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { heard } from '../handoffs/dm.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

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

async function flag(account: string): Promise<void> {
  const rep = world.sandbox.person('rep.newyork');
  await rep.types(`/risk ${account}`, { in: 'sales' });
  const modal = await rep.modal({ title: 'Flag a risk', text: /What happened/ });
  await modal.check('What happened', 'Something else');
  await modal.fill('Details', 'Sample words');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/is flagged/);
  await modal.close();
}

test('a handoff and a risk that are late at one moment are one message, in which each can be answered', async () => {
  const name = await handOver(world.sandbox.person('rep.berlin'), {
    account: 'Fjord Sample Freight',
    receiver: 'CSM (Berlin)',
  });
  await flag('Iris Sample Insurance');
  await csm.message(/R-1\b/, { in: 'dm' });
  // Their leads are due at one instant.
  const at = '2026-11-23T14:00:00.000Z';
  await world.database.pool.query(
    `UPDATE timers SET rung = 2, due_at = $1::timestamptz WHERE clock IN ('acknowledge', 'claim')`,
    [at],
  );
  await world.moveTo(new Date('2026-11-23T14:10:00Z'));
  const both = await lead.message(/Needs attention: 2 late with someone else/, { in: 'dm' });
  expect(both.text).toContain(`Fjord Sample Freight (${name})`);
  expect(both.text).toContain('Iris Sample Insurance (R-1)');
  expect(heard(lead, /Overdue: /)).toEqual([]);
  expect(both.buttons).toEqual(['Reassign…', 'Open']);

  await csm.clicks('I’m on it', { in: 'dm', message: new RegExp(`\\(${name}\\)`) });
  await lead.until(() => heard(lead, new RegExp(`Done: Fjord Sample Freight \\(${name}\\)`)).length === 1);
  expect(heard(lead, /Needs attention: 1 late with someone else/).length).toBe(1);
});
