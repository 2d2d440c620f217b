import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { OTHER_SEGMENTS, SEGMENTS_SHOWN, STEPS, type Total } from '../../src/figures/figures.ts';
import { keepAtRisk, loadAtRisk, loadTotalAtRisk } from '../../src/figures/load-at-risk.ts';
import { newId } from '../../src/platform/id.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';
import { newAccount } from '../health/signals.ts';
import { newMember, newTeam, newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { anyCourse, type Course, DAY_MS, runCourse } from './course.ts';
import { atRisk, bridgeBetween, type Prices, type Standing, totalOf, type Whose } from './plain.ts';
import { writeCourse, writeHistory } from './write-course.ts';

const FIRST = Date.parse('2027-03-01T08:00:00Z');
const SECOND = FIRST + 14 * DAY_MS;
// The pound has a price from then on, and the euro another.
const SETTINGS = settingsFrom(
  new Map([['currency.rates', '2027-03-08 EUR=1.1 GBP=1.2755; 2026-01-01 EUR=1.0825; 2028-01-01 EUR=9']]),
);
const PRICES: [Prices, Prices] = [
  { USD: 10_000, EUR: 10_825 },
  { USD: 10_000, EUR: 11_000, GBP: 12_755 },
];

const database = ownDatabase();
const ctx = ownWorkspace(database);
/** The second and third report to the first, the fourth to the second; the fifth to nobody. */
let people: string[];
let scopes: Whose[];

beforeAll(async () => {
  people = [await newMember(ctx, 'UPERSON0')];
  for (const [name, manager] of [
    ['UPERSON1', 0],
    ['UPERSON2', 0],
    ['UPERSON3', 1],
    ['UPERSON4', null],
  ] as const)
    people.push(await newMember(ctx, name, { managerId: manager === null ? null : people[manager] }));
  const members = [1, 4].map((number) => people[number] ?? '');
  const teamId = await newTeam(ctx, 'Sample CS', 'cs', { members });
  scopes = [
    { scope: { kind: 'everything' }, people: null },
    { scope: { kind: 'mine', memberId: people[1] ?? '' }, people: [1] },
    { scope: { kind: 'reports', memberId: people[0] ?? '' }, people: [0, 1, 2, 3] },
    { scope: { kind: 'team', teamId }, people: [1, 4] },
    { scope: { kind: 'segment', segment: 'alpha' }, people: null },
    { scope: { kind: 'segment', segment: '' }, people: null },
  ];
});

/** A scheduled run of a scope, as of the first look. */
async function keepRun({ scope }: Whose): Promise<string> {
  const id = newId(new Date(FIRST));
  const workspaceId = ctx.workspace.id;
  const run = { id, workspaceId, kind: 'digest', madeAt: new Date(FIRST), content: {} };
  await database.db.digestRun.create({ data: run });
  await database.db.$transaction((tx) =>
    keepAtRisk(
      { tx, workspace: ctx.workspace, now: new Date(FIRST) },
      { id, subscriptionId: id },
      scope,
      SETTINGS,
    ),
  );
  return id;
}

const bridgeless = (): never => {
  throw new Error('There is a run to compare with');
};

const dollars = ({ amount, ...counts }: Total) => ({ ...counts, amount: amount / 100 });
const sum = (all: readonly { amount: number }[]) =>
  all.reduce((total, { amount }) => total + Math.round(amount * 100), 0);

describe('what is at risk', () => {
  it('is what a slow count of the accounts comes to, and every difference stands under one step', async () => {
    await fc.assert(
      fc.asyncProperty(anyCourse, async (generated) => {
        const course = runCourse(generated, FIRST);
        const ids = course.accounts.map(() => newId(ctx.now));
        await writeCourse(ctx, course, FIRST, people, ids);
        const runs = await Promise.all(scopes.map(keepRun));
        await writeCourse(ctx, course, SECOND, people, ids);
        await writeHistory(ctx, course, ids);
        const now = { db: ctx.db, workspace: ctx.workspace, now: new Date(SECOND) };
        const look = async (whose: Whose, index: number) => {
          const { scope } = whose;
          const found = await loadAtRisk(now, scope, {
            settings: SETTINGS,
            previousRunId: runs[index] ?? '',
          });
          expect({ scope, ...found }).toEqual({ scope, ...plainly(course, whose) });
          expect(await loadTotalAtRisk(now, scope, SETTINGS)).toEqual(found.total);
          const { before, steps, now: after } = found.bridge ?? bridgeless();
          expect(sum([before, ...STEPS.map((step) => steps[step])])).toBe(sum([after]));
        };
        await Promise.all(scopes.map(look));
        await database.db.digestRun.deleteMany({ where: { workspaceId: ctx.workspace.id } });
      }),
      { numRuns: 15 },
    );
  });

  it('is of no other workspace, whatever scope and run it is asked for', async () => {
    const run = await keepRun({ scope: { kind: 'everything' }, people: null });
    const stranger = await newWorkspace(database.db);
    const none = { accounts: 0, amount: 0, unpriced: 0 };
    for (const { scope } of scopes) {
      const found = await loadAtRisk(stranger, scope, { settings: SETTINGS, previousRunId: run });
      expect([scope, found]).toEqual([
        scope,
        { total: none, bridge: null, segments: [], quarters: [], unpriced: { noArr: 0, noRate: [] } },
      ]);
    }
  });
});

describe('what is kept with a run', () => {
  it('is kept for the latest two scheduled ones of a subscription', async () => {
    const workspaceId = ctx.workspace.id;
    const [subscriptionId, other] = [newId(ctx.now), newId(ctx.now)];
    const times = { createdAt: ctx.now, updatedAt: ctx.now };
    const accountId = await newAccount(ctx, 'Kept', { arr: '10', currency: 'EUR' });
    await database.db.accountHealth.create({
      data: { accountId, workspaceId, known: true, band: 'critical' },
    });
    await database.db.digestSubscription.createMany({
      data: [
        { ...times, id: subscriptionId, workspaceId, ownerId: people[0] ?? '', scope: 'everything' },
        { ...times, id: other, workspaceId, ownerId: people[1] ?? '', scope: 'everything' },
      ],
    });
    const ran = async (subscription: string, day: string) => {
      const run = { id: newId(ctx.now), subscriptionId: subscription };
      const now = new Date(`${day}T08:00:00Z`);
      await database.db.digestRun.create({
        data: { ...run, workspaceId, day, kind: 'digest', madeAt: now, content: {} },
      });
      await database.db.$transaction((tx) =>
        keepAtRisk({ tx, workspace: ctx.workspace, now }, run, { kind: 'everything' }, SETTINGS),
      );
    };
    await ran(other, '2027-02-22');
    for (const day of ['2027-03-01', '2027-03-08', '2027-03-15']) await ran(subscriptionId, day);
    const kept = await database.db.digestItem.findMany({
      where: { accountId },
      select: { run: { select: { day: true } }, amount: true },
      orderBy: { run: { day: 'asc' } },
    });
    expect(kept.map(({ run, amount }) => [run.day, Number(amount)])).toEqual([
      ['2027-02-22', 10.83],
      ['2027-03-08', 11],
      ['2027-03-15', 11],
    ]);
  });
});

/** A bridge adds up what has a price. */
const steps = ({ accounts, amount }: Total) => dollars({ accounts, amount });

/** The same, account by account. */
function plainly(course: Course, whose: Whose) {
  const all = [...atRisk(course, SECOND, whose, PRICES[1]).values()];
  const bridge = bridgeBetween(course, whose, [FIRST, SECOND], PRICES);
  return {
    total: dollars(totalOf(all)),
    bridge: {
      before: steps(bridge.before),
      since: new Date(FIRST).toISOString(),
      steps: Object.fromEntries(STEPS.map((step) => [step, dollars(bridge.steps[step])])),
      now: steps(bridge.now),
    },
    segments: segmentsOf(all),
    quarters: [...groupBy(all, ({ account }) => quarter(account.renewalOn))]
      .map(([quarter, those]) => ({ quarter, ...dollars(totalOf(those)) }))
      .toSorted((a, b) => ((a.quarter ?? 'Z') < (b.quarter ?? 'Z') ? -1 : 1)),
    unpriced: unpricedOf(all),
  };
}

function segmentsOf(all: Standing[]) {
  const groups = [...groupBy(all, ({ facts }) => (facts.segment ?? '').toLowerCase()).values()]
    .map((those) => ({
      segment: those.map(({ facts }) => facts.segment ?? '').toSorted()[0] ?? '',
      ...totalOf(those),
    }))
    .toSorted((a, b) => b.amount - a.amount || b.accounts - a.accounts || (a.segment < b.segment ? -1 : 1));
  const rest = groups.splice(SEGMENTS_SHOWN);
  const accounts = rest.reduce((total, one) => total + one.accounts, 0);
  const others = {
    segment: OTHER_SEGMENTS,
    accounts,
    amount: rest.reduce((total, one) => total + one.amount, 0),
    unpriced: rest.reduce((total, one) => total + (one.unpriced ?? 0), 0),
  };
  return [...groups, ...(rest.length > 0 ? [others] : [])].map(({ segment, ...total }) => ({
    segment,
    ...dollars(total),
  }));
}

function unpricedOf(all: Standing[]) {
  const noRate = all.filter(({ facts, amount }) => facts.arr !== null && amount === null);
  return {
    noArr: all.filter(({ facts }) => facts.arr === null).length,
    noRate: [...groupBy(noRate, ({ facts }) => facts.currency)]
      .map(([currency, those]) => ({
        currency,
        accounts: those.length,
        arr: those.reduce((total, { facts }) => total + (facts.arr ?? 0), 0) / 100,
      }))
      .toSorted(
        (a, b) => b.accounts - a.accounts || ((a.currency ?? 'ZZZ') < (b.currency ?? 'ZZZ') ? -1 : 1),
      ),
  };
}

function quarter(date: string | null): string | null {
  return date && `${date.slice(0, 4)}-Q${Math.floor((Number(date.slice(5, 7)) + 2) / 3)}`;
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
