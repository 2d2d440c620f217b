import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { TEAM_CALENDAR } from '../../src/people/calendar-of.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { holidaysIn } from '../../src/time/holidays-in.ts';
import { newTeam, newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
let ctx: Ctx;
let folder: string;
beforeEach(async () => {
  // 1 March 2027.
  ctx = await newWorkspace(database.db);
  folder = await mkdtemp(join(tmpdir(), 'baton-holidays-'));
});

const event = (...lines: string[]) =>
  ['BEGIN:VEVENT', `UID:${lines.join()}`, ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//sample//EN', ...events, 'END:VCALENDAR'].join('\r\n');
const wholeDay = (day: string, name = 'Sample day') => event(`DTSTART;VALUE=DATE:${day}`, `SUMMARY:${name}`);

const RANGE = { from: '2027-03-01', to: '2030-03-01' };
const found = (...events: string[]) => holidaysIn(calendar(...events), RANGE);

describe('the holidays in a calendar', () => {
  it('are whole days, also several on end, within the range', () => {
    expect(
      found(
        wholeDay('20270501'),
        event('DTSTART;VALUE=DATE:20271224', 'DTEND;VALUE=DATE:20271227', 'SUMMARY:Christmas'),
        wholeDay('20260101', 'Past'),
        wholeDay('20310101', 'Far'),
      ),
    ).toEqual({ days: ['2027-05-01', '2027-12-24', '2027-12-25', '2027-12-26'], rejected: [] });
  });

  it('come again each year, but for those that are left out or moved', () => {
    const uid = (lines: string) => `BEGIN:VEVENT\r\nUID:one\r\n${lines}\r\nEND:VEVENT`;
    const { days } = found(
      uid('DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20280501'),
      uid('DTSTART;VALUE=DATE:20290502\r\nRECURRENCE-ID;VALUE=DATE:20290501'),
    ) as { days: string[] };
    expect(days).toEqual(['2027-05-01', '2029-05-02']);
  });

  it('do without an event that is none, and say which and why', () => {
    expect(
      found(
        wholeDay('20270501'),
        wholeDay('2027', 'Broken day'),
        event('SUMMARY:No day'),
        event('DTSTART:20270601T090000Z', 'SUMMARY:A meeting'),
        event('DTSTART;VALUE=DATE:20270601', 'DTEND;VALUE=DATE:20270901', 'SUMMARY:A summer'),
        event('DTSTART;VALUE=DATE:20200601', 'RRULE:FREQ=DAILY', 'SUMMARY:Every day'),
        event('DTSTART;VALUE=DATE:20200601', 'RRULE:FREQ=SECONDLY', 'SUMMARY:Every second'),
        event('DTSTART;VALUE=DATE:20200601', 'RRULE:FREQ=YEARLY;INTERVAL=0', 'SUMMARY:Never on'),
        event('DTSTART;VALUE=DATE:20270601', 'STATUS:CANCELLED', 'SUMMARY:Called off'),
        'BEGIN:VEVENT\r\nthis is no line\r\nEND:VEVENT',
      ),
    ).toEqual({
      days: ['2027-05-01'],
      rejected: expect.arrayContaining([
        { name: 'No day', reason: 'it has no day' },
        { name: 'A meeting', reason: 'it is no whole day' },
        { name: 'A summer', reason: 'it lasts longer than 31 days' },
        { name: 'Every day', reason: 'it is repeated more than 1000 times' },
        { name: 'an event without a name', reason: 'it cannot be read' },
        expect.objectContaining({ name: 'Broken day' }),
        { name: 'Every second', reason: 'it is not repeated by days, weeks, months or years' },
        { name: 'Never on', reason: 'it is not repeated by days, weeks, months or years' },
      ]),
    });
  });

  it('are not in a file that is no calendar', () => {
    for (const text of ['', 'name,day\nA,2027-01-01', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'])
      expect(holidaysIn(text, RANGE)).toMatchObject({ refused: 'no_calendar' });
  });
});

async function holidays(text: string, ...words: string[]) {
  const file = join(folder, 'days.ics');
  await writeFile(file, text);
  let [out, err] = ['', ''];
  const code = await run(['--team', ctx.workspace.slackTeamId, 'holidays', 'import', file, ...words], {
    env: await envAt(ctx.now, database),
    write: (said) => {
      out += said;
    },
    warn: (said) => {
      err += said;
    },
  });
  return { code, out, err };
}
const kept = async () => (await loadSettings(ctx.db, ctx.workspace.id)).values['calendar.holidays'];

describe('importing them', () => {
  it('adds them to those there are, once, and nothing with --dry-run', async () => {
    await setSetting(ctx, { key: 'calendar.holidays', value: '2027-01-01' });
    const file = calendar(wholeDay('20270501'), wholeDay('20271225'));
    expect(await holidays(file, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 days would be added'),
    });
    expect(await kept()).toEqual(['2027-01-01']);
    expect((await holidays(file)).out).toMatch(/2 days added, 0 known already/);
    expect((await holidays(file)).out).toMatch(/0 days added, 2 known already/);
    expect(await kept()).toEqual(['2027-01-01', '2027-05-01', '2027-12-25']);
  });

  it('gives a team its own, which begin with those that hold now', async () => {
    await setSetting(ctx, { key: 'calendar.holidays', value: '2027-01-01' });
    const id = await newTeam(ctx, 'Sample Team', 'cs', {});
    expect((await holidays(calendar(wholeDay('20270501')), '--for-team', 'sample team')).code).toBe(0);
    const { calendar: own } = await database.db.team.findUniqueOrThrow({ where: { id } });
    expect(TEAM_CALENDAR.read(own, id)?.holidays).toEqual(['2027-01-01', '2027-05-01']);
    expect(await kept()).toEqual(['2027-01-01']);
    expect(await holidays(calendar(wholeDay('20270501')), '--for-team', 'Nobody')).toMatchObject({ code: 1 });
  });

  it('ends with 2 where an event was left out, and the others are in', async () => {
    const result = await holidays(calendar(wholeDay('20270501'), event('SUMMARY:No day')));
    expect(result).toMatchObject({ code: 2, out: expect.stringContaining('No day: it has no day') });
    expect(await kept()).toEqual(['2027-05-01']);
  });
});
