import pg from 'pg';
import { systemClock } from '../src/platform/clock.ts';
import { startBatonApp } from './apps.ts';
import { recordByHand } from './by-hand/record-signals.ts';
import { onDatabase, type Server, UTC } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { evaluated, postSignals, type SampleSignal, sampleSignal } from './health-requests.ts';
import { seedAccounts, seedToken } from './health-seed.ts';
import { compareRate, type Line } from './measure.ts';
import { findDifference, OF_JOBS } from './same-rows.ts';

const SIZE = { rounds: 6, batches: 40, accounts: 10_000 };
const BATCH = 500;
const AT_ONCE = 3;
const DAY_MS = 86_400_000;

/** Signals recorded per second over HTTP, in batches, against the same by hand through as many connections. */
export async function benchIngest(
  server: Server,
  built: (file: string) => string,
  { apiUrl }: FakeSlack,
  size = SIZE,
): Promise<Line[]> {
  const seeded = await server.createDatabase('ingest_seeded');
  const token = await onDatabase(seeded, async (client) => {
    await seedAccounts(client, size.accounts);
    const secret = await seedToken(client);
    await client.query('VACUUM ANALYZE');
    return secret;
  });
  const [url, urlByHand] = [
    await server.createDatabase('ingest', 'ingest_seeded'),
    await server.createDatabase('ingest_by_hand', 'ingest_seeded'),
  ];
  // One connection is kept for the looks that are not gated.
  const environment = { DATABASE_URL: url, DATABASE_POOL_MACHINES: `${AT_ONCE + 1}` };
  const app = await startBatonApp({ file: built('app.js'), apiUrl, environment });
  const pool = new pg.Pool({ connectionString: urlByHand, options: UTC, max: AT_ONCE });
  const from = new Date(systemClock.now().getTime() - DAY_MS);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < size.rounds; round++) {
    const batches = Array.from({ length: size.batches }, (_, batch) =>
      Array.from({ length: BATCH }, (_, i) =>
        sampleSignal((round * size.batches + batch) * BATCH + i, size.accounts, from),
      ),
    );
    const bodies = batches.map((signals) => JSON.stringify({ signals }));
    const rate = await timed(bodies, (body) => postSignals(app.port, token, body, BATCH));
    await evaluated(url);
    const hand = await timed(batches, (signals: SampleSignal[]) =>
      recordByHand(pool, signals, systemClock.now()),
    );
    // The first round is the warm-up.
    if (round === 0) continue;
    ours.push(rate);
    theirs.push(hand);
  }
  await app.stop();
  await pool.end();
  const difference = await findDifference(url, urlByHand, RECORDED, APART);
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

/** That the token was used, what the evaluation keeps, and when people were read from Slack. */
const APART = [...OF_JOBS, 'api_tokens', 'health_changes', 'health_days', 'workspaces'];

const RECORDED = {
  signals: `SELECT account_id, type, value, observed_at, key, corrects, voided, source, note, evidence FROM signals
             ORDER BY key`,
  signals_latest:
    'SELECT account_id, type, value, observed_at, key FROM signals_latest ORDER BY account_id, type',
  // What Baton has evaluated meanwhile is no part of it.
  account_health: 'SELECT account_id FROM account_health ORDER BY account_id',
  alert_segments: 'SELECT workspace_id, segment FROM alert_segments ORDER BY segment',
};
