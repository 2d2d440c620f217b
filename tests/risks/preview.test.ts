import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { MESSAGES } from '../../jobs/messages.ts';
import { newId } from '../../src/platform/id.ts';
import { previewWindow } from '../../src/risks/alerts/alerts.ts';
import { loadPreview, loadPreviewOf, PREVIEWED } from '../../src/risks/alerts/load-alerts.ts';
import { previewMessages } from '../../src/risks/alerts/raise-alerts.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { BUSINESS_WEEK, type Calendar } from '../../src/time/calendar.ts';
import { ownedAccount, segmentIs, standsAt } from '../accounts/owned.ts';
import { buildHouse, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { words } from '../views/handoffs/rendered.ts';

const HOUR_MS = 3_600_000;
const berlin: Calendar = { zone: 'Europe/Berlin', week: BUSINESS_WEEK, holidays: [] };

describe('the list of a morning', () => {
  it('tells of what came since the working morning before', () => {
    expect(previewWindow('2027-03-02', berlin)).toEqual({
      from: new Date('2027-03-01T08:00:00Z'),
      to: new Date('2027-03-02T08:00:00Z'),
    });
  });

  it('tells of the weekend and a holiday, too', () => {
    const holidays = ['2027-03-26', '2027-03-29'];
    expect(previewWindow('2027-03-30', { ...berlin, holidays })).toEqual({
      from: new Date('2027-03-25T08:00:00Z'),
      // The clocks have changed in between.
      to: new Date('2027-03-30T07:00:00Z'),
    });
  });

  it('leaves nothing out between two lists, and tells nothing twice', () => {
    const days = ['2027-03-22', '2027-03-23', '2027-03-24', '2027-03-25', '2027-03-26', '2027-03-29'];
    const windows = days.map((day) => previewWindow(day, berlin));
    for (const [index, { from }] of windows.entries())
      if (index > 0) expect(from).toEqual(windows[index - 1]?.to);
  });
});

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  house = await buildHouse(database.db);
});
afterAll(() => database.drop());

async function change(over: object = {}, accountOver: object = {}) {
  const { ctx } = house;
  const accountId = await ownedAccount(house, accountOver);
  await ctx.db.healthChange.create({
    data: {
      id: newId(ctx.now),
      workspaceId: ctx.workspace.id,
      accountId,
      at: new Date(ctx.now.getTime() - HOUR_MS),
      rule: 'worsened',
      fromBand: 'watch',
      toBand: 'at_risk',
      scoreBefore: 65,
      score: 52,
      reasons: [
        {
          type: 'seats_used',
          label: 'Seats used',
          unit: '%',
          value: 38,
          before: 80,
          lost: 7,
          observedAt: '2026-11-23T09:00:00.000Z',
        },
      ],
      configVersion: 0,
      outcome: 'preview',
      ...over,
    },
  });
  return accountId;
}

const lastDay = () => {
  const { now } = house.ctx;
  return { from: new Date(now.getTime() - 24 * HOUR_MS), to: now };
};

