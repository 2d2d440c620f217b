import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { startWorld, type World } from '../support/baton.ts';
import { tryOutAlerts } from './slide.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await tryOutAlerts(await world.ctx(), ['enterprise']);
});
afterAll(() => world.close());

async function send(account: string, values: Record<string, number>): Promise<void> {
  const signals = Object.entries(values).map(([type, value]) => ({
    account: { name: account },
    type,
    value,
    source: 'sample export',
  }));
  const results = await recordSignals(await world.ctx(), signals);
  expect(results).toEqual(signals.map(() => ({ state: 'accepted' })));
}

const WELL = { usage_depth: 95, feature_adoption: 95, support_tickets_open: 0, nps: 10 };
const POOR = { usage_depth: 25, feature_adoption: 25, support_tickets_open: 10, nps: 0 };

test('alerts are tried out, turned on, and the first risk is opened from the summary', async () => {
  const director = world.sandbox.person('director');
  const csm = world.sandbox.person('csm.berlin');
  // Monday: one is well, another never was.
  await send('Cedar Sample Bank', WELL);
  await send('Iris Sample Insurance', POOR);
  await world.moveTo(new Date('2026-11-24T09:00:00Z'));
  await send('Cedar Sample Bank', POOR);
  // Three days later that has lasted. No card, no DM: a list for the admin on the next morning.
  await world.moveTo(new Date('2026-11-30T20:00:00Z'));
  const list = await director.message(/Alerts would have flagged 1 risk/, { in: 'dm' });
  expect(list.text).toContain('@csm.berlin: 1 risk');
  expect(list.text).toMatch(/Cedar Sample Bank: from healthy to (at risk|critical) \(score \d+\)\./);
  expect(list.text).toContain('enterprise: alerts tried out since');
  expect(list.text).toContain('2 accounts are at risk or critical now. You can turn them on from');
  expect(csm.sees('customer-success')).toEqual([]);
  expect(await world.database.db.risk.count()).toBe(0);

  // Another slides after the trial, so that there is a list with the button.
  await send('Pine Sample Pharma', WELL);
  await world.moveTo(new Date('2026-12-05T09:00:00Z'));
  await send('Pine Sample Pharma', POOR);
  await world.moveTo(new Date('2026-12-08T14:30:00Z'));
  await director.message(/Pine Sample Pharma/, { in: 'dm' });
  await director.clicks('Turn on alerts…', { in: 'dm', message: /Pine Sample Pharma/, confirm: true });
  await director.message(/Alerts are on for enterprise/, { in: 'dm' });

  const summary = await csm.message(/Alerts are on for enterprise/, { in: 'customer-success' });
  expect(summary.text).toContain('Iris Sample Insurance');
  await csm.clicks('Flag a risk', { in: 'customer-success', message: /Alerts are on/ });
  await csm.message(/\(R-1\) is flagged/, { in: 'customer-success' });
  await csm.until(
    () => csm.sees('customer-success').some(({ text }) => /risk R-1.*\[Open\]/s.test(text)) || null,
  );
  await csm.message(/\(R-1\): |\(R-1\)\n/, { in: 'customer-success' });
  expect(await world.database.db.risk.findMany()).toMatchObject([{ number: 1, rule: 'enabled' }]);

  // What slides from now on opens by itself.
  await send('Harbor Sample Health', WELL);
  await world.moveTo(new Date('2026-12-10T15:00:00Z'));
  await send('Harbor Sample Health', POOR);
  await world.moveTo(new Date('2026-12-14T15:00:00Z'));
  await csm.message(/Harbor Sample Health \(R-2\)/, { in: 'customer-success' });
  expect(world.sandbox.traffic.violations).toEqual([]);
});
