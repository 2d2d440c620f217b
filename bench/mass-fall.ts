import { evaluateAccounts } from '../src/health/evaluate/evaluate-accounts.ts';
import { JOB_BOUNDS, openDatabase } from '../src/platform/database/database.ts';
import { raiseAlerts } from '../src/risks/alerts/raise-alerts.ts';
import { Served } from '../src/workspaces/served.ts';
import { counted } from './counted.ts';
import { log, onDatabase, type Server } from './environment.ts';
import { seedAccounts, seedLatest } from './health-seed.ts';
import type { Line } from './measure.ts';
import { BOT, idOf, TEAM, WORKSPACE } from './seed.ts';

const SIZE = { accounts: 1_020 };
const OWNERS = 40;
const AT_ONCE = 2;
const YESTERDAY = new Date('2027-03-01T09:00:00Z');
const TODAY = new Date('2027-03-02T09:00:00Z');
/** What one alert may cost: a few statements of its own, and its share of the batch's. */
const AT_MOST = 3;

/** Every account falls at once, and each fall opens a risk with its card, request and clock: as one export of a bad day does. */
export async function benchMassFall(server: Server, { accounts } = SIZE): Promise<Line[]> {
  const url = await server.createDatabase('mass_fall');
  await onDatabase(url, async (client) => {
    await seedAccounts(client, accounts);
    await client.query(
      `INSERT INTO members (id, workspace_id, slack_user_id, name, zone, updated_at)
       SELECT overlay($2 PLACING lpad(n::text, 12, '0') FROM 25)::uuid, $1, 'U0M' || lpad(n::text, 6, '0'), 'Sample Person ' || n,
              'Europe/Berlin', $3 FROM generate_series(1, $4::int) n ON CONFLICT DO NOTHING`,
      [WORKSPACE, idOf('member', 0), YESTERDAY, OWNERS],
    );
    await client.query(
      `UPDATE accounts SET channel = 'C0BENCH' || substr(name, 16)::int % 20,
              cs_owner_id = overlay($1 PLACING lpad((1 + substr(name, 16)::int % $2::int)::text, 12, '0') FROM 25)::uuid`,
      [idOf('member', 0), OWNERS],
    );
    await seedLatest(client, YESTERDAY);
    await client.query('UPDATE alert_segments SET enabled_at = $1', [YESTERDAY]);
  });
  const { db, pool, close } = openDatabase({ url, bounds: JOB_BOUNDS, log });
  const statements = counted(pool);
  await evaluateAll(db, YESTERDAY);
  await onDatabase(url, async (client) => {
    await client.query(
      `INSERT INTO signals_latest (account_id, type, workspace_id, signal_id, value, observed_at, key)
       SELECT id, 'sponsor_left', workspace_id, gen_random_uuid(), 1, $1, 'left:' || name FROM accounts`,
      [TODAY],
    );
    await client.query('UPDATE account_health SET has_news = true, due_at = $1', [TODAY]);
    await client.query('VACUUM ANALYZE');
  });
  const before = statements();
  const started = performance.now();
  await evaluateAll(db, TODAY);
  const ms = performance.now() - started;
  const each = (statements() - before) / accounts;
  await close();
  const [opened] = await onDatabase(url, async (client) => {
    const { rows } = await client.query<{ risks: number; numbers: number; clocks: number; asked: number }>(
      `SELECT count(*)::int AS risks, max(number) AS numbers, (SELECT count(*)::int FROM timers) AS clocks,
              (SELECT count(*)::int FROM outbox_messages WHERE kind = 'risk_card') AS cards FROM risks`,
    );
    return rows;
  });
  const wanted = { risks: accounts, numbers: accounts, clocks: accounts, cards: accounts };
  if (JSON.stringify(opened) !== JSON.stringify(wanted))
    throw new Error(`not every fall became a risk: ${JSON.stringify(opened)}`);
  return [
    {
      what: `${accounts.toLocaleString('en')} accounts fall at once: until every risk is open`,
      baton: `${(ms / 1_000).toFixed(1)} s`,
      ...{ beside: '', ratio: '', aim: '', met: null },
    },
    {
      what: 'the same: statements for each',
      baton: each.toFixed(1),
      ...{ beside: '', ratio: '', aim: `≤ ${AT_MOST}`, met: each <= AT_MOST },
    },
  ];
}

async function evaluateAll(db: ReturnType<typeof openDatabase>['db'], now: Date): Promise<void> {
  const clock = { now: () => now, wall: () => now };
  const workspace = { id: WORKSPACE, slackTeamId: TEAM, botUserId: BOT };
  const served = new Served([{ workspace, token: '', botId: '' }]);
  const worker = async () => {
    while ((await evaluateAccounts({ db, clock, served, log, raise: raiseAlerts })) > 0);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