describe('what alerts would have opened', () => {
  it('is grouped by who would have had it, most first, with why', async () => {
    await change();
    await change({ rule: 'fell', score: 41 });
    await change({ rule: 'exception', reasons: [] }, { csOwnerId: null });
    const preview = await loadPreview(house.ctx, lastDay());
    expect(preview.total).toBe(3);
    expect(preview.groups.map(({ owner, count, items }) => [owner?.id ?? null, count, items.length])).toEqual(
      [
        [house.ids['receiver'], 2, 2],
        [null, 1, 1],
      ],
    );
    expect(preview.groups[0]?.items[0]).toMatchObject({ score: 41, reason: { label: 'Seats used' } });
    expect(preview.groups[1]?.items[0]).toMatchObject({ reason: null });
  });

  it('is that alone: nothing that was opened, is older, or is another workspace’s', async () => {
    await change({ outcome: 'opened' });
    await change({ at: new Date(house.ctx.now.getTime() - 25 * HOUR_MS) });
    await change({ at: house.ctx.now });
    expect((await loadPreview(house.ctx, lastDay())).total).toBe(0);
    await change();
    const elsewhere = await buildHouse(database.db);
    expect(await loadPreview(elsewhere.ctx, lastDay())).toEqual({
      ...{ total: 0, groups: [], segments: [], byBands: null },
    });
  });

  it('counts beside it what bands have opened, where they still do', async () => {
    const until = new Date(house.ctx.now.getTime() + 24 * HOUR_MS);
    await change({ outcome: 'opened' });
    await change({ outcome: 'opened', rule: 'slide' });
    await change({ rule: 'slide' });
    expect(await loadPreview(house.ctx, lastDay())).toMatchObject({ total: 1, byBands: null });
    const { id: workspaceId } = house.ctx.workspace;
    const at = { previewSince: house.ctx.now, enabledAt: house.ctx.now };
    await database.db.alertSegment.create({
      data: { workspaceId, segment: 'sample', ...at, slidesFrom: until },
    });
    expect(await loadPreview(house.ctx, lastDay())).toMatchObject({
      total: 1,
      byBands: { until, opened: 1 },
    });
  });

  it('is shown as far as twenty, and counted beyond', async () => {
    for (let i = 0; i < PREVIEWED + 3; i++) await change();
    const { total, groups } = await loadPreview(house.ctx, lastDay());
    expect(total).toBe(23);
    expect(groups.map(({ count, items }) => [count, items.length])).toEqual([[23, 20]]);
  });

  it('comes with the segments that are tried out, from when they may be turned on, and how they stand', async () => {
    const { ctx } = house;
    await segmentIs(ctx, 'sample', 20);
    await segmentIs(ctx, 'young', 3);
    await segmentIs(ctx, 'on', 30, ctx.now);
    await standsAt(ctx, await ownedAccount(house), 'critical', 20);
    await standsAt(ctx, await ownedAccount(house), 'healthy', 90);
    const { segments } = await loadPreview(ctx, lastDay());
    expect(segments).toMatchObject([
      { segment: 'sample', ready: true, accounts: 2, low: 1 },
      { segment: 'young', ready: false, readyAt: new Date(ctx.now.getTime() + 11 * 24 * HOUR_MS), low: 0 },
    ]);
  });
});

test('the message says it in words, with a button where alerts may be turned on', async () => {
  const { ctx, ids } = house;
  await segmentIs(ctx, 'sample', 20);
  await segmentIs(ctx, 'young', 3);
  const accountId = await change();
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const { db, ...rest } = ctx;
  const messages = await db.$transaction((tx) => previewMessages({ ...rest, tx }, settings));
  const mine = messages.find(({ memberId }) => memberId === ids['admin']);
  if (!mine?.memberId) throw new Error('the admin gets no list');
  const { name } = await db.account.findUniqueOrThrow({ where: { id: accountId } });
  const message = { ...mine, id: newId(ctx.now), memberId: mine.memberId, data: mine.data, isLatest: true };
  const shown = await MESSAGES.health_preview.render(
    { workspace: ctx.workspace, now: mine.holdUntil ?? ctx.now, db, log: ctx.log },
    message,
    { dm: true, posted: false },
  );
  const text = words(shown);
  // Found after this morning began: it is told tomorrow.
  expect(shown).not.toBeNull();
  expect(text).toContain('would have flagged 1 risk');
  expect(text).toContain(`*${name.slice(0, 20)}`);
  expect(text).toContain('from watch to at risk (score 52). Seats used: 38%, was 80%');
  expect(text).toContain('Turn on alerts');
  expect(text.match(/Turn on alerts/g)?.length).toBeGreaterThan(0);
  expect(text).toContain('You can turn them on from');
});

test('there is no message where nothing would have been opened', async () => {
  const { ctx, ids } = house;
  await segmentIs(ctx, 'sample', 20);
  expect(await loadPreviewOf(ctx, ids['admin'] ?? '', '2027-03-01')).toBeNull();
  expect(await loadPreviewOf(ctx, newId(ctx.now), '2027-03-01')).toBeNull();
});
