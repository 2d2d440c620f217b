import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitFirstValue } from '../../listeners/accounts/clicks.ts';
import { setFirstValue } from '../../src/accounts/change/set-first-value.ts';
import { mergeAccounts } from '../../src/accounts/merge/merge-accounts.ts';
import { previewMerge } from '../../src/accounts/merge/preview-merge.ts';
import { spansOf } from '../../src/accounts/profile.ts';
import { loadLifecycle } from '../../src/accounts/read/load-profile.ts';
import { loadTimeline, TIMELINE_PAGE } from '../../src/accounts/read/load-timeline.ts';
import {
  decodePlace,
  encodePlace,
  type TimelineEntry,
  type TimelinePlace,
} from '../../src/accounts/timeline.ts';
import { overrideHealth } from '../../src/health/override-health.ts';
import { loadHealthCourse } from '../../src/health/read/load-health-course.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import { audit } from '../../src/platform/audit.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { transact } from '../../src/platform/transact.ts';
import { firstValueView } from '../../views/accounts/first-value-view.ts';
import { acting, buildHouse, type House } from '../handoffs/house.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { viewOutput } from '../support/view-output.ts';
import { ownedAccount } from './owned.ts';
import { newHandoff, newRisk } from './world.ts';

let database: TestDatabase;
let house: House;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  house = await buildHouse(database.db);
  ctx = house.ctx;
});
afterAll(() => database.drop());

const DAY_MS = 86_400_000;
const at = (days: number) => new Date(ctx.now.getTime() + days * DAY_MS);
const on = (days: number): Ctx => ({ ...ctx, now: at(days) });

describe('the timeline of an account', () => {
  const write = (when: Ctx, type: string, id: string, action: string, data = {}) =>
    transact(when, (tx) => audit(tx, { subject: { type, id }, action, data }));
  const band = (accountId: string, days: number, over: object = {}) =>
    ctx.db.healthChange.create({
      data: {
        ...{ id: newId(at(days)), workspaceId: ctx.workspace.id, accountId, at: at(days) },
        ...{ rule: 'worsened', fromBand: 'healthy', toBand: 'watch', score: 71.6, reasons: [] },
        ...{ configVersion: 0, outcome: 'quiet', ...over },
      },
    });

  async function pages(accountId: string, readable: readonly string[]): Promise<TimelineEntry[]> {
    const all: TimelineEntry[] = [];
    for (let before: TimelinePlace | null = null; ; ) {
      const page = await loadTimeline(ctx, accountId, { before, readable });
      expect(page.first).toBe(before === null);
      expect(page.entries.length).toBeLessThanOrEqual(TIMELINE_PAGE);
      all.push(...page.entries);
      if (page.next === null) return all;
      before = decodePlace(encodePlace(page.next));
    }
  }

  it('tells everything once, the newest first, however the pages fall', async () => {
    const accountId = await ownedAccount(house);
    const open = await newHandoff(ctx, accountId);
    const secret = await newHandoff(ctx, accountId, { private: true, slot: 2 });
    const riskId = await newRisk(ctx, accountId);
    const rep = acting(house, 'sender');
    for (let n = 1; n <= 12; n++) {
      // Three at one instant: a page may end between them.
      const when = { ...rep, now: at(n) };
      await write(when, 'handoff', open, 'handoff.returned', { note: 'Sample question' });
      await write(when, 'handoff', secret, 'handoff.accepted');
      await write(when, 'handoff', open, 'handoff.snoozed');
      await write(when, 'risk', riskId, 'risk.noted', { note: `Sample note ${n}`, severity: 'critical' });
      await band(accountId, n);
      // The risk tells it.
      await band(accountId, n, { outcome: 'opened', riskId });
    }
    await ctx.db.account.update({ where: { id: accountId }, data: { stage: 'adopt', updatedAt: at(6) } });
    await overrideHealth(
      { ...acting(house, 'receiver'), now: at(13) },
      {
        ...{ accountId, band: 'critical', until: null, note: 'Sample word' },
      },
    );

    const told = await pages(accountId, []);
    const times = told.map((entry) => entry.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(told.map(({ key, at }) => `${at.getTime()} ${key}`)).size).toBe(told.length);
    const kind = (wanted: TimelineEntry['kind']) => told.filter((entry) => entry.kind === wanted);
    expect(
      [kind('account'), kind('handoff'), kind('risk'), kind('band')].map(({ length }) => length),
    ).toEqual([...[1, 12, 12, 12]]);
    expect(told[0]).toMatchObject({
      ...{ kind: 'account', action: 'health.overridden', by: { slackUserId: 'URECEIVER' } },
      data: { words: 'Sample word', band: 'critical' },
    });
    expect(kind('risk')[0]).toMatchObject({
      action: 'noted',
      data: { words: 'Sample note 12', band: 'critical' },
    });
    expect(kind('band')[0]).toMatchObject({ rule: 'worsened', from: 'healthy', to: 'watch', score: 71.6 });
    expect(kind('stage')).toMatchObject([{ stage: 'adopt' }, { stage: 'land' }]);
    // A private handoff is there for whoever it names, and for nobody else.
    expect((await pages(accountId, [secret])).length).toBe(told.length + 12);
  });

  it('begins at the latest, where a click names no place', () => {
    for (const text of ['', 'x', '1.', "1.' OR 1", `1.${'a'.repeat(50)}`, '99999999999999999.a'])
      expect(decodePlace(text)).toBeNull();
  });
});

