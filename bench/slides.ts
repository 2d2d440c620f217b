import { lookForSlides } from '../src/health/slides/look-for-slides.ts';
import { lookAt, startOfWeek, WEEKS, weekOf } from '../src/health/slides/weeks.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { raiseAlerts } from '../src/risks/alerts/raise-alerts.ts';
import { log, onDatabase, type Server } from './environment.ts';
import { evaluateAll } from './health-evaluate.ts';
import { seedAccounts, seedLatest, TYPES } from './health-seed.ts';
import type { Line } from './measure.ts';
import { SERVED } from './seed.ts';

const SIZE = { accounts: 100_000 };
const WEEK = weekOf(new Date('2027-02-24T09:00:00Z'));

/**
 * The weekly look at every account, with a year of weekly means of twelve types each and what was observed in the
 * week, beside the evaluation of the same accounts after a day on which every signal changed.
 */
export async function benchSlides(server: Server, { accounts } = SIZE): Promise<Line[]> {
  const url = await server.createDatabase('slides');
  const bytes = await onDatabase(url, async (client) => {
    await seedAccounts(client, accounts);
    await seedLatest(client, startOfWeek(WEEK + 1));
    await client.query(
      `INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor)
       SELECT signal_id, workspace_id, account_id, type, value, $1, $1, key, 'bench', '{}' FROM signals_latest`,
      [new Date(startOfWeek(WEEK).getTime() + 3 * 86_400_000)],
    );
    await client.query(
      `INSERT INTO account_slides (account_id, workspace_id, since_week, week, means)
       SELECT a.id, a.workspace_id, $1, $1, m.means
         FROM accounts a
        CROSS JOIN LATERAL (
              SELECT json_object_agg(t.type, t.weeks) AS means
                FROM (SELECT t.type,
                             (SELECT json_agg(round((t.worst + (0.7 + (hashtext(a.name || t.type || n) & 63) / 640.0)
                                                               * (t.best - t.worst))::numeric, 2) ORDER BY n)
                                FROM generate_series(1, $2::int) n) AS weeks
                        FROM jsonb_to_recordset($3) AS t (type text, worst float8, best float8)) AS t) AS m`,
      [WEEK - 1, WEEKS, JSON.stringify(TYPES)],
    );
    await client.query('VACUUM ANALYZE');
    const { rows } = await client.query<{ size: number }>(
      `SELECT (pg_total_relation_size('account_slides') / $1)::float8 AS size`,
      [accounts],
    );
    return rows[0]?.size ?? 0;
  });
  const database = openDatabase({ url, log });
  const due = startOfWeek(WEEK + 1);
  const evaluated = await evaluateAll(database, due);
  const clock = { now: () => lookAt(WEEK), wall: systemClock.wall };
  const started = performance.now();
  await lookForSlides({ db: database.db, clock, served: SERVED, log, raise: raiseAlerts }, WEEK);
  const ms = performance.now() - started;
  const { rows } = await database.pool.query<{ left: number }>(
    'SELECT count(*)::int AS left FROM account_slides WHERE week < $1',
    [WEEK],
  );
  if (rows[0]?.left !== 0) throw new Error(`${rows[0]?.left} accounts were not looked at`);
  await database.close();
  const each = (all: number) => `${((all * 1_000) / accounts).toFixed(0)} µs`;
  return [
    {
      what: `weekly look at ${accounts.toLocaleString('en')} accounts × 12 types, each`,
      baton: each(ms),
      beside: `${each(evaluated.ms)} to evaluate`,
      ratio: `${(ms / evaluated.ms).toFixed(2)}×`,
      aim: '',
      met: null,
    },
    {
      ...{ what: 'what is kept of an account for it', baton: `${(bytes / 1024).toFixed(1)} KB` },
      ...{ beside: '', ratio: '', aim: '', met: null },
    },
  ];
}
