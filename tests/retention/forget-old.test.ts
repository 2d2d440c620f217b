import { fork } from 'node:child_process';
import { beforeEach, expect, it } from 'vitest';
import { loadCalibration } from '../../src/health/calibration/load-calibration.ts';
import { loadThen } from '../../src/health/read/load-health-course.ts';
import { coverAccounts, lookAtAccounts } from '../../src/health/slides/look-at-accounts.ts';
import { latestLook } from '../../src/health/slides/weeks.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { forgetOldOf, monthsBefore } from '../../src/retention/forget-old.ts';
import { loadSetAside } from '../../src/risks/read/ranking.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { acting, buildHouse, expectDone, type House, handedOver, run } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { rowsOf } from '../workspaces/snapshot.ts';

const database = ownDatabase();
const ctx = ownWorkspace(database, { anew: true });
const YEARS = 6;
const monthsAgo = (months: number) => monthsBefore(ctx.now, months);
const countOf = async (of: Ctx, table: string): Promise<number> =>
  (await rowsOf(database.pool, of.workspace.id))[table]?.length ?? 0;

/** Six years of a signal and a score each week, of an account that slowly falls, with an alert each quarter. */
async function course(of: Ctx, name: string): Promise<string> {
  const accountId = await newAccount(of, name);
  const ws = of.workspace.id;
  await of.db.accountHealth.create({ data: { accountId, workspaceId: ws } });
  const given = [ws, accountId, of.now.toISOString(), YEARS * 52];
  const weeks = `generate_series(0, $4::int) AS n, LATERAL (SELECT $3::timestamptz - n * interval '7 days' AS at) AS w`;
  await database.pool.query(
    `INSERT INTO signals (id, workspace_id, account_id, type, value, observed_at, received_at, key, source, actor)
     SELECT gen_random_uuid(), $1, $2::uuid, t, 50 + n / 8.0, w.at, w.at, $2::text || t || n, 'sample', '{}'
       FROM unnest(ARRAY['logins', 'seats_used']) AS t, ${weeks}`,
    given,
  );
  await database.pool.query(
    `INSERT INTO signals_latest (account_id, type, workspace_id, signal_id, value, observed_at, key)
     SELECT DISTINCT ON (type) account_id, type, workspace_id, id, value, observed_at, key FROM signals
      WHERE account_id = $1 ORDER BY type, observed_at DESC`,
    [accountId],
  );
  await database.pool.query(
    `INSERT INTO health_days (account_id, day, workspace_id, score, confidence, band, config_version)
     SELECT $2, w.at::date, $1, 50 + n / 8.0, 1, CASE WHEN n < 100 THEN 'at_risk' ELSE 'watch' END::band, 0 FROM ${weeks}`,
    given,
  );
  await database.pool.query(
    `INSERT INTO health_changes (id, workspace_id, account_id, at, rule, score_before, score, reasons, config_version, outcome)
     SELECT gen_random_uuid(), $1, $2, w.at, 'slide', 80, 60, '[]', 0, 'quiet' FROM ${weeks} WHERE n % 13 = 0`,
    given,
  );
  return accountId;
}

async function lost(
  of: Ctx,
  accountId: string,
  number: number,
  at: Date,
  over: object = {},
): Promise<string> {
  const id = newId(at);
  await of.db.risk.create({
    data: {
      ...{
        id,
        workspaceId: of.workspace.id,
        number,
        accountId,
        rule: 'slide',
        severity: 'watch',
        reasons: [],
      },
      ...{ state: 'resolved', outcome: 'lost', openedAt: at, updatedAt: at, resolvedAt: at, ...over },
    },
  });
  return id;
}

/** All that is read of the past: how alerts did, trends, the weekly look, what is set aside. */
async function readings(of: Ctx, accounts: readonly string[]) {
  await of.db.accountSlide.deleteMany({ where: { workspaceId: of.workspace.id } });
  const week = latestLook(of.now);
  await coverAccounts(of.db, of.workspace.id, week);
  while ((await lookAtAccounts(of, week)) > 0);
  return {
    calibration: await loadCalibration(of),
    trends: await Promise.all(accounts.map((id) => loadThen(of, id))),
    aside: await Promise.all(accounts.map((id) => loadSetAside(of, id))),
    slides: await of.db.accountSlide.findMany({
      where: { workspaceId: of.workspace.id },
      orderBy: { accountId: 'asc' },
    }),
  };
}

