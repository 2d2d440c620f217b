import pg from 'pg';
import { systemClock } from '../src/platform/clock.ts';
import { startBatonApp } from './apps.ts';
import { insertByHand } from './by-hand/insert-signals.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { evaluated, postSignals, type SampleSignal, sampleSignal } from './health-requests.ts';
import { seedAccounts, seedToken } from './health-seed.ts';
import { compareRate, type Line } from './measure.ts';
import { findDifference } from './same-rows.ts';

const ROUNDS = 6;
const BATCHES = 40;
const BATCH = 500;
const AT_ONCE = 3;
const ACCOUNTS = 10_000;
const DAY_MS = 86_400_000;

/** Signals recorded per second over HTTP, in batches, against INSERTs of the same rows through as many connections. */
export async function benchIngest(
  server: Server,
  built: (file: string) => string,
  { apiUrl }: FakeSlack,
): Promise<Line[]> {
  const seeded = await server.createDatabase('ingest_seeded');
  const token = await onDatabase(seeded, async (client) => {
    await seedAccounts(client, ACCOUNTS);
    const secret = await seedToken(client);
    await client.query('VACUUM ANALYZE');
    return secret;
  });
  const [url, urlByHand] = [
    await server.createDatabase('ingest', 'ingest_seeded'),
    await server.createDatabase('ingest_by_hand', 'ingest_seeded'),
  ];
  const app = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATABASE_URL: url } });
  const pool = new pg.Pool({ connectionString: urlByHand, max: AT_ONCE });
  const from = new Date(systemClock.now().getTime() - DAY_MS);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const batches = Array.from({ length: BATCHES }, (_, batch) =>
      Array.from({ length: BATCH }, (_, i) =>
        sampleSignal((round * BATCHES + batch) * BATCH + i, ACCOUNTS, from),
      ),
    );
    const bodies = batches.map((signals) => JSON.stringify({ signals }));
    const rate = await timed(bodies, (body) => postSignals(app.port, token, body, BATCH));
    await evaluated(url);
    const hand = await timed(batches, (signals: SampleSignal[]) =>
      insertByHand(pool, signals, systemClock.now()),
    );
    // The first round is the warm-up.
    if (round === 0) continue;
    ours.push(rate);
    theirs.push(hand);
  }
  await app.stop();
  await pool.end();
  const difference = await findDifference(url, urlByHand, RECORDED);
  if (difference) throw new Error(`the hand-written side leaves other rows: ${difference}`);
  return [compareRate('signals recorded over HTTP, 500 at a time', ours, theirs, 0.5)];
}

/** Signals per second. */
async function timed<T>(batches: readonly T[], send: (batch: T) => Promise<unknown>): Promise<number> {
  const left = [...batches];
  const started = performance.now();
  const worker = async () => {
    for (let batch = left.shift(); batch !== undefined; batch = left.shift()) await send(batch);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (batches.length * BATCH * 1000) / (performance.now() - started);
}

const RECORDED = {
  signals: `SELECT account_id, type, value, observed_at, key, corrects, voided, source, note, evidence FROM signals
             ORDER BY key`,
};