describe('the lifecycle of an account', () => {
  it('says how long each stage lasted, and which goes on', async () => {
    const accountId = await ownedAccount(house);
    const move = (stage: 'adopt' | 'land', days: number) =>
      ctx.db.account.update({ where: { id: accountId }, data: { stage, updatedAt: at(days) } });
    await move('adopt', 10);
    await move('land', 12);
    expect(await loadLifecycle(ctx, accountId)).toEqual({
      spans: [
        { stage: 'land', from: at(0), to: at(10) },
        { stage: 'adopt', from: at(10), to: at(12) },
        { stage: 'land', from: at(12), to: null },
      ],
      ...{ contractStart: null, firstValueOn: null },
    });
    expect(
      spansOf([
        { stage: 'land', enteredAt: at(0) },
        { stage: 'land', enteredAt: at(3) },
      ]),
    ).toEqual([{ stage: 'land', from: at(0), to: null }]);
  });

  it('knows the day of the first value, and takes it back', async () => {
    const accountId = await ownedAccount(house, { contractStart: new Date('2027-01-10') });
    const owner = acting(house, 'receiver');
    const keep = (day: string | null) => setFirstValue(owner, { accountId, on: day });
    expect(await keep(null)).toMatchObject({ refused: 'no_day', field: 'firstValueOn' });
    expect(await keep('2027-13-01')).toMatchObject({ refused: 'bad_day' });
    expect(await keep('2027-03-02')).toMatchObject({ refused: 'future' });
    expect(await keep('2027-01-09')).toMatchObject({ refused: 'before_contract' });
    expect(await keep('2027-03-01')).toMatchObject({ on: '2027-03-01' });
    expect(await keep('2027-03-01')).toMatchObject({ on: '2027-03-01' });
    expect((await loadLifecycle(ctx, accountId))?.firstValueOn).toBe('2027-03-01');
    expect(await keep(null)).toMatchObject({ on: null });
    expect((await loadLifecycle(ctx, accountId))?.firstValueOn).toBeNull();
    // What changed nothing is no news.
    expect(await ctx.db.auditEntry.count({ where: { subjectId: accountId } })).toBe(2);
  });

  it('has its first value taken back in the window, whose day cannot be emptied in Slack', async () => {
    const accountId = await ownedAccount(house, { firstValueOn: new Date('2027-02-01') });
    const form = (on: string | null) =>
      JSON.stringify(firstValueView({ id: accountId, name: 'Sample' }, { on, today: '2027-03-01' }));
    expect(form('2027-02-01')).toContain('They haven’t reached it yet');
    expect(form(null)).not.toContain('They haven’t reached it yet');
    const me = await memberBySlackId(ctx.db, ctx.workspace.id, 'URECEIVER');
    if (!me) throw new Error('they are there');
    const visit = { ...acting(house, 'receiver'), me, slack: new WebClient(), findOrMeet: async () => null };
    const fields = new Map([
      ['firstValueOn', { value: '2027-02-01', ticked: [], mark: null }],
      ['clear', { value: null, ticked: ['yes'], mark: null }],
    ]);
    const view = viewOutput({ private_metadata: accountId });
    expect(JSON.stringify(await submitFirstValue(visit, { view, fields }))).toContain('hasn’t reached');
    expect((await loadLifecycle(ctx, accountId))?.firstValueOn).toBeNull();
  });
});

