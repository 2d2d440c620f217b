import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTING_KEYS, settingsFrom } from '../../src/settings/catalogue.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { readSegmentChannels } from '../../src/settings/values.ts';
import { ALWAYS_WEEK, BUSINESS_WEEK } from '../../src/time/calendar.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('settings nobody touched', () => {
  it('are the documented defaults', () => {
    const { values, unreadable } = settingsFrom(new Map());
    expect(unreadable).toEqual([]);
    expect(values).toEqual({
      'handoff.acknowledge': { workingDays: 1, ms: 0 },
      'handoff.acknowledge_urgent': { workingDays: 0, ms: 2 * 3_600_000 },
      'handoff.urgent_days': 5,
      'handoff.decide': { workingDays: 2, ms: 0 },
      'handoff.resubmit': { workingDays: 2, ms: 0 },
      'handoff.hard_stop': { workingDays: 3, ms: 0 },
      'handoff.book_kickoff': { workingDays: 2, ms: 0 },
      'handoff.hold_kickoff': { workingDays: 2, ms: 0 },
      'handoff.introduce': { workingDays: 1, ms: 0 },
      'handoff.confirm': { workingDays: 2, ms: 0 },
      'handoff.waiting_total': { workingDays: 10, ms: 0 },
      'handoff.sales_to_cs.channel': null,
      'handoff.sales_to_service.channel': null,
      'handoff.cs_to_sales.channel': null,
      'handoff.snooze_total': { workingDays: 1, ms: 0 },
      'handoff.nudge_pause': { workingDays: 0, ms: 4 * 3_600_000 },
      'handoff.kickoff_days': 14,
      'deal.hand_over': { workingDays: 1, ms: 0 },
      'deal.snooze_total': { workingDays: 3, ms: 0 },
      'deal.nudge_pause': { workingDays: 0, ms: 4 * 3_600_000 },
      'deal.heads_up_days': 14,
      'risk.claim': { workingDays: 1, ms: 0 },
      'risk.claim_urgent': { workingDays: 0, ms: 2 * 3_600_000 },
      'risk.plan': { workingDays: 0, ms: 4 * 3_600_000 },
      'risk.check_in': { workingDays: 1, ms: 0 },
      'risk.snooze_total': { workingDays: 3, ms: 0 },
      'risk.nudge_pause': { workingDays: 0, ms: 4 * 3_600_000 },
      'risk.channel': null,
      'alerts.preview_days': 14,
      'alerts.segment_channels': {},
      calendar: BUSINESS_WEEK,
      'calendar.holidays': [],
      'escalation.channel': null,
      'interruptions.per_day': 3,
      'interruptions.outside_hours': false,
      'currency.reporting': 'USD',
      'currency.rates': [],
      'figures.readers': [],
      'retention.signals': 37,
      'retention.health': 48,
      'retention.messages': 13,
      'retention.cases': null,
      admins: [],
    });
  });

  it('hold where a stored value can no longer be read, which is told', () => {
    const settings = settingsFrom(new Map([['handoff.decide', 'two days']]));
    expect(settings.values['handoff.decide']).toEqual({ workingDays: 2, ms: 0 });
    expect(settings.text['handoff.decide']).toBe('P2D');
    expect(settings.unreadable).toEqual(['handoff.decide']);
  });
});

describe('the channels of segments', () => {
  it('are read from pairs, in small letters, and refused where a pair is none', () => {
    expect(readSegmentChannels('Enterprise=C012AB3CD; smb = G045EF6GH')).toEqual({
      enterprise: 'C012AB3CD',
      smb: 'G045EF6GH',
    });
    expect(readSegmentChannels('none')).toEqual({});
    for (const text of ['enterprise', 'enterprise=', '=C012AB3CD', 'a=b=C012AB3CD', 'smb=#sales'])
      expect(readSegmentChannels(text), text).toMatchObject({ refused: 'bad_value' });
  });
});

