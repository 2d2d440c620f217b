import type pg from 'pg';
import { evaluateAccounts } from '../src/health/evaluate/evaluate-accounts.ts';
import { type Database, openDatabase } from '../src/platform/database/database.ts';
import { raiseAlerts } from '../src/risks/alerts/raise-alerts.ts';
import { EVALUATE, LINES_TABLE } from './by-hand/evaluate.ts';
import { log, onDatabase, type Server } from './environment.ts';
import { seedAccounts, seedLatest, TYPES } from './health-seed.ts';
import { type Line, median } from './measure.ts';
import { SERVED } from './seed.ts';

const SIZE = { accounts: 100_000, rounds: 3 };
const AT_ONCE = 2;
const YESTERDAY = new Date('2027-03-01T09:00:00Z');
const TODAY = new Date('2027-03-02T09:00:00Z');

/**
 * Every account evaluated anew after a day on which every signal changed, against one statement that writes the
 * score, the band and when the next signal expires; then the same where one account in a hundred changed.
 */
export async function benchEvaluate(server: Server, { accounts, rounds } = SIZE): Promise<Line[]> {
  const seeded = await server.createDatabase('evaluate_seeded');
  await onDatabase(seeded, async (client) => {
    await seedAccounts(client, accounts);
    await seedLatest(client, YESTERDAY);
    await client.query('VACUUM ANALYZE');
  });
  // The first bands; it is the warm-up as well.
  const before = openDatabase({ url: seeded, log });
  await evaluateAll(before, YESTERDAY);
  await before.close();
  await onDatabase(seeded, async (client) => {
    await aDayLater(client);
    await client.query(LINES_TABLE);
    await client.query('VACUUM ANALYZE');
  });
  const [url, urlByHand] = [
    await server.createDatabase('evaluate', 'evaluate_seeded'),
    await server.createDatabase('evaluate_by_hand', 'evaluate_seeded'),
  ];
  const database = openDatabase({ url, log });
  const ours: number[] = [];
  const theirs: number[] = [];
  let mb = 0;
  for (let round = 0; round < rounds; round++) {
    await makeDue(url, 1);
    const { ms, evaluated } = await evaluateAll(database, TODAY);
    if (evaluated !== accounts) throw new Error(`${evaluated} of ${accounts} accounts were evaluated`);
    ours.push(ms);
    mb = Math.max(mb, process.memoryUsage().rss / 2 ** 20);
    await makeDue(urlByHand, 1);
    theirs.push(await evaluateByHand(urlByHand, accounts));
  }
  await checkSame(url, urlByHand);
  const few: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await makeDue(url, 100);
    const { ms, evaluated } = await evaluateAll(database, TODAY);
    if (evaluated !== accounts / 100) throw new Error(`${evaluated} accounts were evaluated`);
    few.push(ms);
  }
  await database.close();
  const ratio = median(ours) / median(theirs);
  const each = (all: number[], of: number) => (median(all) * 1_000) / of;
  const [eachOfFew, eachOfAll] = [each(few, accounts / 100), each(ours, accounts)];
  return [
    {
      what: `health of ${accounts.toLocaleString('en')} accounts × 12 signals`,
      baton: `${(median(ours) / 1000).toFixed(1)} s`,
      beside: `${(median(theirs) / 1000).toFixed(1)} s`,
      ratio: `${ratio.toFixed(2)}×`,
      aim: '≤ 3×',
      met: ratio <= 3,
    },
    {
      what: 'the same, 1% changed: time per account against all',
      baton: `${eachOfFew.toFixed(0)} µs`,
      beside: `${eachOfAll.toFixed(0)} µs`,
      ratio: `${(eachOfFew / eachOfAll).toFixed(2)}×`,
      aim: '',
      met: null,
    },
    {
      ...{ what: 'memory of the process that evaluates, most', baton: `${mb.toFixed(0)} MB` },
      ...{ beside: '', ratio: '', aim: '', met: null },
    },
  ];
}

/** Returns how long it took and how many there were. */
export async function evaluateAll({ db }: Database, now: Date): Promise<{ ms: number; evaluated: number }> {
  const clock = { now: () => now, wall: () => now };
  let evaluated = 0;
  const worker = async () => {
    const batch = () => evaluateAccounts({ db, clock, served: SERVED, log, raise: raiseAlerts });
    for (let more = await batch(); more > 0; more = await batch()) evaluated += more;
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { ms: performance.now() - started, evaluated };
}

function evaluateByHand(url: string, accounts: number): Promise<number> {
  return onDatabase(url, async (client) => {
    const started = performance.now();
    const { rowCount } = await client.query(EVALUATE, [TODAY]);
    if (rowCount !== accounts) throw new Error(`${rowCount} of ${accounts} accounts were evaluated by hand`);
    return performance.now() - started;
  });
}

/** Every value a little worse, and far worse for one account in a hundred, whose history is there to compare with. */
async function aDayLater(client: pg.Client): Promise<void> {
  const inAHundred = `substr(l.key, position(':' IN l.key) + 16)::int % 100 = 0`;
  await client.query(
    `INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor)
     SELECT l.signal_id, l.workspace_id, l.account_id, l.type, l.value, l.observed_at, l.observed_at, l.key, 'bench', '{}'
       FROM signals_latest l WHERE ${inAHundred}`,
  );
  await client.query(
    `UPDATE signals_latest l SET observed_at = l.observed_at + interval '1 day',
            value = l.value + (t.worst - l.value) * CASE WHEN ${inAHundred} THEN 0.5 ELSE 0.01 END
       FROM jsonb_to_recordset($1) AS t (type text, worst float8) WHERE t.type = l.type`,
    [JSON.stringify(TYPES)],
  );
}

/** One account in so many has news. */
async function makeDue(url: string, oneIn: number): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query(
      `UPDATE account_health h SET has_news = true, due_at = $1 FROM accounts a
        WHERE a.id = h.account_id AND substr(a.name, 16)::int % $2 = 0`,
      [TODAY, oneIn],
    );
    await client.query('VACUUM ANALYZE account_health, health_days');
    await client.query('CHECKPOINT');
  });
}

/** Both must have found the same; Baton looks earlier again where something has to last. */
async function checkSame(one: string, other: string): Promise<void> {
  const [ours, theirs] = await Promise.all(
    [one, other].map((url) =>
      onDatabase(url, async (client) => {
        const { rows } = await client.query<{ score: number; confidence: number; due: Date; waits: boolean }>(
          `SELECT score, confidence, due_at AS due, candidate IS NOT NULL OR fall_since IS NOT NULL AS waits
             FROM account_health ORDER BY account_id`,
        );
        return rows;
      }),
    ),
  );
  for (const [i, left] of ours?.entries() ?? []) {
    const right = theirs?.[i];
    const same =
      right &&
      Math.abs(left.score - right.score) < 1e-5 &&
      Math.abs(left.confidence - right.confidence) < 1e-5 &&
      (left.waits || left.due.getTime() === right.due.getTime());
    if (!same)
      throw new Error(
        `the hand-written side found something else: ${JSON.stringify(left)}, ${JSON.stringify(right)}`,
      );
  }
}
