import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookUpAccount } from '../../src/accounts/find/look-up-account.ts';
import { previewMerge } from '../../src/accounts/merge/preview-merge.ts';
import { loadLifecycle, loadProfile } from '../../src/accounts/read/load-profile.ts';
import { loadTimeline } from '../../src/accounts/read/load-timeline.ts';
import { loadAccountHandoffs, loadReadablePrivate } from '../../src/handoffs/read/find-handoffs.ts';
import { giveView } from '../../src/health/give-view.ts';
import { loadRecentSignals } from '../../src/health/read/load-explanation.ts';
import { loadHealthCourse, loadThen } from '../../src/health/read/load-health-course.ts';
import { loadStandings } from '../../src/health/read/load-standings.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { trendOf } from '../../src/health/standing.ts';
import { loadSegments } from '../../src/risks/alerts/load-alerts.ts';
import { loadAccountRisk } from '../../src/risks/read/load-risks.ts';
import { acting, buildHouse, expectDone, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ownedAccount } from './owned.ts';
import { newHandoff, newHealth, newRisk } from './world.ts';

let database: TestDatabase;
let house: House;
let elsewhere: House;
let accountId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
  elsewhere = await buildHouse(database.db);
  const { ctx, ids } = house;
  accountId = await ownedAccount(house, { domain: 'sample.example' });
  await recordSignals(ctx, [
    { account: { id: accountId }, type: 'usage_depth', value: 40, source: 'sample' },
  ]);
  await newRisk(ctx, accountId);
  await newHandoff(ctx, accountId, {
    senderId: ids['sender'] ?? '',
    receiverId: ids['receiver'] ?? '',
    template: 'sales_to_cs@1',
  });
  await ctx.db.accountHealth.delete({ where: { accountId } });
  await newHealth(ctx, accountId, { overrideBand: 'critical', overrideNote: 'Sample', overrideUntil: SOON });
  await ctx.db.expectedSignal.create({
    data: {
      ...{ accountId, workspaceId: ctx.workspace.id, type: 'usage_depth', note: 'summer break' },
      ...{ until: SOON, createdAt: ctx.now },
    },
  });
  expectDone(await giveView(acting(house, 'receiver'), { accountId, value: '4' }));
  await ctx.db.healthDay.updateMany({
    where: { accountId },
    data: { score: 80, band: 'healthy', day: new Date('2027-02-01') },
  });
});
afterAll(() => database.drop());

const SOON = new Date('2027-04-01T00:00:00Z');

it('what is known of an account is known in its own workspace alone', async () => {
  const all = async ({ ctx, ids }: House) => {
    const { name } = await database.db.account.findUniqueOrThrow({ where: { id: accountId } });
    const standing = (await loadStandings(ctx.db, ctx.workspace.id, [accountId], ctx.now)).get(accountId);
    return {
      profile: (await loadProfile(ctx, accountId)) !== null,
      named: 'one' in (await lookUpAccount(ctx.db, ctx.workspace.id, name)),
      withDomain: 'one' in (await lookUpAccount(ctx.db, ctx.workspace.id, 'sample.example')),
      signals: (await loadRecentSignals(ctx, accountId)).length,
      standing: [standing?.of, standing?.override?.note],
      trend: trendOf(60, await loadThen(ctx, accountId), ctx.now),
      expected: (await loadHealthCourse(ctx, accountId)).expected.map(({ note }) => note),
      view: (await loadHealthCourse(ctx, accountId)).view?.value ?? null,
      weeks: (await loadHealthCourse(ctx, accountId)).weeks.filter(({ score }) => score !== null).length,
      stages: (await loadLifecycle(ctx, accountId))?.spans.length ?? 0,
      timeline: (await loadTimeline(ctx, accountId, { before: null, readable: [] })).entries.length,
      private: (await loadReadablePrivate(ctx, accountId, ids['receiver'] ?? '')).length,
      risk: (await loadAccountRisk(ctx, accountId)) !== null,
      handoffs: (await loadAccountHandoffs(ctx, accountId, { memberId: ids['onlooker'] ?? '' })).open.length,
      segments: (await loadSegments(ctx)).map(({ segment }) => segment),
      merge:
        'refused' in (await previewMerge(ctx, { fromId: accountId, intoId: await ownedAccount(elsewhere) })),
    };
  };
  expect(await all(house)).toEqual({
    ...{ profile: true, named: true, withDomain: true, signals: 1, standing: [1, 'Sample'] },
    ...{ expected: ['summer break'], view: 4, weeks: 5, stages: 1, timeline: 2, private: 0 },
    ...{ trend: { points: -20, days: 28 }, risk: true, handoffs: 1, segments: ['sample'], merge: true },
  });
  expect(await all(elsewhere)).toEqual({
    ...{ profile: false, named: false, withDomain: false, signals: 0, standing: [0, undefined] },
    ...{ expected: [], view: null, weeks: 0, stages: 0, timeline: 0, private: 0 },
    ...{ trend: null, risk: false, handoffs: 0, segments: [], merge: true },
  });
});

it('an account that was merged is found as what it became', async () => {
  const { ctx } = house;
  const gone = await ownedAccount(house, { mergedIntoId: accountId });
  const { name } = await database.db.account.findUniqueOrThrow({ where: { id: gone } });
  expect(await lookUpAccount(ctx.db, ctx.workspace.id, name)).toEqual({ one: accountId });
  expect(await loadProfile(ctx, gone)).toBeNull();
});

it('several accounts with one domain are several', async () => {
  const { ctx } = house;
  const ids = [];
  for (let i = 0; i < 7; i++) ids.push(await ownedAccount(house, { domain: 'many.example' }));
  const found = await lookUpAccount(ctx.db, ctx.workspace.id, 'https://www.many.example/path');
  expect(found).toMatchObject({ more: true });
  expect('several' in found && found.several.length).toBe(5);
});