describe('setting a value', () => {
  it('under the name that it had before: whichever version sets it last, both read the same', async () => {
    const ctx = await newWorkspace(database.db);
    const workspaceId = ctx.workspace.id;
    const byTheVersionBefore = (value: string, updatedAt: Date) =>
      database.db.setting.upsert({
        where: { workspaceId_key: { workspaceId, key: 'handoff.sales_to_cs.decide' } },
        create: { workspaceId, key: 'handoff.sales_to_cs.decide', value, updatedAt },
        update: { value, updatedAt },
      });
    const text = async () => (await loadSettings(database.db, workspaceId)).text['handoff.decide'];
    await byTheVersionBefore('PT6H', ctx.now);
    expect(await text()).toBe('PT6H');
    const later = (minutes: number) => new Date(ctx.now.getTime() + minutes * 60_000);
    const change = { key: 'handoff.sales_to_cs.decide', value: 'PT5H' };
    expect(await setSetting({ ...ctx, now: later(1) }, change)).toMatchObject({
      key: 'handoff.decide',
      before: 'PT6H',
    });
    const rows = await database.db.setting.findMany({ where: { workspaceId }, select: { value: true } });
    expect([await text(), rows]).toEqual(['PT5H', [{ value: 'PT5H' }, { value: 'PT5H' }]]);
    await byTheVersionBefore('PT4H', later(2));
    expect(await text()).toBe('PT4H');
    await setSetting({ ...ctx, now: later(3) }, { key: 'handoff.decide', value: 'default' });
    expect(await database.db.setting.count({ where: { workspaceId } })).toBe(0);
  });

  it('keeps it for this workspace alone, with who did it, until default brings back the default', async () => {
    const ctx = await newWorkspace(database.db);
    const other = await newWorkspace(database.db);
    const change = await setSetting(ctx, { key: 'handoff.acknowledge', value: ' PT10S ' });
    expect(change).toMatchObject({ before: 'P1D', after: 'PT10S', reset: false });
    const settings = await loadSettings(database.db, ctx.workspace.id);
    expect(settings.values['handoff.acknowledge']).toEqual({ workingDays: 0, ms: 10_000 });
    expect(settings.text['handoff.acknowledge']).toBe('PT10S');
    const theirs = await loadSettings(database.db, other.workspace.id);
    expect(theirs.text['handoff.acknowledge']).toBe('P1D');

    const entry = await database.db.auditEntry.findFirstOrThrow({ where: { workspaceId: ctx.workspace.id } });
    expect(entry).toMatchObject({ action: 'setting.changed', actor: { type: 'cli' } });
    expect(entry.data).toMatchObject({
      key: 'handoff.acknowledge',
      before: 'P1D',
      after: 'PT10S',
    });

    // As the version before reads it.
    expect(await setSetting(ctx, { key: 'handoff.acknowledge', value: '1 day 90 min' })).toMatchObject({
      after: 'P1DT1H30M',
    });

    await setSetting(ctx, { key: 'handoff.acknowledge', value: 'default' });
    expect(await database.db.setting.count({ where: { workspaceId: ctx.workspace.id } })).toBe(0);
  });

  it.each([
    ['calendar', 'always', ALWAYS_WEEK],
    ['calendar', 'Business', BUSINESS_WEEK],
    ['calendar.holidays', '2027-12-25, 2027-01-01 2027-12-25', ['2027-01-01', '2027-12-25']],
    ['calendar.holidays', 'none', []],
    ['calendar.holidays', '25.12.2026; 1.1.2027\n2026-12-25', ['2026-12-25', '2027-01-01']],
    ['calendar', 'Mon–Fri 09:00–17:00', BUSINESS_WEEK],
    ['currency.rates', '1.10.2026 EUR=1.08', [{ from: '2026-10-01', rates: { EUR: '1.08' } }]],
    ['escalation.channel', 'C012AB3CD', 'C012AB3CD'],
    ['handoff.decide', '4 hours', { workingDays: 0, ms: 4 * 3_600_000 }],
    ['handoff.decide', '1 Working Day', { workingDays: 1, ms: 0 }],
    ['interruptions.per_day', '0', 0],
    ['interruptions.outside_hours', 'yes', true],
    ['admins', 'U012AB3CD,W045EF6GH', ['U012AB3CD', 'W045EF6GH']],
  ] as const)('reads %s from %j', async (key, value, expected) => {
    const ctx = await newWorkspace(database.db);
    expect(await setSetting(ctx, { key, value })).not.toHaveProperty('refused');
    expect((await loadSettings(database.db, ctx.workspace.id)).values[key]).toEqual(expected);
  });

  it.each([
    ['handoff.decide', 'soon', 'such as 4 hours, 1 day or 30 minutes'],
    ['handoff.decide', 'PT0S', 'longer than zero'],
    ['handoff.urgent_days', '1e9', 'a whole number from 0 to 60'],
    ['calendar', 'weekdays', 'Mon-Fri 09:00-17:00'],
    ['calendar.holidays', '2027-02-30', 'such as 2027-01-01'],
    ['escalation.channel', '#general', 'such as C012AB3CD'],
    ['interruptions.per_day', '', 'a whole number from 0 to 50'],
    ['interruptions.outside_hours', 'maybe', 'true or false'],
    ['admins', '@ann', 'such as U012AB3CD'],
  ])('refuses %s %j and says what is allowed', async (key, value, help) => {
    const ctx = await newWorkspace(database.db);
    const answer = await setSetting(ctx, { key, value });
    expect(answer).toMatchObject({ message: expect.stringContaining(help) });
    expect(answer).toMatchObject({ message: expect.stringContaining(key) });
    expect(await database.db.setting.count({ where: { workspaceId: ctx.workspace.id } })).toBe(0);
  });

  it('refuses hours and holidays that leave no working time in the next 60 days', async () => {
    const ctx = await newWorkspace(database.db);
    const mondays = Array.from({ length: 10 }, (_, i) =>
      new Date(ctx.now.getTime() + i * 7 * 86_400_000).toISOString().slice(0, 10),
    );
    await setSetting(ctx, { key: 'calendar', value: 'Mon 09:00-17:00' });
    const answer = await setSetting(ctx, { key: 'calendar.holidays', value: mondays.join(',') });
    expect(answer).toMatchObject({ refused: 'no_working_time' });
    await setSetting(ctx, { key: 'calendar', value: 'default' });
    await setSetting(ctx, { key: 'calendar.holidays', value: mondays.join(',') });
    expect(await setSetting(ctx, { key: 'calendar', value: 'Mon 09:00-17:00' })).toMatchObject({
      refused: 'no_working_time',
    });
  });

  it('answers an unknown key with the nearest, or with all', async () => {
    const ctx = await newWorkspace(database.db);
    for (const key of ['handoff.acknowlege', 'acknowledge'])
      expect(await setSetting(ctx, { key, value: 'P1D' })).toMatchObject({
        message: expect.stringContaining('Did you mean handoff.acknowledge?'),
      });
    expect(await setSetting(ctx, { key: 'colour', value: 'blue' })).toMatchObject({
      message: expect.stringContaining(SETTING_KEYS.join(', ')),
    });
  });
});
