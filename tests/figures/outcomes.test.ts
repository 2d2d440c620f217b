import { describe, expect, it } from 'vitest';
import { loadFigures, loadFirstValue, loadRiskFigures } from '../../src/figures/load-figures.ts';
import type { Scope } from '../../src/figures/scope.ts';
import { loadBaseline, takeBaselines } from '../../src/figures/take-baselines.ts';
import { newId } from '../../src/platform/id.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { periodOfQuarter, quarterBefore } from '../../src/time/quarter.ts';
import { newAccount } from '../health/signals.ts';
import { newMember, newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

const SETTINGS = settingsFrom(new Map([['currency.rates', '2026-01-01 EUR=1.5']]));
const EVERYTHING: Scope = { kind: 'everything' };
const Q1 = periodOfQuarter('2027-Q1');

const database = ownDatabase();
const ctx = ownWorkspace(database);

const account = (over: Parameters<typeof newAccount>[2] = {}) =>
  newAccount(ctx, `Sample ${newId(ctx.now)}`, over);

let number = 0;
async function resolved(accountId: string, day: string, over: object): Promise<void> {
  const at = new Date(`${day}T12:00:00Z`);
  number += 1;
  await database.db.risk.create({
    data: {
      ...{ id: newId(ctx.now), workspaceId: ctx.workspace.id, accountId, number, state: 'resolved' as const },
      ...{
        rule: 'worsened',
        severity: 'at_risk' as const,
        outcome: 'saved' as const,
        reasons: [],
        resolvedAt: at,
      },
      ...{ openedAt: at, updatedAt: at, ...over },
    },
  });
}

describe('what became of risks', () => {
  it('counts each account once, as the latest of its risks ended, and judges alerts alone', async () => {
    const euros = await account({ arr: '1000', currency: 'EUR', segment: 'Alpha' });
    await resolved(euros, '2027-01-10', { outcome: 'lost' });
    await resolved(euros, '2027-02-10', { outcome: 'saved' });
    const gone = await account({ arr: '99.99', currency: 'USD' });
    await resolved(gone, '2027-01-01', { outcome: 'lost', rule: 'flagged' });
    const quiet = await account({ arr: '5000', currency: 'USD' });
    await resolved(quiet, '2027-02-01', { outcome: 'recovered' });
    await resolved(quiet, '2027-02-02', { outcome: 'not_a_risk', verdict: 'false_alarm' });
    await resolved(quiet, '2027-02-03', { outcome: 'not_a_risk', verdict: 'false_alarm', rule: 'flagged' });
    const unpriced = await account({ arr: '700', currency: 'GBP' });
    await resolved(unpriced, '2027-03-31', { outcome: 'saved' });
    await resolved(unpriced, '2027-04-01', { outcome: 'lost' });
    expect(await loadRiskFigures(ctx, EVERYTHING, Q1, SETTINGS)).toEqual({
      saved: { accounts: 2, amount: 1500, unpriced: 1 },
      lost: { accounts: 1, amount: 99.99, unpriced: 0 },
      saveRate: { met: 2, of: 3 },
      falseAlarms: { met: 1, of: 4 },
    });
    expect(await loadRiskFigures(ctx, { kind: 'segment', segment: 'alpha' }, Q1, SETTINGS)).toMatchObject({
      saveRate: { met: 1, of: 1 },
    });
  });
});

describe('the time to the first value', () => {
  it('is the median of the days, of accounts that reached it on a day of the period', async () => {
    const reached = (contractStart: string | null, firstValueOn: string) =>
      account({
        contractStart: contractStart && new Date(contractStart),
        firstValueOn: new Date(firstValueOn),
      });
    await reached('2026-12-31', '2027-01-01');
    await reached('2027-03-01', '2027-03-31');
    await reached('2026-12-22', '2027-01-01');
    await reached('2027-01-01', '2027-01-01');
    await reached('2026-12-01', '2026-12-31');
    await reached('2027-01-01', '2027-04-01');
    await reached('2027-03-02', '2027-03-01');
    await reached(null, '2027-03-01');
    expect(await loadFirstValue(ctx, EVERYTHING, Q1)).toEqual({ value: 5.5, of: 4 });
    const none = { from: new Date('2029-01-01'), to: new Date('2029-04-01') };
    expect(await loadFirstValue(ctx, EVERYTHING, none)).toEqual({ value: null, of: 0 });
  });
});

describe('baselines', () => {
  it('are named by the quarter that has ended', () => {
    expect(quarterBefore('2027-01-01')).toBe('2026-Q4');
    expect(quarterBefore('2027-03-31T23:59:59Z')).toBe('2026-Q4');
    expect(quarterBefore('2027-04-01T00:00:00Z')).toBe('2027-Q1');
  });

  it('are kept once for everything, each team, segment and manager, however many processes look', async () => {
    const manager = await newMember(ctx, 'UMANAGER');
    const csm = await newMember(ctx, 'UCSM', { managerId: manager });
    const teamId = await newTeam(ctx, 'Sample CS', 'cs', { members: [csm] });
    await resolved(
      await account({ csOwnerId: csm, arr: '10', currency: 'USD', segment: 'Beta' }),
      '2027-03-03',
      {},
    );
    const now = new Date('2027-04-01T00:05:00Z');
    const take = (at: Date) =>
      takeBaselines({
        db: database.db,
        clock: { now: () => at, wall: () => at },
        served: serving([ctx.workspace]),
        log: ctx.log,
      });
    // Of a quarter that ended before the workspace was there, none.
    expect(await take(ctx.now)).toBe(0);
    const kept = await Promise.all([take(now), take(now), take(now)]);
    expect(kept.reduce((sum, one) => sum + one, 0)).toBe(6);
    const rows = await database.db.baseline.findMany({ orderBy: [{ scope: 'asc' }, { scopeKey: 'asc' }] });
    expect(rows.map(({ quarter, scope, scopeKey }) => [quarter, scope, scopeKey])).toEqual([
      ['2027-Q1', 'reports', manager],
      ['2027-Q1', 'team', teamId],
      ...['', 'alpha', 'beta'].map((segment) => ['2027-Q1', 'segment', segment]),
      ['2027-Q1', 'everything', ''],
    ]);
    // What comes later is of no quarter that is over.
    await account({ segment: 'Gamma' });
    expect(await take(new Date('2027-06-30T00:00:00Z'))).toBe(0);
  });

  it('say what the figures said, and nothing where there are none', async () => {
    const scope: Scope = { kind: 'segment', segment: 'beta' };
    const figures = await loadFigures(ctx, scope, Q1, settingsFrom(new Map()));
    expect(figures.risks.saved).toEqual({ accounts: 1, amount: 10, unpriced: 0 });
    expect(await loadBaseline(ctx, scope, '2027-Q1')).toEqual(figures);
    expect(await loadBaseline(ctx, scope, '2026-Q4')).toBeNull();
    expect(await loadBaseline(await newWorkspace(database.db), EVERYTHING, '2027-Q1')).toBeNull();
  });
});
