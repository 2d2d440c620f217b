import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { setSetting } from '../../src/settings/set-setting.ts';
import { startWorld, type World } from '../support/baton.ts';
import { about, heard } from './dm.ts';
import { cancel, handOver } from './hand-over.ts';

// Each step of the clock waits for the next look at what is due.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeAll(async () => {
  world = await startWorld({ at: new Date('2026-10-23T11:00:00Z') });
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

/** Hands over at `at`, and sees that the sender hears once, at `limit` and not before, that it is late. */
async function lateAt(where: string, account: string, at: string, limit: string): Promise<void> {
  const rep = world.sandbox.person(`rep.${where}`);
  const csm = world.sandbox.person(`csm.${where}`);
  await world.moveTo(new Date(at));
  const name = await handOver(rep, { account, receiver: csm.name });
  await csm.until(() => heard(csm, about(name)).length === 1);
  const late = () => heard(rep, new RegExp(`^Overdue: no response from [^]*\\(${name}\\)`)).length;
  const moment = new Date(limit).getTime();
  await world.moveTo(new Date(moment - 60_000));
  expect(late()).toBe(0);
  // The reminder at half of the time.
  expect(heard(csm, about(name)).length).toBe(2);
  await world.moveTo(new Date(moment + 60_000));
  expect(late()).toBe(1);
  expect(heard(csm, about(name)).length).toBe(2);
  await cancel(rep, name);
}

// Friday 14:00 and one working day of eight hours: Monday 14:00, whatever the clocks did on Sunday.
test.each([
  ['Berlin, October 2026', 'berlin', 'Fjord Sample Freight', '2026-10-23T12:00:00Z', '2026-10-26T13:00:00Z'],
  [
    'New York, November 2026',
    'newyork',
    'Quartz Sample Quarry',
    '2026-10-30T18:00:00Z',
    '2026-11-02T19:00:00Z',
  ],
  ['New York, March 2027', 'newyork', 'Delta Sample Air', '2027-03-12T19:00:00Z', '2027-03-15T18:00:00Z'],
  ['Berlin, March 2027', 'berlin', 'Kite Sample Kitchens', '2027-03-26T13:00:00Z', '2027-03-29T12:00:00Z'],
])('DST shifts chains and digests: a weekend of changed clocks moves nothing, %s', async (_, ...row) => {
  await lateAt(...row);
});

test('where every hour counts, a day is twenty-four of them, also when the clocks change', async () => {
  await setSetting(await world.ctx(), { key: 'calendar', value: 'always' });
  await lateAt('berlin', 'Pine Sample Pharma', '2027-10-30T12:00:00Z', '2027-10-31T12:00:00Z');
});
