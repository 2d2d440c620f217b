import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rowsOf } from '../workspaces/snapshot.ts';
import type { Side } from './company.ts';
import { type Crash, startCrash } from './crash.ts';
import { fill } from './kills.ts';
import { compare, counted, promised } from './ledger.ts';
import { type Deal, makeDeals } from './plan.ts';

// Two workspaces on one database, each with processes of its own that hold its token alone, killed again and again.

// `npm run test:crash`: at full size, with every wait as long as it is. Otherwise small, and in a hurry.
const full = process.env['MODE'] === 'crash';
const SIZE = full ? { deals: 60, kills: 16, processes: 2 } : { deals: 2, kills: 1, processes: 1 };
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let north: Crash;
let south: Crash;
beforeAll(async () => {
  database = await createTestDatabase();
  const start = (side: Side, seed: number) =>
    startCrash({
      seed,
      patient: full,
      allTogether: full ? 0.3 : 1,
      stage: { size: SIZE.processes, shared: { side, database } },
    });
  north = await start('NORTH', 1);
  south = await start('SOUTH', 2);
}, 180_000);
afterAll(async () => {
  await Promise.all([north?.close(), south?.close()]);
  await database.drop();
});

/** What belongs to a side, in whatever is sent: its ids, its token, and the accounts that its people handed over. */
const MARKS: Record<Side, RegExp> = {
  NORTH: /NORTH|Sample Customer [0-4]\d\d/,
  SOUTH: /SOUTH|Sample Customer [5-9]\d\d/,
};

/** Calls that Slack got there and that are none of its business: another's token, or another's ids and words. */
function foreign({ sandbox }: Crash, other: Side): string[] {
  return sandbox.traffic
    .calls()
    .filter(({ error, args }) => error === 'invalid_auth' || MARKS[other].test(JSON.stringify(args)))
    .map(({ method, error, args }) => `${method} ${error ?? ''} ${JSON.stringify(args).slice(0, 200)}`);
}

function unsaid({ ledger, nameOf }: Crash, deals: readonly Deal[]) {
  return compare(promised(deals), counted(ledger, nameOf())).missing;
}

/** The first rows that stand on one side alone: all of them would be too many to print. */
function changed(before: Record<string, string[]>, after: Record<string, string[]>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((table) => {
    const [was, is] = [new Set(before[table]), new Set(after[table])];
    const gone = [...was].filter((row) => !is.has(row)).map((row) => `- ${table} ${row}`);
    const come = [...is].filter((row) => !was.has(row)).map((row) => `+ ${table} ${row}`);
    return [...gone.slice(0, 5), ...come.slice(0, 5)].map((row) => row.slice(0, 500));
  });
}

const isActive = ({ workspaceId }: Crash) =>
  database.db.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { state: true } });

/** Rejects with the first call that is none of the other's business, and not only when all is done. */
function trespasses(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const look = setInterval(() => {
      const found = [...foreign(north, 'SOUTH'), ...foreign(south, 'NORTH')];
      if (found.length > 0) reject(new Error(`a call that belongs to the other: ${found[0]}`));
    }, 500);
    signal.addEventListener('abort', () => clearInterval(look));
  });
}

test('neither ever calls Slack with what is the other’s, and neither waits for the other', {
  timeout: full ? 1_200_000 : 300_000,
}, async () => {
  const over = new AbortController();
  try {
    await Promise.race([bothWork(), trespasses(over.signal)]);
  } finally {
    over.abort();
  }
});

async function bothWork(): Promise<void> {
  const deals = {
    north: makeDeals(SIZE.deals, { fate: ['submitted', 'accepted'] }),
    south: makeDeals(SIZE.deals, { from: 500, fate: ['submitted', 'accepted'] }),
  };
  await Promise.all([north.handOver(deals.north, SIZE.kills), south.handOver(deals.south, SIZE.kills)]);
  const waiting = makeDeals(2, { from: 900, fate: ['submitted'] });
  await south.handOver(waiting, 0);
  await Promise.all([north.settled(), south.settled()]);

  // The south is down while its clocks run out and what it has to say falls due. The north goes on.
  await Promise.all(south.fleet.running().map((baton) => south.fleet.kill(baton)));
  const [before, calls] = [
    await rowsOf(database.pool, south.workspaceId),
    south.sandbox.traffic.calls().length,
  ];
  await north.moveTo(new Date((await businessNow(database.db)).getTime() + 28 * HOUR_MS));
  const more = makeDeals(SIZE.deals, { from: 100, fate: ['submitted', 'accepted'] });
  await north.handOver(more, SIZE.kills);
  await north.settled();
  expect(changed(before, await rowsOf(database.pool, south.workspaceId))).toEqual([]);
  expect(south.sandbox.traffic.calls().length).toBe(calls);

  await fill(south.fleet);
  await south.settled();
  expect(unsaid(north, [...deals.north, ...more])).toEqual([]);
  expect(unsaid(south, [...deals.south, ...waiting])).toEqual([]);
  const late = waiting.filter(
    ({ account }) => !south.ledger.about(account).some(({ kind }) => kind === 'escalation'),
  );
  expect(late).toEqual([]);
  expect(foreign(north, 'SOUTH')).toEqual([]);
  expect(foreign(south, 'NORTH')).toEqual([]);
  expect([await isActive(north), await isActive(south)]).toEqual([{ state: 'active' }, { state: 'active' }]);
  console.info({
    killed: north.fleet.killed + south.fleet.killed,
    calls: [north, south].map(({ sandbox }) => sandbox.traffic.calls().length),
  });
}
