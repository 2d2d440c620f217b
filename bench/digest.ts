import pg from 'pg';
import { type Composition, composeDigest } from '../src/digests/compose-digest.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import type { Settings } from '../src/settings/catalogue.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { BUSINESS_WEEK } from '../src/time/calendar.ts';
import { log, onDatabase, type Server, UTC } from './environment.ts';
import { fillOwed } from './fill-owed.ts';
import { seedAccounts } from './health-seed.ts';
import { compareLatency, type Line } from './measure.ts';
import { WORKSPACE } from './seed.ts';

const SIZE = { accounts: 100_000, rounds: 15 };
export const NOW = new Date('2027-03-01T07:00:00Z');
const WEEK_AGO = new Date('2027-02-22T07:00:00Z');
const LAST_RUN = '00000000-0000-7000-8600-000000000001';

type Statement = { text: string; values: unknown[] };

/**
 * A digest of a workspace of 100,000 accounts, compared with that of last week: composed by Baton, against the very
 * statements that this takes sent through `pg`, their rows read and nothing made of them.
 */
export async function benchDigest(server: Server, { accounts, rounds } = SIZE): Promise<Line[]> {
  const url = await server.createDatabase('digest');
  await onDatabase(url, (client) => seedBook(client, accounts));
  const { db, pool, close } = openDatabase({ url, log });
  const sent = spyOn(pool);
  const workspace = { id: WORKSPACE };
  const settings = await loadSettings(db, WORKSPACE);
  const compose = () => composeDigest({ workspace, now: NOW, db }, ofEverything(settings));
  sent.length = 0;
  const content = await compose();
  const statements = [...sent];
  if (content.figures.atRisk.accounts < accounts / 20) throw new Error('hardly anything is at risk');
  const client = new pg.Client({ connectionString: url, options: UTC });
  await client.connect();
  const byHand = async () => {
    for (const { text, values } of statements) await client.query(text, values);
  };
  await byHand();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await timed(compose));
    theirs.push(await timed(byHand));
  }
  await client.end();
  await close();
  const what = `digest of ${accounts.toLocaleString('en')} accounts, ${content.figures.atRisk.accounts.toLocaleString('en')} at risk`;
  return [
    compareLatency(what, ours, theirs, 2),
    {
      ...{ what: 'the same: statements', baton: String(statements.length), beside: '', ratio: '' },
      ...{ aim: '≤ 10', met: statements.length <= 10 },
    },
  ];
}

/** Compared with last week's. */
export function ofEverything(settings: Settings): Composition {
  return {
    cadence: 'weekly',
    scope: { kind: 'everything' },
    scopeName: 'Everything',
    settings,
    calendar: { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] },
    readerId: null,
    previous: { id: LAST_RUN, madeAt: WEEK_AGO, currency: settings.values['currency.reporting'] },
    lateSince: null,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Everything that is sent from now on, with its values. */
function spyOn(pool: pg.Pool): Statement[] {
  const sent: Statement[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((config: Statement | string, ...rest: unknown[]) => {
      if (typeof config === 'object') sent.push({ text: config.text, values: config.values });
      else if (!/^(BEGIN|COMMIT|SET)/.test(config)) sent.push({ text: config, values: [] });
      return query(config, ...rest);
    }) as typeof client.query;
  });
  return sent;
}

/** Every tenth account at risk, some with a risk, a fifth of those with an owner; what was so a week ago, a little different. */
export async function seedBook(client: pg.Client, accounts: number): Promise<void> {
  await seedAccounts(client, accounts);
  const run = (sql: string, values: unknown[] = []) => client.query(sql, values);
  await run(`UPDATE accounts SET segment = (ARRAY['smb', 'mid-market', 'enterprise'])[1 + length(name) % 3],
                    arr = 1000 * (1 + hashtext(name) & 255), renewal_on = '2027-03-01'::date + (hashtext(name) & 511)`);
  await run(
    `INSERT INTO account_health (account_id, workspace_id, score, confidence, known, band, band_since, evaluated_at)
     SELECT id, workspace_id, hashtext(name) & 63, 1, true,
            CASE WHEN substr(name, 16)::int % 10 = 0 THEN 'at_risk' WHEN substr(name, 16)::int % 50 = 1 THEN 'critical' ELSE 'healthy' END::band,
            $1, $1 FROM accounts`,
    [WEEK_AGO],
  );
  await run(
    `INSERT INTO health_days (account_id, day, workspace_id, score, confidence, band, config_version)
     SELECT account_id, d::date, workspace_id, least(100, score + 20), 1, band, 0
       FROM account_health, generate_series($1::date, $2::date, '1 day') d WHERE band <> 'healthy'`,
    [WEEK_AGO, NOW],
  );
  await run(
    `INSERT INTO risks (id, workspace_id, number, account_id, rule, severity, reasons, opened_at, updated_at)
     SELECT gen_random_uuid(), workspace_id, row_number() OVER (), account_id, 'worsened', band, '[]', $1, $1
       FROM account_health WHERE band <> 'healthy' AND score < 16`,
    [WEEK_AGO],
  );
  await run(
    `INSERT INTO digest_subscriptions (id, workspace_id, owner_id, scope, created_at, updated_at)
     SELECT $1, $2, id, 'everything', $3, $3 FROM members LIMIT 1`,
    [LAST_RUN, WORKSPACE, WEEK_AGO],
  );
  await run(
    `INSERT INTO digest_runs (id, workspace_id, subscription_id, day, kind, made_at, content)
     VALUES ($1, $2, $1, '2027-02-22', 'digest', $3, '{}')`,
    [LAST_RUN, WORKSPACE, WEEK_AGO],
  );
  await run(
    `INSERT INTO digest_items (run_id, account_id, workspace_id, arr, currency, amount, config_version)
     SELECT $1, a.id, a.workspace_id, a.arr, a.currency, a.arr, 0
       FROM accounts a JOIN account_health h ON h.account_id = a.id
      WHERE h.band <> 'healthy' AND substr(a.name, 16)::int % 7 <> 0`,
    [LAST_RUN],
  );
  await fillOwed(client);
  await run('VACUUM ANALYZE');
}
