import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { scrape } from '../support/metrics.ts';
import { startCrash } from './crash.ts';
import { makeDeals } from './plan.ts';

/** Longer than what was read of the database is kept. */
const READ_AGAIN_MS = 3_200;
const HOUR_MS = 3_600_000;

test('after processes were killed at work, each that runs exports what the tables say', {
  timeout: 300_000,
}, async () => {
  const crash = await startCrash({ seed: 7, patient: false, stage: { size: 2 } });
  try {
    const { database, fleet, sandbox } = crash;
    const { db } = database;
    await crash.handOver(makeDeals(4), 1);
    await crash.settled();
    // From now on Slack refuses every message for good, and a few timers have failed and wait for another try.
    sandbox.faults.error('invalid_blocks', { method: 'chat.postMessage' });
    const business = await businessNow(db);
    const late = await db.timer.findMany({ where: { dueAt: { not: null } }, take: 3, select: { id: true } });
    await db.timer.updateMany({
      where: { id: { in: late.map(({ id }) => id) } },
      data: { dueAt: new Date(business.getTime() - HOUR_MS), retryAt: new Date('9999-01-01') },
    });
    await crash.handOver(makeDeals(2, { from: 20, fate: ['submitted'] }), 0);

    const tables = async () => {
      const rows = await db.outboxMessage.groupBy({
        by: ['state'],
        _count: true,
        where: { state: { notIn: ['sent', 'skipped'] } },
      });
      const before = new Date((await businessNow(db)).getTime() - 60_000);
      return {
        ...Object.fromEntries(rows.map(({ state, _count }) => [state, _count])),
        late: await db.timer.count({ where: { dueAt: { lt: before } } }),
      };
    };
    for (let tries = 1; ; tries++) {
      const said = await tables();
      await pause(READ_AGAIN_MS);
      const seen = await Promise.all(fleet.urls().map((url) => scrape(url)));
      // What moved meanwhile is compared another time.
      if (JSON.stringify(await tables()) !== JSON.stringify(said) && tries < 30) continue;
      const exported = seen.map(({ series, of }) => ({
        ...Object.fromEntries(
          series
            .filter(({ name, value }) => name === 'baton_outbox_messages' && value > 0)
            .map(({ labels, value }) => [labels['state'], value]),
        ),
        late: of('baton_timers_late'),
      }));
      expect(exported).toEqual(fleet.urls().map(() => said));
      expect(said.late).toBe(late.length);
      expect(Object.keys(said).length).toBeGreaterThan(1);
      break;
    }
    expect(fleet.urls().length).toBeGreaterThan(1);
  } finally {
    await crash.close();
  }
});
