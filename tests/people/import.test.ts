import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPeople } from '../../src/people/import-people.ts';
import { listTeams, memberBySlackId } from '../../src/people/load-people.ts';
import { PEOPLE_ALIASES, PEOPLE_COLUMNS } from '../../src/people/people-row.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { readCsv } from '../../src/platform/csv/csv.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { newMember, newWorkspace } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function importText(ctx: Ctx, text: string) {
  const csv = readCsv(Buffer.from(text), {
    known: PEOPLE_COLUMNS,
    required: [],
    aliases: PEOPLE_ALIASES,
  });
  if (isRefusal(csv)) throw new Error(csv.message);
  return importPeople(ctx, csv);
}

describe('importing people', () => {
  it('makes teams, names leads, and sets managers, covers and absences', async () => {
    const ctx = await newWorkspace(database.db);
    const [boss, lead, csm] = [
      await newMember(ctx, 'UBOSS'),
      await newMember(ctx, 'ULEAD'),
      await newMember(ctx, 'UCSM0'),
    ];
    const result = await importText(
      ctx,
      [
        'email,team,lane,lead,manager,cover,away_until',
        'ULEAD@example.com,Enterprise,cs,yes,uboss@example.com,,',
        'ucsm0@example.com,enterprise,,no,UBOSS,ulead@example.com,2027-03-05',
        'ucsm0@example.com,Renewals,cs,,,,',
      ].join('\n'),
    );
    expect(result).toEqual({ imported: 3, teamsCreated: ['Enterprise', 'Renewals'], rejected: [] });
    expect(await memberBySlackId(database.db, ctx.workspace.id, 'UCSM0')).toMatchObject({
      id: csm,
      managerId: boss,
      coverId: lead,
      // Away through the 5th in Berlin.
      awayUntil: new Date('2027-03-05T22:59:00Z'),
      teams: [{ name: 'Enterprise', lane: 'cs', leadId: lead }, { name: 'Renewals' }],
    });

    await importText(ctx, 'slack_id,cover,away_until\nUCSM0,,none');
    const after = await memberBySlackId(database.db, ctx.workspace.id, 'UCSM0');
    expect(after).toMatchObject({ coverId: lead, awayUntil: null, managerId: boss });
  });

  it('rejects bad rows in the middle with line and reason, and takes the others', async () => {
    const ctx = await newWorkspace(database.db);
    for (const id of ['UONE0', 'UTWO0', 'ULAST']) await newMember(ctx, id);
    await newMember(ctx, 'UGUEST', { isGuest: true });
    const result = await importText(
      ctx,
      [
        'slack_id,team,lane,lead,manager,cover,away_until',
        'UONE0,Sales EMEA,sales,yes,,,',
        'UNOBODY,Sales EMEA,,,,,',
        'UGUEST,Sales EMEA,,,,,',
        'UONE0,sales emea,,,,,',
        'UTWO0,Sales EMEA,cs,,,,',
        'UTWO0,Sales EMEA,,yes,,,',
        'UTWO0,Unheard,,,,,',
        'UTWO0,,cs,,,,',
        'UTWO0,,,,UTWO0,,',
        'UTWO0,,,,,UGUEST,',
        'UTWO0,,,,,,soon',
        'UTWO0,New,sale,,,,',
        ',,,,UONE0,,',
        'ULAST,Sales EMEA,,,,,',
      ].join('\n'),
    );
    expect(result.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 nobody in this workspace is known as "UNOBODY"',
      '4 UGUEST is a guest',
      '5 repeats line 2',
      '6 the team "Sales EMEA" is in lane sales',
      '7 line 2 already leads "Sales EMEA"',
      '8 the team "Unheard" is new and needs a lane: sales, service or cs',
      '9 lane and lead need a team',
      '10 manager is the person themselves',
      '11 UGUEST is a guest',
      '12 away_until "soon": it is not a date; write it as 2027-01-31',
      '13 lane is one of sales, service, cs; did you mean sales?',
      '14 needs a slack_id or an email',
    ]);
    expect(result.imported).toBe(2);
    const teams = await listTeams(database.db, ctx.workspace.id);
    expect(teams).toMatchObject([{ name: 'Sales EMEA', lead: 'Person UONE0', members: 2 }]);
  });

  it('takes people, days and yeses as spreadsheets write them', async () => {
    const ctx = await newWorkspace(database.db);
    const [boss, csm] = [await newMember(ctx, 'UBOSS'), await newMember(ctx, 'UCSM0')];
    const result = await importText(
      ctx,
      [
        'E-mail;Team;Lane;Lead;Manager;Away until;',
        'Bo Sample <UBoss@example.com>;Cafe\u0301;CS;WAHR;-;N/A;',
        'mailto:ucsm0@example.com;CAFÉ;;FALSCH;\u200buboss@example.com;05.03.2027;',
        'nul\u0000@example.com;;;;;;',
        'uboss@example.com;;;;;0027-03-05;',
        'uboss@example.com;;;;;03/05/2027;',
      ].join('\r\n'),
    );
    expect(result).toMatchObject({ imported: 2, teamsCreated: ['Café'] });
    expect(result.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '4 email has line breaks or invisible characters',
      '5 away_until "0027-03-05": its year is not between 1990 and 2100',
      '6 away_until "03/05/2027": which part is the month is not certain; write it as 2027-01-31',
    ]);
    expect(await memberBySlackId(database.db, ctx.workspace.id, 'UCSM0')).toMatchObject({
      id: csm,
      managerId: boss,
      awayUntil: new Date('2027-03-05T22:59:00Z'),
      teams: [{ name: 'Café', lane: 'cs', leadId: boss }],
    });
  });

  it('keeps workspaces apart', async () => {
    const [one, two] = [await newWorkspace(database.db), await newWorkspace(database.db)];
    await newMember(two, 'UTHEIRS');
    const result = await importText(one, 'slack_id,team,lane\nUTHEIRS,CS,cs');
    expect(result).toMatchObject({ imported: 0, rejected: [{ line: 2 }] });
    expect(await listTeams(database.db, two.workspace.id)).toEqual([]);
  });
});

