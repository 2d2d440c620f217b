import { beforeEach, describe, expect, it } from 'vitest';
import { calibrationText } from '../../cli/health-calibration.ts';
import type { Band, RiskOutcome } from '../../prisma/generated/client.ts';
import type { Calibration } from '../../src/health/calibration/calibration.ts';
import { loadCalibration } from '../../src/health/calibration/load-calibration.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { newWorkspace, ownWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';
import { DAY_MS, newAccount } from './signals.ts';

// As of 2027-03-01: what began a quarter up to 2026-07-01 has had two quarters.

const database = ownDatabase();
const ctx = ownWorkspace(database, { anew: true });
let number = 0;
beforeEach(() => {
  number = 0;
});

const date = (day: string) => new Date(`${day}T00:00:00Z`);

/** An account with its bands from these days on; null: unknown. */
async function known(of: Ctx, name: string, bands: Record<string, Band | null>): Promise<string> {
  const accountId = await newAccount(of, name);
  const whose = { accountId, workspaceId: of.workspace.id, configVersion: 0 };
  await of.db.accountHealth.create({ data: whose });
  await of.db.healthDay.createMany({
    data: Object.entries(bands).map(([day, band]) => ({ ...whose, day: date(day), band, confidence: 1 })),
  });
  return accountId;
}

async function risk(
  of: Ctx,
  accountId: string,
  outcome: RiskOutcome,
  resolvedOn: string,
  rule = 'slide',
): Promise<string> {
  number += 1;
  const id = newId(of.now);
  const at = date(resolvedOn);
  await of.db.risk.create({
    data: {
      ...{ id, workspaceId: of.workspace.id, number, accountId, rule, outcome },
      ...{ state: 'resolved', severity: 'watch', reasons: [], openedAt: at, updatedAt: at, resolvedAt: at },
    },
  });
  return id;
}

async function signals(
  of: Ctx,
  accountId: string,
  type: string,
  readings: { on: Date; value: number; voided?: boolean }[],
): Promise<void> {
  const whose = { accountId, workspaceId: of.workspace.id, type };
  const rows = readings.map(({ on, value, voided = false }) => {
    const id = newId(of.now);
    return {
      ...whose,
      id,
      key: id,
      value,
      voided,
      observedAt: on,
      receivedAt: on,
      source: 'sample',
      actor: {},
    };
  });
  await of.db.signal.createMany({ data: rows });
  const latest = rows.filter(({ voided }) => !voided).at(-1);
  if (!latest) return;
  const { id: signalId, value, observedAt, key } = latest;
  await of.db.signalLatest.create({ data: { ...whose, signalId, value, observedAt, key } });
}

const notice = (of: Ctx, id: string, ...readings: [on: string, value: number, voided?: boolean][]) =>
  signals(
    of,
    id,
    'churn_notice',
    readings.map(([on, value, voided = false]) => ({ on: date(on), value, voided })),
  );

async function card(
  accountId: string,
  on: string,
  [scoreBefore, score]: [number, number],
  riskId: string | null = null,
): Promise<void> {
  await ctx.db.healthChange.create({
    data: {
      ...{ id: newId(ctx.now), workspaceId: ctx.workspace.id, accountId, at: date(on), rule: 'slide' },
      ...{ scoreBefore, score, reasons: [], configVersion: 0, riskId },
      outcome: riskId ? 'opened' : 'preview',
    },
  });
}

const bandsOf = ({ bands, all }: Calibration) =>
  Object.fromEntries([
    ...bands.map(({ band, left }) => [band, [left.met, left.of]]),
    ['all', [all.met, all.of]],
  ]);

const tooWide = (text: string) => text.split('\n').filter((line) => [...line].length > 100);

describe('a workspace of which nothing is known', () => {
  it('has nothing told, and that it is too early', async () => {
    const found = await loadCalibration(ctx);
    expect(found).toMatchObject({ accounts: 0, left: 0, verdict: { says: 'too_early' }, types: [] });
    const text = calibrationText(found);
    expect(tooWide(text)).toEqual([]);
    expect(text).toContain('Too early to tell, n=0 that left');
    expect(text).toContain('none to compare yet');
    expect(text).not.toContain('NaN');
  });
});

