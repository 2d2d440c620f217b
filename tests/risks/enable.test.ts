import { beforeEach, describe, expect, it } from 'vitest';
import { MESSAGES } from '../../jobs/messages.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { concludeOn } from '../../src/risks/alerts/alerts.ts';
import { loadFalseAlarms } from '../../src/risks/alerts/load-alerts.ts';
import { disableAlerts, enableAlerts } from '../../src/risks/alerts/switch-alerts.ts';
import { openListedRisk } from '../../src/risks/verbs/open-listed-risk.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { ownedAccount, segmentIs, standsAt } from '../accounts/owned.ts';
import { newRisk } from '../accounts/world.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { words } from '../views/handoffs/rendered.ts';
import { slidAccount } from './slid.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
let ctx: Ctx;
beforeEach(async () => {
  ctx = acting(house, 'admin');
});

const summaries = () =>
  database.db.outboxMessage.findMany({
    where: { workspaceId: ctx.workspace.id, kind: 'alerts_enabled' },
    orderBy: { lane: 'asc' },
  });

/** The one summary there is, as it would be drawn now. */
async function drawn() {
  const [row] = await summaries();
  if (!row) throw new Error('there is no summary');
  const subject = { type: row.subjectType, id: row.subjectId };
  const message = { ...row, subject, data: row.data as Record<string, unknown>, isLatest: true };
  const shown = await MESSAGES.alerts_enabled.render(
    { workspace: ctx.workspace, now: ctx.now, db: ctx.db, log: ctx.log },
    message,
    { dm: false, posted: true },
  );
  return { id: row.subjectId, shown };
}

describe('alerts', () => {
  it('are turned on once, when they were tried out for long enough', async () => {
    await segmentIs(ctx, 'sample', 13);
    expect(await enableAlerts(ctx, { segment: 'sample' })).toMatchObject({
      refused: 'too_early',
      message: expect.stringContaining('Mar 2, 2027'),
    });
    await segmentIs(ctx, 'sample', 14);
    expect(await enableAlerts(ctx, { segment: 'SAMPLE' })).toEqual({
      segment: 'sample',
      atRisk: 0,
      critical: 0,
    });
    expect(await enableAlerts(ctx, { segment: 'sample' })).toMatchObject({ refused: 'already_on' });
    expect(await disableAlerts(ctx, { segment: 'sample' })).toEqual({ segment: 'sample' });
    expect(await disableAlerts(ctx, { segment: 'sample' })).toMatchObject({ refused: 'already_off' });
    const history = await database.db.auditEntry.findMany({
      where: { workspaceId: ctx.workspace.id },
      orderBy: { id: 'asc' },
      select: { action: true, data: true },
    });
    expect(history).toEqual([
      { action: 'alerts.enabled', data: { segment: 'sample' } },
      { action: 'alerts.disabled', data: { segment: 'sample' } },
    ]);
  });

  it('are tried out for as long as the setting says', async () => {
    await segmentIs(ctx, 'sample', 1);
    await setSetting(house.ctx, { key: 'alerts.preview_days', value: '1' });
    expect(await enableAlerts(ctx, { segment: 'sample' })).toMatchObject({ segment: 'sample' });
  });

  it('know their segments, and what was meant by another name', async () => {
    expect(await enableAlerts(ctx, { segment: 'sample' })).toMatchObject({ refused: 'unknown_segment' });
    await segmentIs(ctx, 'Enterprise', 20);
    expect(await enableAlerts(ctx, { segment: 'entreprise' })).toMatchObject({
      refused: 'unknown_segment',
      message: expect.stringContaining('Did you mean “Enterprise”?'),
    });
    expect(await enableAlerts(ctx, { segment: 'none' })).toMatchObject({ refused: 'unknown_segment' });
    await segmentIs(ctx, '', 20);
    expect(await enableAlerts(ctx, { segment: 'none' })).toMatchObject({ segment: '' });
  });

  it('are turned on by one of two who try at once', async () => {
    await setSetting(house.ctx, { key: 'risk.channel', value: 'C0RISKS' });
    await segmentIs(ctx, 'sample', 20);
    const both = await Promise.all([1, 2].map(() => enableAlerts(ctx, { segment: 'sample' })));
    expect(both.filter(isRefusal)).toMatchObject([{ refused: 'already_on' }]);
    expect(await summaries()).toHaveLength(1);
  });
});