describe('setting a team', () => {
  it('makes it, then changes only what is named', async () => {
    const ctx = await newWorkspace(database.db);
    await newMember(ctx, 'ULEAD');
    await newMember(ctx, 'UCSM0');
    const made = await setTeam(ctx, {
      name: 'Enterprise',
      lane: 'cs',
      channel: 'C012AB3CD',
      lead: 'ulead@example.com',
      week: 'Mon-Thu 08:00-16:00',
      members: ['ULEAD', 'UCSM0'],
    });
    expect(made).toMatchObject({ created: true });
    const changed = await setTeam(ctx, { name: 'ENTERPRISE', holidays: '2027-12-25', members: ['UCSM0'] });
    expect(changed).toMatchObject({ created: false });
    const calendar = { week: 'Mon-Thu 08:00-16:00', holidays: ['2027-12-25'] };
    expect(await listTeams(database.db, ctx.workspace.id)).toEqual([
      {
        ...{
          name: 'Enterprise',
          lane: 'cs',
          channel: 'C012AB3CD',
          lead: 'Person ULEAD',
          members: 1,
          calendar,
        },
        routing: 'fewest_accounts',
      },
    ]);
    await setTeam(ctx, { name: 'Enterprise', week: 'default', channel: 'none', lead: 'none' });
    const reset = { channel: null, lead: null, calendar: null };
    expect(await listTeams(database.db, ctx.workspace.id)).toMatchObject([reset]);
  });

  it('gives it hours of its own without taking its holidays', async () => {
    const ctx = await newWorkspace(database.db);
    await setSetting(ctx, { key: 'calendar.holidays', value: '2027-12-24' });
    const week = 'Mon-Fri 08:00-16:00';
    await setTeam(ctx, { name: 'Early', lane: 'cs', week });
    const [team] = await listTeams(database.db, ctx.workspace.id);
    expect(team?.calendar).toEqual({ week, holidays: ['2027-12-24'] });
  });

  it('refuses what it cannot take and changes nothing', async () => {
    const ctx = await newWorkspace(database.db);
    await newMember(ctx, 'UBOT0', { isBot: true });
    const refused = async (command: Parameters<typeof setTeam>[1]) => {
      const answer = await setTeam(ctx, command);
      return isRefusal(answer) ? answer.refused : 'taken';
    };
    const team = { name: 'New', lane: 'cs' } as const;
    expect(await refused({ name: 'New' })).toBe('lane_missing');
    expect(await refused({ ...team, name: ' ' })).toBe('bad_team');
    expect(await refused({ ...team, lead: 'nobody@example.com' })).toBe('unknown_person');
    expect(await refused({ ...team, members: ['UBOT0'] })).toBe('unfit_person');
    expect(await refused({ ...team, channel: '#cs' })).toBe('bad_value');
    expect(await refused({ ...team, week: 'weekdays' })).toBe('bad_week');
    expect(await refused({ ...team, holidays: 'Christmas' })).toBe('bad_value');
    expect(await listTeams(database.db, ctx.workspace.id)).toEqual([]);
  });

  it("cannot change another workspace's team of that name", async () => {
    const [one, two] = [await newWorkspace(database.db), await newWorkspace(database.db)];
    await setTeam(two, { name: 'CS', lane: 'cs' });
    expect(await setTeam(one, { name: 'CS', lane: 'sales' })).toMatchObject({ created: true });
    expect(await listTeams(database.db, two.workspace.id)).toMatchObject([{ lane: 'cs' }]);
  });
});