describe('health on the card', () => {
  const send = (days: number, accountId: string, type: string, value: number) =>
    recordSignals(on(days), [
      { account: { id: accountId }, type, value, source: 'sample', observedAt: at(days) },
    ]);
  const day = (accountId: string, days: number, score: number | null) =>
    ctx.db.healthDay.create({
      data: {
        ...{ accountId, workspaceId: ctx.workspace.id, day: new Date(at(days).toISOString().slice(0, 10)) },
        ...{ score, confidence: 1, configVersion: 0, band: score === null ? null : ('watch' as const) },
      },
    });

  it('still shows a fall, when a newer reading says the same as the one that set the band', async () => {
    const accountId = await ownedAccount(house);
    await send(-40, accountId, 'usage_depth', 90);
    await day(accountId, -40, 90);
    await send(-10, accountId, 'usage_depth', 30);
    // One dimension alone would be too little to score.
    await send(-10, accountId, 'support_tickets_open', 0);
    await day(accountId, -10, 40);
    await send(-1, accountId, 'usage_depth', 30);
    const basis = { score: 40, values: { usage_depth: 30 } };
    const band = { band: 'at_risk' as const, bandSince: at(-7), basis, known: true, score: 40 };
    await ctx.db.accountHealth.update({ where: { accountId }, data: band });
    const { standing, trend } = await loadHealthCourse(ctx, accountId);
    expect(standing.reasons[0]).toMatchObject({ type: 'usage_depth', value: 30, before: 90 });
    expect(trend).toMatchObject({ days: 30 });
    expect(trend?.points).toBeLessThan(0);
  });

  it('tells no score, and no way it went, where too little is known of it', async () => {
    const accountId = await ownedAccount(house);
    await send(-40, accountId, 'usage_depth', 30);
    await day(accountId, -40, 40);
    await send(-1, accountId, 'usage_depth', 90);
    const { standing, trend } = await loadHealthCourse(ctx, accountId);
    expect(standing).toMatchObject({ score: null, band: 'unknown' });
    expect(trend).toBeNull();
  });

  it('tells the score of each of twelve weeks, also of those in which nothing changed', async () => {
    const accountId = await ownedAccount(house);
    await day(accountId, -60, 80);
    await day(accountId, -30, null);
    await day(accountId, -8, 62);
    const { weeks } = await loadHealthCourse(ctx, accountId);
    expect(weeks.map(({ score }) => score)).toEqual([
      ...[null, null, null, 80, 80, 80, 80, null, null, null, 62, 62],
    ]);
    expect(weeks.at(-1)?.endsOn).toBe('2027-03-01');
  });
});

describe('before a merge', () => {
  it('is said what the account that stays learns, and that is what it learns', async () => {
    const reached = new Date('2027-02-01');
    const fromId = await ownedAccount(house, {
      plan: 'Sample Plan',
      firstValueOn: reached,
      domain: 'a.example',
    });
    const intoId = await ownedAccount(house, { domain: 'b.example' });
    const preview = await previewMerge(ctx, { fromId, intoId });
    expect(preview).toMatchObject({ learns: ['plan', 'firstValueOn'], handoffs: 0 });
    await mergeAccounts(ctx, { fromId, intoId });
    expect(await ctx.db.account.findUnique({ where: { id: intoId } })).toMatchObject({
      ...{ plan: 'Sample Plan', firstValueOn: reached, domain: 'b.example' },
    });
  });
});