describe('the summary', () => {
  it('goes to the segment’s channel, else the only team’s, else the workspace’s, else to the admins', async () => {
    const lanes = async () => {
      await segmentIs(ctx, 'sample', 20);
      await enableAlerts(ctx, { segment: 'sample' });
      const found = (await summaries()).map(({ lane }) => lane);
      await database.db.outboxMessage.deleteMany({ where: { workspaceId: ctx.workspace.id } });
      return found;
    };
    // Of those the setting names, the guest and who has left hear nothing.
    expect(await lanes()).toEqual(['UADMIN']);
    await setSetting(house.ctx, { key: 'risk.channel', value: 'C0RISKS' });
    expect(await lanes()).toEqual(['C0RISKS']);
    await database.db.team.updateMany({
      where: { workspaceId: ctx.workspace.id, lane: 'cs' },
      data: { channel: 'C0TEAM' },
    });
    expect(await lanes()).toEqual(['C0TEAM']);
    await setSetting(house.ctx, { key: 'alerts.segment_channels', value: 'sample=C0SEGMENT' });
    expect(await lanes()).toEqual(['C0SEGMENT']);
  });

  it('lists the fifteen that are worst, largest and renew soonest, and says how many there are', async () => {
    await setSetting(house.ctx, { key: 'risk.channel', value: 'C0RISKS' });
    const make = async (band: 'at_risk' | 'critical' | 'healthy', over: object) => {
      const id = await ownedAccount(house, over);
      await standsAt(ctx, id, band, band === 'healthy' ? 90 : 50);
      return id;
    };
    for (let i = 0; i < 15; i++) await make('at_risk', { arr: 10 });
    await make('healthy', { arr: 1_000_000 });
    await make('critical', { arr: 1_000_000, segment: 'another' });
    const large = await make('at_risk', { arr: 1_000, name: 'Large Sample' });
    const soon = await make('at_risk', {
      arr: 1_000,
      renewalOn: new Date('2027-04-01'),
      name: 'Soon Sample',
    });
    const critical = await make('critical', { arr: 5_000, name: 'Critical Sample' });
    await segmentIs(ctx, 'sample', 20);
    expect(await enableAlerts(ctx, { segment: 'sample' })).toEqual({
      segment: 'sample',
      atRisk: 17,
      critical: 1,
    });
    const [summary] = await summaries();
    const { accounts } = (summary?.data ?? {}) as { accounts: string[] };
    expect(accounts.slice(0, 3)).toEqual([critical, soon, large]);
    expect(accounts).toHaveLength(15);
    const text = words((await drawn()).shown);
    expect(text).toContain('1 account is critical and 17 at risk');
    expect(text).toContain('3 more');
    expect(text).toContain('Key features used: 50%');
    expect(text).not.toContain('<@');
  });

  it('opens a risk for an account, once, and shows that it is open', async () => {
    await setSetting(house.ctx, { key: 'risk.channel', value: 'C0RISKS' });
    const accountId = await ownedAccount(house);
    await standsAt(ctx, accountId, 'at_risk', 50);
    await segmentIs(ctx, 'sample', 20);
    await enableAlerts(ctx, { segment: 'sample' });
    const { id: summaryId, shown } = await drawn();
    expect(words(shown)).toContain('Flag a risk');
    const onlooker = acting(house, 'onlooker');
    const both = await Promise.all([1, 2].map(() => openListedRisk(onlooker, { summaryId, accountId })));
    expect(both.filter((one) => !isRefusal(one))).toMatchObject([{ number: 1 }]);
    expect(both.filter(isRefusal)).toMatchObject([
      { refused: 'open_already', message: expect.stringContaining('already has an open risk: R-1') },
    ]);
    expect(await database.db.risk.findFirstOrThrow({ where: { accountId } })).toMatchObject({
      rule: 'enabled',
      severity: 'at_risk',
      score: expect.closeTo(67.9, 1),
      state: 'open',
      ownerId: house.ids['receiver'],
    });
    expect(words((await drawn()).shown)).toContain('risk R-1');
    expect(words((await drawn()).shown)).not.toContain('Flag a risk');
    const thread = await database.db.outboxThread.findFirstOrThrow({ where: { subjectId: summaryId } });
    expect(thread.desiredVersion).toBeGreaterThan(0);
    expect(await database.db.accountHealth.findUnique({ where: { accountId } })).toMatchObject({
      alertedBand: 'at_risk',
      alertedScore: expect.closeTo(67.9, 1),
      alertedAt: ctx.now,
    });
  });

  describe('of slides that are under way', () => {
    const enabled = async () => {
      await setSetting(house.ctx, { key: 'risk.channel', value: 'C0RISKS' });
      await segmentIs(ctx, 'sample', 20);
      await enableAlerts(ctx, { segment: 'sample' });
    };
    const card = { tier: 'card' };

    it('lists those that a card would have told of, the farthest below their usual first', async () => {
      await slidAccount(house, { ...card, fall: 12 }, { name: 'Near Sample' });
      await slidAccount(house, { ...card, fall: 20 }, { name: 'Far Sample' });
      await slidAccount(house, {}, { name: 'Watched Sample' });
      await slidAccount(house, { ...card, fall: null }, { name: 'Expected Sample' });
      await slidAccount(house, card, { name: 'Elsewhere Sample', segment: 'another' });
      await newRisk(ctx, await slidAccount(house, card, { name: 'Asked Sample' }));
      const low = await slidAccount(house, card, { name: 'Low Sample' });
      await standsAt(ctx, low, 'at_risk', 50);
      await enabled();
      const { shown } = await drawn();
      const text = words(shown);
      expect(text).toContain('0 accounts are critical and 1 at risk. 2 others are sliding.');
      expect(text).toMatch(
        /Low Sample\*: at risk.*Sliding.*Far Sample\*: 61 of 100, 9 below its usual 70.*Near S/s,
      );
      for (const name of ['Watched', 'Expected', 'Elsewhere', 'Asked'])
        expect(text).not.toContain(`${name} Sample`);
      expect(text.match(/Low Sample\*/g)).toHaveLength(1);
      expect(text.match(/^Flag a risk$/gm)).toHaveLength(3);
    });

    it('opens a risk for one, which says that it slides, and goes on without those that are over', async () => {
      const accountId = await slidAccount(house, card);
      const over = await slidAccount(house, card, { name: 'Over Sample' });
      await enabled();
      const { id: summaryId, shown } = await drawn();
      expect(words(shown)).toContain('No account is at risk now. 2 are sliding.');
      const opened = await openListedRisk(acting(house, 'onlooker'), { summaryId, accountId });
      expect(opened).toMatchObject({ number: 1 });
      const risk = await database.db.risk.findFirstOrThrow({ where: { accountId } });
      expect(risk).toMatchObject({ rule: 'enabled', slide: { recent: 61.4, usual: 70.3 } });
      await database.db.accountSlide.update({ where: { accountId: over }, data: { tier: null } });
      const text = words((await drawn()).shown);
      expect(text).toContain('risk R-1');
      expect(text).toContain('Over Sample*: unknown');
      expect(text).not.toContain('Flag a risk');
    });

    it('shows one that was merged as what it became, and a summary of an older version without them', async () => {
      const low = await ownedAccount(house, { name: 'Low Sample' });
      await standsAt(ctx, low, 'at_risk', 50);
      const accountId = await slidAccount(house, card, { name: 'Merged Sample' });
      await enabled();
      await database.db.account.update({ where: { id: accountId }, data: { mergedIntoId: low } });
      const text = words((await drawn()).shown);
      expect(text).not.toContain('Merged Sample');
      expect(text.match(/Low Sample\*/g)).toHaveLength(1);
      const [row] = await summaries();
      const { sliding: _, ...older } = (row?.data ?? {}) as Record<string, unknown>;
      const id = row?.id ?? '';
      await database.db.outboxMessage.update({ where: { id }, data: { data: older as object } });
      expect(words((await drawn()).shown)).not.toContain('liding');
    });
  });

  it('opens nothing for an account that is well again', async () => {
    const accountId = await ownedAccount(house);
    await standsAt(ctx, accountId, 'healthy', 90);
    const summaryId = accountId;
    expect(await openListedRisk(ctx, { summaryId, accountId })).toMatchObject({ refused: 'not_low' });
    expect(await database.db.risk.count({ where: { accountId } })).toBe(0);
  });
});

