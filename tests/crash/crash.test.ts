import { expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { runningClocks } from '../../src/handoffs/handoff.ts';
import { type Crash, startCrash } from './crash.ts';
import { compare, counted, promised, promisedByTheLadder, withoutUndone } from './ledger.ts';
import { type Deal, makeDeals, stateOf } from './plan.ts';

// `npm run test:crash`: at full size, with every wait as long as it is. Otherwise small, and in a hurry.
const full = process.env['MODE'] === 'crash';
const SIZE = full
  ? { deals: 300, kills: 48, ladderKills: 4, blindDeals: 60, blindKills: 12 }
  : { deals: 24, kills: 4, ladderKills: 1, blindDeals: 4, blindKills: 1 };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** In Berlin, the day after everything was handed over. */
const TUESDAY_9 = Date.parse('2026-11-24T08:01Z');

test('killed again and again while people hand over, nothing is lost, nothing is doubled, and every clock goes on', {
  timeout: full ? 1_800_000 : 400_000,
}, async () => {
  const crash = await startCrash({
    seed: Number(process.env['CRASH_SEED'] ?? 1),
    patient: full,
    stage: { size: full ? 3 : 2 },
  });
  try {
    const { fleet, sandbox, ledger, notes } = crash;
    const report: Record<string, unknown> = {};
    const deals = makeDeals(SIZE.deals);
    const unanswered = deals.filter(({ plan }) => plan.length === 1);
    const started = performance.now();
    const seconds = () => Math.round((performance.now() - started) / 1000);

    await crash.handOver(deals, SIZE.kills);
    report['handed over after, s'] = seconds();
    await crash.settled();
    report['settled after, s'] = seconds();
    expect(deals.map(({ did }) => did)).toEqual(deals.map(({ plan }) => plan));
    await expectStates(crash, deals);

    // Half of the time allowed; the morning after; the limit; half past it.
    const last = (await businessNow(crash.database.db)).getTime() + 5 * MINUTE_MS;
    for (const at of [last + 4 * HOUR_MS, TUESDAY_9, last + 24 * HOUR_MS, last + 28 * HOUR_MS]) {
      await crash.moveThrough(new Date(at), SIZE.ladderKills);
    }
    report['ladder done after, s'] = seconds();
    const want = new Map([...promised(deals), ...promisedByTheLadder(unanswered)]);
    const first = compare(want, withoutUndone(counted(ledger, crash.nameOf()), deals));
    report['processes killed'] = fleet.killed;
    report['handed over'] = deals.length;
    report['undone'] = deals.filter(({ did }) => did.includes('undone')).length;
    report['messages promised'] = [...want.values()].reduce((sum, count) => sum + count, 0);
    report['of these by the ladder'] = promisedByTheLadder(unanswered).size;
    report['answers dropped by Slack'] = sandbox.posts.filter(({ dropped }) => dropped).length;
    report['missing'] = first.missing.length;
    report['doubled where a look is possible'] = first.doubled.length;

    sandbox.revokeScope('im:history');
    const blind = makeDeals(SIZE.blindDeals, { from: SIZE.deals, fate: ['submitted', 'accepted'] });
    await crash.handOver(blind, SIZE.blindKills);
    await crash.settled();
    for (const [key, count] of promised(blind)) want.set(key, count);
    const second = compare(want, withoutUndone(counted(ledger, crash.nameOf()), deals));
    const inChannels = second.doubled.filter((entry) => / in cs-/.test(entry));
    report['without im:history: handed over'] = blind.length;
    report['without im:history: missing'] = second.missing.length;
    report['without im:history: doubled in channels'] = inChannels.length;
    report['without im:history: doubled in DMs'] =
      second.doubled.length - inChannels.length - first.doubled.length;
    report['processes killed in all'] = fleet.killed;
    report['presses that Slack reported as failed'] = notes.troubles;
    report['answers that Baton could not confirm'] = notes.unconfirmed;
    report['clicks lost in silence'] = notes.silent;
    report['begun again'] = notes.begunAgain;
    report['errors in the logs'] = Object.fromEntries(fleet.errors);
    report['against Slack’s rules'] = againstTheRules(sandbox.traffic.violations);
    report['took, s'] = seconds();
    console.info(JSON.stringify(report, null, 2));

    expect(notes.silent).toBe(0);
    expect(first).toEqual({ missing: [], doubled: [] });
    expect(second.missing).toEqual([]);
    expect(inChannels).toEqual([]);
    expect(fleet.killed).toBeGreaterThanOrEqual(SIZE.kills);
    await expectStates(crash, [...deals, ...blind]);
    expectCards(crash, [...deals, ...blind]);
    expect(againstTheRules(sandbox.traffic.violations)).toEqual([]);
  } finally {
    await crash.close();
  }
});

/** Each handoff a person was told of exists once, with that number, in the state that follows from what was done; and what waits has its clocks. */
async function expectStates({ database: { db } }: Crash, deals: readonly Deal[]): Promise<void> {
  const rows = await db.handoff.findMany({
    where: { state: { not: 'draft' } },
    include: { account: true },
    orderBy: { number: 'asc' },
  });
  const stored = rows.map(({ account, number, state }) => `${account?.name} H-${number} ${state}`);
  expect(stored.sort()).toEqual(
    deals.map((deal) => `${deal.account} H-${deal.number} ${stateOf(deal)}`).sort(),
  );

  const timers = await db.timer.findMany({ where: { dueAt: { not: null } } });
  const live = new Set(timers.map(({ subjectId, clock }) => `${subjectId} ${clock}`));
  const clocks = rows.flatMap((row) => runningClocks(row).map((clock) => `${row.id} ${clock}`));
  expect(clocks.filter((clock) => !live.has(clock))).toEqual([]);
  const open = await db.outboxMessage.groupBy({ by: ['state'], _count: true });
  expect(
    open.map(({ state }) => state).filter((state) => !['sent', 'skipped', 'pending'].includes(state)),
  ).toEqual([]);
}

const SHOWN: Record<string, RegExp> = {
  submitted: /Waiting for .* to respond|waiting for .* to respond/,
  acknowledged: /is on it/,
  returned: /to add what’s missing/,
  accepted: /Accepted by/,
};

/** No card was left showing what is no longer so. */
function expectCards({ sandbox }: Crash, deals: readonly Deal[]): void {
  const stale = deals.filter((deal) => {
    const cards = sandbox
      .person(deal.csm)
      .sees(deal.channel)
      .filter(({ text }) => text.includes(deal.account));
    return !cards.every(({ text }) => SHOWN[stateOf(deal)]?.test(text));
  });
  expect(stale).toEqual([]);
}

/** People's presses fail while processes die, and response_urls are nobody's then; the rest are our mistakes. */
function againstTheRules(violations: readonly string[]): string[] {
  return violations.filter((each) => !/(dispatch_failed|operation_timeout|http_\d+)$/.test(each));
}
