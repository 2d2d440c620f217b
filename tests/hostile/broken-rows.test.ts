import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { fireDueTimers } from '../../src/cases/clocks/fire.ts';
import { dueIn } from '../../src/cases/clocks/timer.ts';
import { sweep, sweepCheck } from '../../src/cases/sweep.ts';
import { TIMERS } from '../../src/every-case.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { accept, askForMore, handOver } from '../handoffs/hand-over.ts';
import { enableAlerts, slide } from '../risks/slide.ts';
import { startWorld, type World } from '../support/baton.ts';
import { keptLog } from '../support/log.ts';
import { servingAll } from '../support/served.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const kept = keptLog();
const UNREAD = 'something that is stored cannot be read; it is left out';
let world: World;
let rep: Driver;
let csm: Driver;
let lead: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ log: kept.log });
  const { person } = world.sandbox;
  [rep, csm, lead, admin] = [
    person('rep.berlin'),
    person('csm.berlin'),
    person('cs.lead'),
    person('director'),
  ];
  await enableAlerts(await world.ctx());
  for (const account of [
    'Blue Sample Foods',
    'Cedar Sample Bank',
    'Iris Sample Insurance',
    'Olive Sample Optics',
  ])
    await handOver(rep, { account, receiver: 'csm.berlin' });
  await csm.message(/H-3\b/, { in: 'dm' });
  await askForMore(csm, 'H-2', 'Who wants it to work?');
  await accept(csm, 'H-3');
  await slide(world, 'Pine Sample Pharma');
  await plan('R-1', 'Call them');
  await lead.types('/digest now', { in: 'dm' });
});
afterAll(() => world.close());
beforeEach(() => {
  kept.lines.splice(0);
});

async function plan(name: string, firstAction: string): Promise<void> {
  await csm.picks('Plan…', { in: 'customer-success', message: new RegExp(`${name}\\b`) });
  const modal = await csm.modal({ title: 'Plan first step', text: /First step/ });
  await modal.fill('First step', firstAction);
  expect(await modal.submit()).toEqual({ closed: true });
}

const ACCOUNT = '(SELECT account_id FROM risks WHERE number = 1)';
/** Of everything that is kept as JSON one row, or all where none is worth more than another. */
const PLACES: readonly (readonly [table: string, column: string, which: string])[] = [
  ['handoffs', 'brief', 'number = 1'],
  ['handoffs', 'gaps', 'number = 2'],
  ['risks', 'plan', 'number = 1'],
  ['risks', 'reasons', 'number = 1'],
  [
    'timers',
    'ladder',
    'subject_id IN (SELECT id FROM risks WHERE number = 1 UNION SELECT id FROM handoffs WHERE number = 1)',
  ],
  ['teams', 'calendar', 'true'],
  ['account_health', 'basis', `account_id = ${ACCOUNT}`],
  ['health_changes', 'reasons', `account_id = ${ACCOUNT}`],
  ['health_configs', 'config', 'true'],
  ['digest_runs', 'content', 'true'],
  ['outbox_messages', 'data', "state = 'sent'"],
  ['home_views', 'view', 'true'],
  ['settings', 'value', "key = 'handoff.acknowledge'"],
  ['baselines', 'figures', 'true'],
];

test.each([
  'null',
  '5',
  '"words"',
  '[5]',
  '{}',
  '{"rungs":5,"due":["soon"],"values":5,"dueOn":"soon","firstAction":[],"types":5,"week":5,"holidays":5}',
  '{"rungs":[5],"due":[],"outcomes":[5],"people":5,"why":{},"criteria":5,"lines":[5],"figures":null}',
])('where %s stands in place of what was written, all else is shown and done', async (json) => {
  const { pool, db } = world.database;
  for (const [table, column, which] of PLACES)
    await pool.query(`UPDATE ${table} SET ${column} = $1::jsonb WHERE ${which}`, [json]);
  await pool.query(
    `INSERT INTO audit_entries (id, workspace_id, subject_type, subject_id, action, actor, data, at)
     SELECT gen_random_uuid(), e.workspace_id, e.subject_type, e.subject_id, e.action, $1::jsonb, $1::jsonb, now()
       FROM (SELECT DISTINCT ON (subject_type, subject_id, action) * FROM audit_entries) AS e`,
    [json],
  );
  await pool.query('UPDATE outbox_threads SET desired_version = desired_version + 1');
  // The clocks that nobody can read are due: they are found, left to the sweep, and armed anew.
  await pool.query("UPDATE timers SET due_at = '2026-01-01' WHERE ladder = $1::jsonb", [json]);
  await pool.query("UPDATE account_health SET due_at = '2026-01-01'");

  for (const person of [csm, rep, lead, admin]) await sees(person);
  await lead.types('/digest preview', { in: 'dm' });
  const served = await servingAll(db);
  const clock = { now: () => now, wall: () => now };
  const now = await world.now();
  const deps = { db, clock, served, log: kept.log };
  await fireDueTimers({ ...deps, handlers: TIMERS });
  await sweep({ ...deps, checks: [sweepCheck(HANDOFFS), sweepCheck(RISKS)] });
  for (const timer of await db.timer.findMany({ where: { dueAt: { not: null } } }))
    expect(dueIn(timer)).not.toBeNull();
  expect(wrong()).toEqual([]);
});

test('on the morning after, everybody hears of what waits for them', async () => {
  await world.moveTo(new Date('2026-12-07T09:30:00+01:00'));
  const morning = await csm.message(/^Today: /, { in: 'dm' });
  expect(morning.text).toMatch(/R-\d|H-\d/);
  expect(wrong()).toEqual([]);
});

async function sees(person: Driver): Promise<void> {
  const home = await person.home();
  for (const tab of ['My work', 'Accounts', 'Team', 'Set up'])
    if (home.buttons().includes(tab)) {
      await home.clickButton(tab);
      if (tab === 'My work' && person === csm) expect(home.text()).toMatch(/H-4/);
    }
  const lines = ['/handoff list', '/handoff mine', '/handoff H-1', '/handoff H-2', '/risk list', '/risk R-1'];
  for (const line of [...lines, '/account Pine Sample Pharma', '/account Blue Sample Foods', '/digest'])
    await person.types(line, { in: 'dm' });
}

/** What Baton would wake somebody for, but that a row cannot be read. */
const wrong = () =>
  kept.lines.filter(
    ({ level, msg, reference }) => (level >= 50 && msg !== UNREAD) || reference !== undefined,
  );
