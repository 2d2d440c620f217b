import pg from 'pg';
import { EVENTS } from '../listeners/events.ts';
import { rungsDue } from '../src/cases/clocks/ladder.ts';
import { ladderFor } from '../src/handoffs/rules/ladders.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { createSlack } from '../src/platform/slack/slack.ts';
import { settingsFrom } from '../src/settings/catalogue.ts';
import { BUSINESS_WEEK } from '../src/time/calendar.ts';
import { startOtherApp } from './apps.ts';
import { BOT_TOKEN, log, onDatabase, type Server, UTC } from './environment.ts';
import { fillOwed } from './fill-owed.ts';
import { compareLatency, type Line } from './measure.ts';
import { BOT, seed, slackUserId, TEAM, WORKSPACE } from './seed.ts';

/** Half of them hand over to the other half, each to one: everybody of those has as much open. */
const RECEIVERS = 20;
const OPEN = 500;
const SIZE = { warmUp: 30, times: 150 };
const AIM = 4;

const CALENDAR = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] };

/**
 * Home of somebody with 500 open items, from the event to the answered `views.publish`, against the statements that it
 * sends, sent by hand through pg, and a view that was drawn before, published by fetch.
 */
export async function benchHome(
  server: Server,
  built: (file: string) => string,
  { warmUp, times } = SIZE,
): Promise<Line[]> {
  const slack = await startOtherApp({ file: built('bench/fake-slack.js'), apiUrl: '', environment: {} });
  const apiUrl = `http://127.0.0.1:${slack.port}/api/`;
  const url = await server.createDatabase('home');
  await onDatabase(url, seedWork);
  const { db, close } = openDatabase({ url, log });
  const byHand = new pg.Pool({ connectionString: url, options: UTC, max: 10 });
  const client = createSlack({ token: BOT_TOKEN, apiUrl, timeoutMs: 10_000 });
  const user = slackUserId(RECEIVERS + 1);
  const openOn = (db: Database['db']) => {
    const opened = EVENTS['app_home_opened']?.({ type: 'app_home_opened', user, tab: 'home' });
    if (!opened) throw new Error('Baton does not know of Home any more');
    const workspace = { id: WORKSPACE, slackTeamId: TEAM, botUserId: BOT };
    return opened({ db, clock: systemClock, workspace, slack: client, log }, { eventId: 'Ev0SAMPLE' });
  };
  const open = () => openOn(db);
  // The first time it is noted that they have a Home.
  await open();
  const published: string[] = [];
  const publish = client.views.publish.bind(client.views);
  client.views.publish = (call) => {
    published.push(JSON.stringify(call?.view));
    return publish(call);
  };
  const statements = await recorded(url, openOn);
  const calls = published.length;
  const view = published.at(-1) ?? '';
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < warmUp + times; n++) {
    const ms = await timed(open);
    const hand = await timed(async () => {
      for (const { text, values } of statements) await byHand.query(text, values);
      const headers = { authorization: `Bearer ${BOT_TOKEN}` };
      const body = new URLSearchParams({ user_id: user, view });
      const answer = await fetch(`${apiUrl}views.publish`, { method: 'POST', headers, body });
      await answer.json();
    });
    if (n < warmUp) continue;
    ours.push(ms);
    theirs.push(hand);
  }
  await Promise.all([close(), byHand.end(), slack.stop()]);
  const what = `Home of ${OPEN} open items, opened to published`;
  return [
    compareLatency(what, ours, theirs, 2),
    {
      what: 'the same: statements, and calls of views.publish',
      baton: `${statements.length}, ${calls}`,
      beside: '',
      ratio: '',
      aim: `≤ ${AIM}, 1`,
      met: statements.length <= AIM && calls === 1,
    },
  ];
}

type Database = ReturnType<typeof openDatabase>;

interface Statement {
  text: string;
  values: unknown[];
}

/** What is sent to the database meanwhile. */
async function recorded(url: string, work: (db: Database['db']) => Promise<unknown>): Promise<Statement[]> {
  const { db, pool, close } = openDatabase({ url, log });
  const sent: Statement[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const [given, values] = args as [string | Statement, unknown];
      const statement = typeof given === 'string' ? { text: given, values: [] } : given;
      sent.push({ text: statement.text, values: Array.isArray(values) ? values : statement.values });
      return query(...args);
    }) as typeof client.query;
  });
  await work(db);
  await close();
  return sent;
}

/** Of each receiver: half to acknowledge, some to decide on and to finish, and risks of every kind. */
async function seedWork(client: pg.Client): Promise<void> {
  const now = systemClock.now();
  await seed(client, { members: RECEIVERS * 2, handoffs: RECEIVERS * OPEN, submittedAt: now });
  const settings = settingsFrom(new Map());
  const ladder = ladderFor(
    'acknowledge',
    settings,
    { goLiveOn: null, urgentRisk: false },
    now,
    CALENDAR.zone,
  );
  const snapshot = JSON.stringify({ ...ladder, due: rungsDue(ladder, now, CALENDAR) });
  await client.query(`
    UPDATE handoffs SET state = CASE WHEN (number - 1) / ${RECEIVERS} < 250 THEN 'submitted'
      WHEN (number - 1) / ${RECEIVERS} < 300 THEN 'acknowledged' ELSE 'accepted' END::handoff_state`);
  await client.query(
    `INSERT INTO risks (id, workspace_id, number, account_id, state, rule, severity, reasons, owner_id, plan, check_in_on,
                        opened_at, updated_at)
     SELECT gen_random_uuid(), $1, number, account_id, CASE WHEN number % 2 = 0 THEN 'open' ELSE 'claimed' END::risk_state, 'worsened',
            'at_risk', '[]', receiver_id, CASE WHEN number % 4 = 1 THEN '{"firstAction":"Sample step","dueOn":"2030-01-01"}'::jsonb END,
            CASE WHEN number % 4 = 1 THEN date '2030-01-01' END, now(), now()
       FROM handoffs WHERE (number - 1) / ${RECEIVERS} >= 350`,
    [WORKSPACE],
  );
  await client.query(`DELETE FROM handoffs WHERE (number - 1) / ${RECEIVERS} >= 350`);
  await client.query(
    `INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, started_at, ladder)
     SELECT gen_random_uuid(), $1::uuid, 'handoff', id, CASE state WHEN 'submitted' THEN 'acknowledge' ELSE 'decide' END, now(), $2::jsonb
       FROM handoffs WHERE state <> 'accepted'
      UNION ALL
     SELECT gen_random_uuid(), $1::uuid, 'risk', id, CASE WHEN state = 'open' THEN 'claim' WHEN check_in_on IS NULL THEN 'plan' ELSE 'check_in' END,
            now(), $2::jsonb FROM risks`,
    [WORKSPACE, snapshot],
  );
  await fillOwed(client);
  await client.query('ANALYZE');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