it('takes what is old in small steps, and nothing that a figure, an alert or a look reads', async () => {
  const accounts = [await course(ctx, 'Sample One'), await course(ctx, 'Sample Two')];
  const [first = '', second = ''] = accounts;
  await lost(ctx, first, 1, monthsAgo(14));
  const falseAlarm = { outcome: 'not_a_risk', verdict: 'false_alarm' };
  await lost(ctx, second, 2, monthsAgo(70), falseAlarm);
  const before = await readings(ctx, accounts);
  expect(before.calibration.accounts).toBe(2);
  const whole = await rowsOf(database.pool, ctx.workspace.id);

  const gone = await forgetOldOf(ctx);
  expect(gone).toBeGreaterThan(500);
  expect(await readings(ctx, accounts)).toEqual(before);
  const {
    signals,
    health_days: days,
    health_changes: changes,
  } = await rowsOf(database.pool, ctx.workspace.id);
  expect(signals?.length).toBeLessThan(whole['signals']?.length ?? 0);
  // 13 months by weeks, then by months to four years, and the one before.
  expect((days?.length ?? 0) / 2).toBeGreaterThan(56 + 33);
  expect((days?.length ?? 0) / 2).toBeLessThan(64 + 38);
  expect(changes?.length).toBeLessThan(whole['health_changes']?.length ?? 0);
  expect(await forgetOldOf(ctx)).toBe(0);
});

it('keeps the latest of a type however old it is, and notices to leave', async () => {
  const accountId = await newAccount(ctx, 'Sample');
  const at = monthsAgo(100);
  const signal = (type: string, observedAt: Date, value = 1) => ({
    ...{ id: newId(at), workspaceId: ctx.workspace.id, accountId, type, value, observedAt, receivedAt: at },
    ...{ key: `${type}${observedAt.getTime()}`, source: 'sample', actor: {} },
  });
  const rows = [
    signal('logins', at),
    signal('logins', monthsAgo(99)),
    signal('churn_notice', at),
    signal('churn_notice', monthsAgo(98), 0),
  ];
  await ctx.db.signal.createMany({ data: rows });
  for (const { id, type, observedAt, key, value } of [rows[1], rows[3]].flatMap((row) => row ?? []))
    await ctx.db.signalLatest.create({
      data: { accountId, type, workspaceId: ctx.workspace.id, signalId: id, value, observedAt, key },
    });
  expect(await forgetOldOf(ctx)).toBe(1);
  expect(await ctx.db.signal.count({ where: { id: rows[0]?.id ?? '' } })).toBe(0);
});

it('goes by the setting, and leaves other workspaces alone', async () => {
  const other = await newWorkspace(database.db);
  for (const one of [ctx, other]) await course(one, 'Sample');
  const theirs = await rowsOf(database.pool, other.workspace.id);
  await forgetOldOf(ctx);
  const kept = await countOf(ctx, 'signals');
  await setSetting(ctx, { key: 'retention.signals', value: '19' });
  await forgetOldOf(ctx);
  expect(await countOf(ctx, 'signals')).toBeLessThan(kept);
  expect(await rowsOf(database.pool, other.workspace.id)).toEqual(theirs);
});

it('leaves a workspace to the process that is at it', async () => {
  await course(ctx, 'Sample');
  const client = await database.pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `retention:${ctx.workspace.id}`,
  ]);
  expect(await forgetOldOf(ctx)).toBe(0);
  await client.query('ROLLBACK');
  client.release();
  expect(await forgetOldOf(ctx)).toBeGreaterThan(0);
});

it('goes on after a kill with what is left', async () => {
  for (let n = 0; n < 12; n++) await course(ctx, `Sample ${n}`);
  const all = await countOf(ctx, 'signals');
  const child = fork(
    new URL('./forgetting-process.ts', import.meta.url),
    [database.url, ctx.workspace.id, ctx.now.toISOString()],
    {
      execArgv: ['--import', 'tsx'],
    },
  );
  while ((await countOf(ctx, 'signals')) === all)
    if (child.exitCode !== null) throw new Error('it ended without a step');
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  await forgetOldOf(ctx);
  const done = await rowsOf(database.pool, ctx.workspace.id);
  const again = await newWorkspace(database.db);
  for (let n = 0; n < 12; n++) await course(again, `Sample ${n}`);
  await forgetOldOf(again);
  const whole = await rowsOf(database.pool, again.workspace.id);
  const sizes = (rows: Record<string, string[]>) =>
    Object.entries(rows).map(([table, { length }]) => [table, length]);
  expect(sizes(done)).toEqual(sizes(whole));
});

