import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { setSetting } from '../../src/settings/set-setting.ts';
import { crowd, makeTeams } from '../crash/company.ts';
import { hurryDoubts } from '../crash/kills.ts';
import { channelNames, compare, counted, makeLedger, promised } from '../crash/ledger.ts';
import { makeDeals, stateOf } from '../crash/plan.ts';
import { work } from '../crash/work.ts';
import { startWorld, TRANSPORTS, type World } from '../support/baton.ts';

// People hand over while Slack closes every socket again and again, and is away for a while in the middle. What should
// have been said comes from what they did and were told; what was said, from Slack's side.

// `npm run test:outage`: a minute away, and sockets of five seconds. Otherwise small, and in a hurry.
const full = process.env['MODE'] === 'outage';
const SIZE = full
  ? { deals: 60, joining: 60, everyMs: 5_000, graceMs: 2_000, awayMs: 60_000, beforeMs: 20_000 }
  : { deals: 2, joining: 3, everyMs: 1_000, graceMs: 300, awayMs: 1_500, beforeMs: 1_500 };
/** Slack's own, but for the last: what is lost by then is lost on Slack's side. */
const EVENT_RETRIES_MS = full ? [0, 60_000, 60_000] : [0, 1_500, 6_000];

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('a Slack that is away, and sockets that never last, lose nothing and double nothing', {
    timeout: full ? 900_000 : 90_000,
  }, async () => {
    const world = await startWorld({
      seed: crowd(undefined),
      transport,
      sandbox: { patienceMs: 5_000, eventRetryMs: EVENT_RETRIES_MS },
    });
    try {
      await handOverThrough(world);
    } finally {
      await world.close();
    }
  });
});

async function handOverThrough({ sandbox, database: { db }, ctx, now }: World): Promise<void> {
  const { faults } = sandbox;
  await makeTeams(await ctx(), sandbox);
  // Nobody is chased for introductions: the ledger knows what handoffs say.
  await setSetting(await ctx(), { key: 'handoff.introduce', value: 'P90D' });
  const workspaceId = (await ctx()).workspace.id;
  const hurry = setInterval(() => void (full || hurryDoubts(db, workspaceId).catch(() => {})), 1_000);
  const disconnecting = faults.sockets.disconnectEvery(SIZE.everyMs, SIZE.graceMs);
  const deals = makeDeals(SIZE.deals, { fate: ['submitted', 'accepted'] });
  const ledger = makeLedger(sandbox);
  const notes = { troubles: 0, unconfirmed: 0, silent: 0, begunAgain: 0 };
  const span = SIZE.beforeMs + SIZE.awayMs;
  const started = performance.now();
  const share = () => 0.1 + (performance.now() - started) / span;
  try {
    const working = work(sandbox, deals, ledger, notes, async () => true, share);
    const [ids] = await Promise.all([joining(), awayInTheMiddle(), working]);

    const isBusy = async () =>
      (await db.outboxMessage.count({
        where: {
          OR: [
            { state: { in: ['sending', 'uncertain'] } },
            { state: 'pending', OR: [{ holdUntil: null }, { holdUntil: { lte: await now() } }] },
          ],
        },
      })) > 0;
    const missing = async () =>
      ids.length - (await db.member.count({ where: { slackUserId: { in: ids } } })) > 0;
    while ((await isBusy()) || (await missing())) await pause(100);

    const rows = await db.handoff.findMany({
      where: { number: { not: null } },
      select: { number: true, state: true },
    });
    const states = new Map(rows.map(({ number, state }) => [number, state]));
    expect(states).toEqual(new Map(deals.map((deal) => [deal.number, stateOf(deal)])));
    expect(rows.length).toBe(deals.length);
    const people = [...sandbox.people.values()].filter(({ isBot }) => !isBot);
    const nameOf = channelNames(
      sandbox,
      people.map(({ id }) => sandbox.person(id)),
    );
    expect(compare(promised(deals), counted(ledger, nameOf))).toEqual({ missing: [], doubled: [] });
    const joined = { key: { startsWith: 'event:' } };
    expect(await db.inboundRequest.count({ where: joined })).toBe(ids.length);
    if (full) console.log({ ...notes, seconds: Math.round((performance.now() - started) / 1_000) });
  } finally {
    clearInterval(hurry);
    disconnecting();
  }

  /** Events, spread over it. */
  async function joining(): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < SIZE.joining; n++) {
      ids.push(sandbox.admin.addPerson({ name: `joining.${n}` }).id);
      await pause(span / SIZE.joining);
    }
    return ids;
  }

  async function awayInTheMiddle(): Promise<void> {
    await pause(SIZE.beforeMs);
    await faults.away('refuse');
    await pause(SIZE.awayMs);
    await faults.away(false);
  }
}
