import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isUnowned, loadTop } from '../../src/figures/load-top.ts';
import type { Band } from '../../src/health/bands.ts';
import { newId } from '../../src/platform/id.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { newMember, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';

const SETTINGS = settingsFrom(new Map([['currency.rates', '2026-01-01 EUR=2']]));
const RATES: Record<string, number> = { USD: 1, EUR: 2 };
const WEIGHT: Record<Band, number> = { critical: 4, at_risk: 3, watch: 2, healthy: 1 };
const DAY_MS = 86_400_000;

const database = ownDatabase();
const ctx = ownWorkspace(database);
let csm: string;
beforeAll(async () => {
  csm = await newMember(ctx, 'UCSM');
});

const one = fc.record({
  arr: fc.option(fc.integer({ min: 0, max: 900 })),
  currency: fc.constantFrom('USD', 'EUR', 'GBP'),
  band: fc.constantFrom<Band>('at_risk', 'critical'),
  renews: fc.option(fc.integer({ min: -10, max: 400 })),
  owned: fc.boolean(),
  risk: fc.option(
    fc.record({
      severity: fc.constantFrom<Band>('watch', 'critical'),
      owned: fc.boolean(),
      claimed: fc.boolean(),
    }),
  ),
});
type One = typeof one extends fc.Arbitrary<infer T> ? T : never;

async function write(all: One[]): Promise<string[]> {
  const workspaceId = ctx.workspace.id;
  const rows = all.map((facts, index) => ({ ...facts, id: newId(ctx.now), number: index + 1 }));
  await database.db.risk.deleteMany({ where: { workspaceId } });
  await database.db.account.deleteMany({ where: { workspaceId } });
  await database.db.account.createMany({
    data: rows.map(({ id, number, arr, currency, renews, owned }) => ({
      ...{
        id,
        workspaceId,
        arr,
        currency,
        csOwnerId: owned ? csm : null,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      },
      ...{ name: name(number), nameKey: name(number) },
      renewalOn: renews === null ? null : new Date(ctx.now.getTime() + renews * DAY_MS),
    })),
  });
  await database.db.accountHealth.createMany({
    data: rows.map(({ id, band }) => ({ accountId: id, workspaceId, known: true, band, score: 42 })),
  });
  await database.db.risk.createMany({
    data: rows.flatMap(({ id, number, risk }) => {
      if (!risk) return [];
      const state = risk.claimed && risk.owned ? ('claimed' as const) : ('open' as const);
      const row = {
        id: newId(ctx.now),
        workspaceId,
        accountId: id,
        number,
        state,
        rule: 'flagged',
        reasons: [],
      };
      const times = { openedAt: ctx.now, updatedAt: ctx.now };
      return [{ ...row, ...times, severity: risk.severity, ownerId: risk.owned ? csm : null }];
    }),
  });
  return rows.map(({ id }) => id);
}

const name = (number: number) => `Sample ${String(number).padStart(2, '0')}`;

/** By number, from 1. */
function slowly(all: One[]): number[] {
  const renews = ({ renews }: One, from: number, to: number) =>
    renews !== null && renews >= from && renews <= to;
  const rank = (one: One) => {
    const severity = Math.max(WEIGHT[one.band], one.risk ? WEIGHT[one.risk.severity] : 0);
    const near = renews(one, 0, 90) ? 4 : renews(one, 91, 180) ? 2 : 1;
    return severity * Math.max((one.arr ?? 0) * (RATES[one.currency] ?? 0), 1) * near;
  };
  const ranked = all
    .map((one, index) => ({ one, number: index + 1 }))
    .toSorted((a, b) => rank(b.one) - rank(a.one) || a.number - b.number);
  const special = ({ one }: { one: One }) =>
    renews(one, 0, 90) || (one.risk ? !(one.risk.owned && one.risk.claimed) : !one.owned);
  return [...ranked.slice(0, 15), ...ranked.slice(15).filter(special).slice(0, 5)].map(
    ({ number }) => number,
  );
}