describe('the record of a rule', () => {
  it('counts what people have judged, and what they flagged themselves is no alarm', async () => {
    const account = () => ownedAccount(house);
    const resolved = { state: 'resolved', resolvedAt: ctx.now } as const;
    for (const verdict of ['false_alarm', 'too_early', null] as const)
      await newRisk(ctx, await account(), {
        ...{ ...resolved, rule: 'worsened', verdict },
        outcome: verdict ? 'not_a_risk' : 'saved',
      });
    await newRisk(ctx, await account(), { rule: 'worsened' });
    await newRisk(ctx, await account(), { rule: 'flagged' });
    await newRisk(ctx, await account(), { rule: 'fell', openedAt: new Date('2026-01-01') });
    expect(await loadFalseAlarms(ctx, { days: 90 })).toEqual([
      { rule: 'worsened', opened: 4, judged: 3, falseAlarms: 1, tooEarly: 1 },
    ]);
    expect(
      await loadFalseAlarms({ ...ctx, workspace: { id: house.ids['admin'] ?? '' } }, { days: 90 }),
    ).toEqual([]);
  });

  it.each([
    [2, 2, 'too_few'],
    [3, 1, 'retune'],
    [10, 3, 'fair'],
    [20, 3, 'fair'],
    [100, 14, 'good'],
    [3, 0, 'good'],
    [0, 0, 'too_few'],
  ] as const)('of %i with %i false alarms is %s', (judged, falseAlarms, conclusion) => {
    const record = { rule: 'fell', opened: judged, judged, falseAlarms, tooEarly: 0 };
    expect(concludeOn(record)).toBe(conclusion);
  });
});