let house: House;
beforeEach(async () => {
  house = await buildHouse(database.db);
});
const later = (of: Ctx, months: number): Ctx => ({ ...of, now: monthsBefore(of.now, -months) });

it('forgets messages of what has ended, and none of open cases, in channels, or that wait for someone', async () => {
  const [ended, open] = [
    await handedOver(house, 'acknowledge', { isPrivate: false }),
    await handedOver(house, 'acknowledge', { isPrivate: false }),
  ];
  expectDone(await run.cancel(acting(house, 'sender'), ended));
  const { db, workspace } = house.ctx;
  const of = { workspaceId: workspace.id };
  await db.outboxMessage.updateMany({
    where: of,
    data: { state: 'sent', slackChannel: 'D0SAMPLE', slackTs: '1.1' },
  });
  const said = (subjectId: string) => db.outboxMessage.count({ where: { ...of, subjectId } });
  const [endedSaid, openSaid] = [await said(ended), await said(open)];
  expect(endedSaid).toBeGreaterThan(1);
  await forgetOldOf(later(house.ctx, 12));
  expect([await said(ended), await said(open)]).toEqual([endedSaid, openSaid]);

  const [held, posted] = await db.outboxMessage.findMany({
    where: { ...of, subjectId: ended, isRoot: true },
    take: 2,
    distinct: ['thread'],
  });
  await db.outboxMessage.updateMany({ where: { id: held?.id ?? '' }, data: { state: 'held' } });
  await db.outboxMessage.updateMany({ where: { id: posted?.id ?? '' }, data: { slackChannel: 'C0SAMPLE' } });
  await forgetOldOf(later(house.ctx, 14));
  const left = await db.outboxMessage.findMany({
    where: { ...of, subjectId: ended },
    select: { thread: true },
  });
  expect(new Set(left.map(({ thread }) => thread))).toEqual(new Set([held?.thread, posted?.thread]));
  expect(await said(open)).toBe(openSaid);
  const threads = await db.outboxThread.findMany({ where: of, select: { key: true } });
  const messages = await db.outboxMessage.findMany({
    where: of,
    select: { thread: true },
    distinct: ['thread'],
  });
  expect(threads.map(({ key }) => key).sort()).toEqual(messages.map(({ thread }) => thread).sort());
});

it('forgets closed cases with their history where that is set, and neither open ones nor the latest brief', async () => {
  const { db, workspace } = house.ctx;
  const [cancelled, finished, open] = [
    await handedOver(house, 'acknowledge', { isPrivate: false }),
    await handedOver(house, 'finish', { isPrivate: false }),
    await handedOver(house, 'acknowledge', { isPrivate: false }),
  ];
  expectDone(await run.cancel(acting(house, 'sender'), cancelled));
  expectDone(await run.finish(acting(house, 'receiver'), finished));
  await db.handoffFollowUp.updateMany({
    where: { workspaceId: workspace.id, handoffId: finished },
    data: { state: 'done', closedAt: house.ctx.now },
  });
  const long = later(house.ctx, 60);
  const left = async () => {
    const rows = await db.handoff.findMany({ where: { workspaceId: workspace.id }, select: { id: true } });
    return rows.map(({ id }) => id).sort();
  };
  await forgetOldOf(long);
  expect(await left()).toEqual([cancelled, finished, open].sort());
  expectDone(await setSetting(house.ctx, { key: 'retention.cases', value: '48' }));
  await forgetOldOf(later(house.ctx, 40));
  expect(await left()).toEqual([cancelled, finished, open].sort());
  await forgetOldOf(long);
  expect(await left()).toEqual([finished, open].sort());
  const entries = (subjectId: string) =>
    db.auditEntry.count({ where: { workspaceId: workspace.id, subjectId } });
  expect(await entries(cancelled)).toBe(0);
  expect(await entries(finished)).toBeGreaterThan(0);

  // Another brief of the account takes its place.
  const row = await db.handoff.findUniqueOrThrow({ where: { id: finished } });
  const { brief, gaps, ...rest } = row;
  const next = {
    ...rest,
    brief: brief ?? {},
    id: newId(house.ctx.now),
    number: 99,
    draftViewId: null,
    acceptedAt: long.now,
    closedAt: long.now,
  };
  await db.handoff.create({ data: next });
  await forgetOldOf(long);
  expect(await left()).toEqual([next.id, open].sort());
  expect(await db.handoffFollowUp.count({ where: { workspaceId: workspace.id, handoffId: finished } })).toBe(
    0,
  );
});