describe('the accounts that matter most', () => {
  it('are fifteen by rank, and five of the others that are unowned or renew soon', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 45, size: 'max' }), async (all) => {
        await write(all);
        const top = await loadTop(ctx, { kind: 'everything' }, SETTINGS);
        expect(top.map(({ name }) => name)).toEqual(slowly(all).map(name));
        expect(top.slice(15).every((one) => one.renewing || isUnowned(one))).toBe(true);
        const ranks = top.map(({ rank }) => rank);
        expect(ranks.slice(0, 15)).toEqual(ranks.slice(0, 15).map((_, index) => index + 1));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
      { numRuns: 12 },
    );
  });

  it('come with all there is to say of them', async () => {
    const base: One = { arr: 100, currency: 'EUR', band: 'critical', renews: 30, owned: true, risk: null };
    const risk = { severity: 'critical' as const, owned: true, claimed: true };
    const [withRisk = '', alone = ''] = await write([
      { ...base, risk },
      { ...base, arr: 50, renews: null },
    ]);
    const workspaceId = ctx.workspace.id;
    const reason = {
      type: 'logins',
      label: 'Logins',
      unit: '',
      value: 1,
      before: 9,
      lost: 12,
      observedAt: ctx.now.toISOString(),
    };
    await database.db.risk.updateMany({
      where: { accountId: withRisk },
      data: {
        reasons: [reason],
        note: 'A sample note.',
        plan: { firstAction: 'Call them', dueOn: '2027-03-05' },
        checkInOn: new Date('2027-03-08'),
      },
    });
    const changed = { workspaceId, accountId: alone, rule: 'worsened', configVersion: 0, outcome: 'preview' };
    await database.db.healthChange.createMany({
      data: [
        {
          ...changed,
          id: newId(ctx.now),
          at: new Date('2027-02-10'),
          reasons: [{ ...reason, label: 'Older' }],
        },
        {
          ...changed,
          id: newId(ctx.now),
          at: new Date('2027-02-20'),
          reasons: [{ ...reason, label: 'Seats used' }],
        },
        { ...changed, id: newId(ctx.now), at: new Date('2027-02-25'), reasons: [], rule: 'recovered' },
      ],
    });
    const day = (on: string, score: number) => ({
      accountId: alone,
      workspaceId,
      day: new Date(on),
      score,
      band: 'watch' as const,
      confidence: 1,
      configVersion: 0,
    });
    await database.db.healthDay.createMany({
      data: [day('2027-01-20', 91), day('2027-02-22', 77), day('2027-02-23', 50)],
    });
    const owner = { id: csm, slackUserId: 'UCSM', name: 'Person UCSM' };
    const [first, second] = await loadTop(ctx, { kind: 'mine', memberId: csm }, SETTINGS);
    expect(first).toMatchObject({
      ...{
        accountId: withRisk,
        arr: '100.00',
        currency: 'EUR',
        amount: 200,
        band: 'critical',
        score: 42,
        scoreBefore: null,
      },
      ...{ reason, note: 'A sample note.', owner, renewalOn: '2027-03-31', renewing: true, rank: 1 },
      risk: {
        name: 'R-1',
        state: 'claimed',
        plan: 'Call them',
        planDueOn: '2027-03-05',
        checkInOn: '2027-03-08',
      },
    });
    expect(second).toMatchObject({
      accountId: alone,
      reason: { label: 'Seats used' },
      owner,
      risk: null,
      scoreBefore: 77,
    });
    const [, month] = await loadTop(ctx, { kind: 'everything' }, SETTINGS, 30);
    expect(month?.scoreBefore).toBe(91);
    expect(await loadTop(await newWorkspace(database.db), { kind: 'everything' }, SETTINGS)).toEqual([]);
  });
});