describe('outcomes', () => {
  it('are counted by the band in which a quarter began, as reckoned by hand', async () => {
    const lost = await known(ctx, 'Sample lost', { '2026-03-15': 'critical' });
    const lostRisk = await risk(ctx, lost, 'lost', '2026-08-15');
    const late = await known(ctx, 'Sample notice', { '2026-06-20': 'healthy' });
    await notice(ctx, late, ['2026-12-31', 1]);
    const back = await known(ctx, 'Sample taken back', { '2026-03-15': 'at_risk' });
    await notice(ctx, back, ['2026-05-01', 1], ['2026-06-01', 0]);
    const voided = await known(ctx, 'Sample voided', { '2026-03-15': 'watch' });
    await notice(ctx, voided, ['2026-05-01', 1, true]);
    const saved = await known(ctx, 'Sample saved', { '2026-03-15': 'healthy' });
    await notice(ctx, saved, ['2026-05-10', 1]);
    await risk(ctx, saved, 'saved', '2026-06-01', 'flagged');
    // What becomes known on the first day of a quarter is no state in which it began.
    const first = await known(ctx, 'Sample first day', { '2026-03-31': 'healthy', '2026-07-01': 'critical' });
    await risk(ctx, first, 'lost', '2026-07-01', 'worsened');
    await known(ctx, 'Sample unknown', { '2026-03-15': null });

    await card(lost, '2026-06-01', [80, 65], lostRisk);
    await card(lost, '2026-07-15', [80, 50], lostRisk);
    await card(back, '2026-05-01', [82, 70], await risk(ctx, back, 'not_a_risk', '2026-05-20'));
    await card(voided, '2026-06-15', [70, 58], await risk(ctx, voided, 'saved', '2026-09-01'));
    await card(saved, '2026-04-10', [90, 78]);

    const other = await newWorkspace(database.db);
    const there = await known(other, 'Sample elsewhere', { '2026-03-15': 'critical' });
    await risk(other, there, 'lost', '2026-05-01');

    const found = await loadCalibration(ctx);
    expect(bandsOf(found)).toEqual({
      critical: [2, 2],
      at_risk: [0, 2],
      watch: [0, 2],
      healthy: [3, 5],
      all: [5, 11],
    });
    expect(found).toMatchObject({ accounts: 7, left: 3, leftOfKnown: 3, verdict: { says: 'too_early' } });
    expect(found.cards).toMatchObject({
      told: 4,
      cameTrue: { met: 2, of: 3 },
      left: { met: 1, of: 3 },
      chance: { met: 2, of: 5 },
      depth: { says: 'too_early', ended: 3, left: 1 },
    });
    const text = calibrationText(found);
    expect(tooWide(text)).toEqual([]);
    expect(text).toMatch(/^critical +2 +100% \(2\) +\d+%–100% +45%$/m);
    expect(bandsOf(await loadCalibration(other))).toMatchObject({ critical: [1, 1], all: [1, 1] });
  });

  it('tell which signals carry: one fell before customers left, one did not, and one came from few', async () => {
    for (let n = 0; n < 24; n++) {
      const left = n < 12;
      const id = await known(ctx, `Sample ${n}`, { '2026-03-15': 'watch' });
      const leaving = date('2026-12-01').getTime() + n * DAY_MS;
      if (left) await risk(ctx, id, 'lost', new Date(leaving).toISOString().slice(0, 10));
      const course = (before: number, since: number) =>
        Array.from({ length: 40 }, (_, week) => ({
          on: new Date(leaving - (400 - week * 10) * DAY_MS),
          value: week < 22 ? before : since,
        }));
      await signals(ctx, id, 'usage_depth', course(100, left ? 50 + n : 95 + (n % 2)));
      await signals(ctx, id, 'seats_used', course(80, 80 + ((n * 7) % 12)));
      if (left) await signals(ctx, id, 'nps', course(9, 3));
    }
    const { types } = await loadCalibration(ctx);
    expect(types).toMatchObject([
      { type: 'usage_depth', left: 12, stayed: 12, fellMore: { value: 1 }, says: 'carries' },
      { type: 'seats_used', left: 12, stayed: 12, says: 'not' },
      { type: 'nps', left: 12, stayed: 0, fellMore: null, says: 'too_few' },
    ]);
    const { types: all } = await loadCalibration({
      ...ctx,
      workspace: (await newWorkspace(database.db)).workspace,
    });
    expect(all).toEqual([]);
  });

  it('of signals that foretell nothing say so', async () => {
    const { id: workspaceId } = ctx.workspace;
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const bands: Band[] = ['healthy', 'at_risk', 'critical'];
    for (let n = 0; n < 120; n++) {
      const days = Array.from({ length: 8 }, (_, q) => new Date(Date.UTC(2024, 6 + 3 * q - 1, 20)));
      const id = await known(
        ctx,
        `Sample ${n}`,
        Object.fromEntries(
          days.map((day) => [day.toISOString().slice(0, 10), bands[Math.floor(random() * 3)] ?? null]),
        ),
      );
      if (random() < 0.3)
        await risk(
          ctx,
          id,
          'lost',
          new Date(date('2024-07-01').getTime() + random() * 700 * DAY_MS).toISOString().slice(0, 10),
        );
    }
    const found = await loadCalibration(ctx);
    expect(found.verdict.says).toBe('nothing');
    expect(calibrationText(found)).toContain('Bands foretell nothing here');
    expect(tooWide(calibrationText(found))).toEqual([]);
    expect(await ctx.db.risk.count({ where: { workspaceId } })).toBe(found.left);
  });
});
