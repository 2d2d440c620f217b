import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi } from '../api/house.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { METRICS_TOKEN, startWorld, type World } from '../support/baton.ts';
import { type Scrape, scrape } from '../support/metrics.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const url = () => `http://127.0.0.1:${world.baton.port}`;
const look = () => scrape(url());

/** The database is read again only after some seconds. */
async function until(said: (seen: Scrape) => boolean): Promise<Scrape> {
  for (let tries = 0; tries < 300; tries++) {
    const seen = await look();
    if (said(seen)) return seen;
    await pause(100);
  }
  throw new Error(`not seen in time: ${(await look()).text}`);
}

test('whoever holds the token reads it, and nobody else, from wherever they come', async () => {
  const ask = async (headers: Record<string, string>, at = url()) =>
    (await fetch(`${at}/metrics`, { headers })).status;
  expect(await ask({})).toBe(401);
  expect(await ask({ authorization: 'Bearer another-token-for-tests' })).toBe(401);
  expect(await ask({ authorization: `Basic ${METRICS_TOKEN}` })).toBe(401);
  expect(await ask({ authorization: `Bearer ${METRICS_TOKEN}` })).toBe(200);
  const without = await startApi(world.database);
  expect(await ask({ authorization: 'Bearer ' }, without.url)).toBe(404);
  expect(await ask({ authorization: 'Bearer undefined' }, without.url)).toBe(404);
  await without.stop();
});

test('what happens is counted where it happens, and says who did it nowhere', async () => {
  const before = await look();
  const rep = world.sandbox.person('rep.berlin');
  await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
  await rep.message(/Acme Sample/, { in: 'dm' });
  const posts = { method: 'chat.postMessage', result: 'ok' };
  const seen = await until(
    (seen) =>
      (seen.of('baton_cases_open', { kind: 'handoff' }) ?? 0) > 0 &&
      (seen.of('baton_slack_calls_total', posts) ?? 0) > (before.of('baton_slack_calls_total', posts) ?? 0),
  );
  expect(seen.of('baton_slack_call_seconds_count', { method: 'chat.postMessage' })).toBeGreaterThan(0);
  expect(seen.of('baton_ack_seconds_count', { kind: 'command' })).toBe(1);
  expect(seen.of('baton_ack_seconds_count', { kind: 'view_submission' })).toBeGreaterThan(0);
  expect(seen.of('baton_deliveries_total', { outcome: 'sent' })).toBeGreaterThan(0);
  expect(seen.of('baton_job_runs_total', { job_name: 'fire due timers', result: 'ok' })).toBeGreaterThan(0);
  expect(seen.of('baton_job_last_success_timestamp_seconds', { job_name: 'sweep' })).toBeGreaterThan(1e9);
  expect(seen.of('baton_heartbeat_age_seconds')).toBeLessThan(5);
  expect(seen.of('baton_database_readable')).toBe(1);
  expect(seen.of('baton_timers_late')).toBe(0);
  expect(seen.of('baton_database_pool_connections', { pool: 'people', state: 'total' })).toBeGreaterThan(0);

  const { db } = world.database;
  const members = await db.member.findMany({ where: { isBot: false } });
  const accounts = await db.account.findMany();
  const rows = [...members, ...accounts];
  expect(members.length * accounts.length).toBeGreaterThan(0);
  const named = rows.flatMap((row) => [row.id, row.name]).filter((word) => seen.text.includes(word));
  expect(named).toEqual([]);
  expect(seen.text).not.toMatch(/[UCDT][0-9A-Z]{8,}/);
});

test('Slack’s refusals are counted by what they mean', async () => {
  world.sandbox.faults.rateLimit({ method: 'views.publish', share: 1, retryAfter: 1 });
  const home = world.sandbox.person('csm.berlin').home();
  home.catch(() => {}); // it is never drawn
  const limited = { method: 'views.publish', result: 'rateLimited' };
  await until((seen) => (seen.of('baton_slack_calls_total', limited) ?? 0) > 0);
  world.sandbox.faults.clear();
});

test('a scrape takes no connection of a person’s, and none of theirs keeps it waiting', async () => {
  const { pool } = world.database;
  const holder = await pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE members');
    // Each waits for a row of the person who clicks, on a connection for people.
    const csm = world.sandbox.person('csm.berlin');
    const clicks = Array.from({ length: 14 }, () => csm.types('/account Acme Sample').catch(() => {}));
    const seen = await until((seen) => (seen.of('baton_database_pool_waiting', { pool: 'people' }) ?? 0) > 0);
    expect(seen.of('baton_database_readable')).toBe(1);
    expect(seen.of('baton_database_pool_connections', { pool: 'people', state: 'total' })).toBe(10);
    await holder.query('ROLLBACK');
    await Promise.all(clicks);
  } finally {
    holder.release(true);
  }
});

test('a database that does not answer in time is said as that, and nothing of it is made up', async () => {
  const { pool } = world.database;
  const holder = await pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE owed');
    const seen = await until((seen) => seen.of('baton_database_readable') === 0);
    expect(seen.of('baton_timers_due')).toBeUndefined();
    expect(seen.of('baton_outbox_messages')).toBeUndefined();
    expect(seen.of('baton_heartbeat_age_seconds')).toBeLessThan(10);
    await holder.query('ROLLBACK');
    await until((again) => again.of('baton_database_readable') === 1 && again.of('baton_timers_due') === 0);
  } finally {
    holder.release(true);
  }
});

const docs = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const namedIn = (text: string): string[] => [...new Set(text.match(/\b(?:baton|process)_[a-z_]+/g))];

test('the dashboard and the alert rules name series that are exported, and docs/operate.md names all of them', async () => {
  const { names } = await look();
  const base = (name: string) => (names.includes(name) ? name : name.replace(/_(?:bucket|count|sum)$/, ''));
  const unknown = (file: string) => namedIn(docs(file)).filter((name) => !names.includes(base(name)));
  expect(unknown('operate/dashboard.json')).toEqual([]);
  expect(unknown('operate/alerts.yml')).toEqual([]);
  expect(unknown('operate.md')).toEqual([]);
  const told = namedIn(docs('operate.md')).map(base);
  expect(names.filter((name) => !told.includes(name))).toEqual([]);
  const alerts = [...docs('operate/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name);
  expect(alerts.length).toBe(10);
  expect(alerts.filter((name) => !docs('operate.md').includes(`**${name}**`))).toEqual([]);
});
