import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Click } from '../../listeners/click.ts';
import type { Visit } from '../../listeners/edge.ts';
import { SETUP_CLICKS, SETUP_SUBMISSIONS } from '../../listeners/home/setup/table.ts';
import { assignOwner } from '../../src/accounts/change/set-account-fields.ts';
import {
  loadAccountsWithout,
  loadPeoplePage,
  loadPersonItem,
  loadSetup,
  loadTeam,
  loadTeamPage,
} from '../../src/home/load-setup.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { readPeopleAgain } from '../../src/people/sync-people.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { createToken } from '../../src/workspaces/tokens.ts';
import { encodePlace } from '../../views/home/setup/ids.ts';
import { peopleView, personForm } from '../../views/home/setup/people-view.ts';
import { segmentIs } from '../accounts/owned.ts';
import { acting, buildHouse, expectDone, type House } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { viewOutput } from '../support/view-output.ts';

let database: TestDatabase;
let house: House;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  house = await buildHouse(database.db);
  ctx = acting(house, 'admin');
});
afterAll(() => database.drop());

const setupIn = async (ctx: Ctx) => loadSetup(ctx, await loadSettings(ctx.db, ctx.workspace.id));
const id = (name: string): string => house.ids[name] ?? '';

describe('what is missing', () => {
  it('begins with everything, in a workspace where nobody set anything up', async () => {
    const { gaps, ...rest } = await setupIn(await newWorkspace(database.db));
    expect(gaps).toEqual([{ kind: 'people', readAt: null }, { kind: 'no_teams' }, { kind: 'no_fallback' }]);
    expect(rest).toMatchObject({
      teams: 0,
      people: { all: 0, away: 0 },
      segments: { all: 0, on: 0 },
      tokens: 0,
    });
  });

  it('is told of teams, accounts and alerts, and is gone once it is mended', async () => {
    await newAccount(ctx, 'Sample Unowned');
    const made = await newAccount(ctx, 'Sample Unverified');
    await ctx.db.account.update({
      where: { id: made },
      data: { verified: false, csOwnerId: id('receiver') },
    });
    await segmentIs(ctx, 'ready', 14);
    await segmentIs(ctx, 'early', 13);
    await segmentIs(ctx, 'on', 30, ctx.now);
    const team = async (name: string) =>
      (await ctx.db.team.findFirstOrThrow({ where: { name, workspaceId: ctx.workspace.id } })).id;
    const [cs, sales] = [await team('Sample CS'), await team('Sample Sales')];
    await ctx.db.member.update({ where: { id: id('sender lead') }, data: { deactivatedAt: ctx.now } });
    await ctx.db.workspace.update({
      where: { id: ctx.workspace.id },
      data: { peopleSyncedAt: new Date(ctx.now.getTime() - 3 * 86_400_000) },
    });
    const before = await setupIn(ctx);
    expect(before.gaps).toEqual([
      { kind: 'people', readAt: expect.any(Date) },
      { kind: 'no_channel', teamId: cs, name: 'Sample CS' },
      { kind: 'no_lead', teamId: sales, name: 'Sample Sales' },
      { kind: 'no_channel', teamId: sales, name: 'Sample Sales' },
      { kind: 'no_fallback' },
      { kind: 'no_owner', accounts: 1 },
      { kind: 'preview', segments: 2, ready: 1 },
      { kind: 'unverified', accounts: 1 },
    ]);
    expect(before).toMatchObject({ segments: { all: 3, on: 1 }, people: { away: 2 }, teams: 2 });

    await ctx.db.workspace.update({ where: { id: ctx.workspace.id }, data: { peopleSyncedAt: ctx.now } });
    await ctx.db.alertSegment.deleteMany({ where: { workspaceId: ctx.workspace.id, enabledAt: null } });
    await ctx.db.account.updateMany({
      where: { workspaceId: ctx.workspace.id },
      data: { verified: true, csOwnerId: id('receiver') },
    });
    expectDone(await setTeam(ctx, { name: 'Sample Sales', lead: 'UPRESENT' }));
    for (const key of ['handoff.sales_to_cs.channel', 'handoff.cs_to_sales.channel', 'escalation.channel'])
      expectDone(await setSetting(ctx, { key, value: 'C0SAMPLE1' }));
    expectDone(await createToken(ctx, 'sample'));
    const after = await setupIn(ctx);
    expect(after).toMatchObject({ gaps: [], moreTeams: 0, tokens: 1, settings: { changed: 3 } });
  });

  it('says five things of teams at most, and counts the teams beyond', async () => {
    const few = await newWorkspace(database.db);
    for (let i = 0; i < 8; i++) expectDone(await setTeam(few, { name: `Sample ${i}`, lane: 'cs' }));
    const { gaps, moreTeams } = await setupIn(few);
    expect(gaps.filter((gap) => 'teamId' in gap)).toHaveLength(5);
    expect(moreTeams).toBe(5);
  });

  it('misses a channel of every lane that has none', async () => {
    const few = await newWorkspace(database.db);
    for (const lane of ['service', 'cs'] as const)
      expectDone(await setTeam(few, { name: `Sample ${lane}`, lane }));
    const silent = async () =>
      (await setupIn(few)).gaps.flatMap((gap) => (gap.kind === 'no_channel' ? [gap.name] : []));
    expect(await silent()).toEqual(['Sample cs', 'Sample service']);
    expectDone(await setSetting(few, { key: 'handoff.sales_to_service.channel', value: 'C0SAMPLE1' }));
    expect(await silent()).toEqual(['Sample cs']);
  });

  it('names a setting that cannot be read any more', async () => {
    const { id: workspaceId } = ctx.workspace;
    const key = 'risk.plan';
    await ctx.db.setting.create({ data: { workspaceId, key, value: 'soon', updatedAt: ctx.now } });
    expect((await setupIn(ctx)).gaps).toContainEqual({ kind: 'unreadable', key });
  });
});

describe('a person', () => {
  const read = () => memberBySlackId(database.db, ctx.workspace.id, 'UPRESENT');

  it('shows an absence that is still to come', async () => {
    const [from, until] = [new Date('2027-03-08T23:00:00Z'), new Date('2027-03-12T22:59:00Z')];
    const memberId = id('present');
    expectDone(await setPerson(ctx, { memberId, awayFrom: from, awayUntil: until }));
    const item = await loadPersonItem(ctx, { id: memberId });
    expect(item).toMatchObject({ awayUntil: null, nextAway: { from, until } });
    const page = { items: item ? [item] : [], page: 0, more: false, readAt: null };
    expect(JSON.stringify(peopleView(page, null))).toMatch(/away from .*Mar 9.* through .*Mar 12/);
    expectDone(await setPerson(ctx, { memberId, awayUntil: null }));
    expect((await loadPersonItem(ctx, { id: memberId }))?.nextAway).toBeNull();
  });

  it('gets a manager, a cover and an absence whose last day counts whole where they live', async () => {
    const memberId = id('present');
    const set = { managerId: id('receiver lead'), coverId: id('cover'), awayUntil: '2027-03-05' };
    expectDone(await setPerson(ctx, { memberId, ...set }));
    expect(await read()).toMatchObject({
      managerId: set.managerId,
      coverId: set.coverId,
      awayUntil: new Date('2027-03-05T22:59:00Z'),
    });
    expectDone(await setPerson(ctx, { memberId, awayUntil: null }));
    expect(await read()).toMatchObject({ coverId: set.coverId, awayUntil: null });
    const history = await ctx.db.auditEntry.findMany({
      where: { subjectId: memberId },
      orderBy: { id: 'asc' },
    });
    expect(history.map(({ action, data }) => [action, data])).toEqual([
      ['person.set', { ...set, awayUntil: '2027-03-05T22:59:00.000Z', awaySince: ctx.now.toISOString() }],
      ['person.set', { awayUntil: null }],
    ]);
  });

  it('is nobody’s own manager, in no circle, covered by colleagues only, and not away until yesterday', async () => {
    const memberId = id('present');
    const before = await read();
    expectDone(await setPerson(ctx, { memberId: id('cover'), managerId: memberId }));
    const refused = async (command: object) => {
      const answer = await setPerson(ctx, { memberId, ...command });
      return 'refused' in answer ? [answer.refused, answer.field] : 'done';
    };
    expect(await refused({ managerId: memberId })).toEqual(['self', 'manager']);
    expect(await refused({ managerId: id('cover') })).toEqual(['loop', 'manager']);
    for (const name of ['guest', 'stranger', 'bot', 'left'])
      expect(await refused({ coverId: id(name) })).toEqual(['unfit_person', 'cover']);
    expect(await refused({ awayUntil: '2027-02-28' })).toEqual(['past_day', 'awayUntil']);
    expect(await refused({ awayUntil: 'soon' })).toEqual(['bad_day', 'awayUntil']);
    expect(await read()).toEqual(before);
  });
});

describe('a team', () => {
  it('keeps who has left when its people are picked anew, so that their work still finds its lead', async () => {
    expectDone(await setTeam(ctx, { name: 'Sample CS', members: ['UONLOOKER'] }));
    const rows = await ctx.db.teamMember.findMany({
      where: { team: { name: 'Sample CS', workspaceId: ctx.workspace.id } },
      select: { member: { select: { slackUserId: true } } },
      orderBy: { member: { slackUserId: 'asc' } },
    });
    expect(rows.map(({ member }) => member.slackUserId)).toEqual(['ULEFT', 'UONLOOKER']);
  });
});

describe('accounts without a CS owner', () => {
  it('go to somebody, each of them once', async () => {
    const [one, two] = [await newAccount(ctx, 'Sample One'), await newAccount(ctx, 'Sample Two')];
    const both = await Promise.all([
      assignOwner(ctx, { accountIds: [one, two], ownerId: id('receiver') }),
      assignOwner(ctx, { accountIds: [two, one], ownerId: id('present') }),
    ]);
    const assigned = both.map((answer) => ('assigned' in answer ? answer.assigned : null));
    expect(assigned.toSorted()).toEqual([0, 2]);
    const owner = id(assigned[0] === 2 ? 'receiver' : 'present');
    const rows = await ctx.db.account.findMany({ where: { id: { in: [one, two] } } });
    expect(rows.map(({ csOwnerId }) => csOwnerId)).toEqual([owner, owner]);
    expect(rows[0]?.provenance).toMatchObject({ csOwnerId: { source: 'slack' } });
    expect(await ctx.db.auditEntry.count({ where: { subjectId: one, action: 'account.owner_set' } })).toBe(1);
  });

  it('go to nobody who could not answer for them', async () => {
    const account = await newAccount(ctx, 'Sample Three');
    for (const name of ['guest', 'stranger', 'bot', 'left'])
      expect(await assignOwner(ctx, { accountIds: [account], ownerId: id(name) })).toMatchObject({
        refused: 'unfit_person',
      });
  });

  it('are listed page by page', async () => {
    for (let i = 10; i < 23; i++) await newAccount(ctx, `Sample ${i}`);
    const [first, last] = [
      await loadAccountsWithout(ctx, 'owner', 0),
      await loadAccountsWithout(ctx, 'owner', 1),
    ];
    expect([first.items.length, first.more, last.items.length, last.more]).toEqual([10, true, 3, false]);
    expect(last.items.map(({ name }) => name)).toEqual(['Sample 20', 'Sample 21', 'Sample 22']);
  });
});

describe('another workspace', () => {
  it('cannot be seen or changed', async () => {
    const elsewhere = await newWorkspace(database.db);
    const stranger = await newMember(elsewhere, 'UELSEWHERE');
    const account = await newAccount(ctx, 'Sample Account');
    const team = await ctx.db.team.findFirstOrThrow({ where: { workspaceId: ctx.workspace.id } });
    expect(await loadTeam(ctx, team.id)).toMatchObject({ id: team.id });
    expect(await loadTeam(elsewhere, team.id)).toBeNull();
    expectDone(await setTeam(elsewhere, { name: team.name, lane: 'cs', isNew: true }));
    expect((await loadTeamPage(elsewhere, 0)).items).toHaveLength(1);
    expect((await loadPeoplePage(elsewhere, 0)).items.map(({ slackUserId }) => slackUserId)).toEqual([
      'UELSEWHERE',
    ]);
    expect(await loadPersonItem(elsewhere, { id: id('present') })).toBeNull();
    expect((await loadAccountsWithout(elsewhere, 'owner', 0)).items).toEqual([]);
    expect(await setPerson(elsewhere, { memberId: id('present'), awayUntil: null })).toMatchObject({
      refused: 'unknown_person',
    });
    expect(await setPerson(elsewhere, { memberId: stranger, coverId: id('present') })).toMatchObject({
      refused: 'unknown_person',
    });
    expect(await assignOwner(elsewhere, { accountIds: [account], ownerId: stranger })).toMatchObject({
      assigned: 0,
    });
    expect(await assignOwner(ctx, { accountIds: [account], ownerId: stranger })).toMatchObject({
      refused: 'unfit_person',
    });
    const readAt = (one: Ctx) =>
      ctx.db.workspace.findUniqueOrThrow({
        where: { id: one.workspace.id },
        select: { peopleSyncedAt: true },
      });
    await ctx.db.workspace.update({ where: { id: ctx.workspace.id }, data: { peopleSyncedAt: ctx.now } });
    await readPeopleAgain(elsewhere);
    expect(await readAt(ctx)).toEqual({ peopleSyncedAt: ctx.now });
    await readPeopleAgain(ctx);
    expect(await readAt(ctx)).toEqual({ peopleSyncedAt: null });
  });
});

describe('setting Baton up', () => {
  /** As the edge would hand it on, for somebody it lets in. */
  async function visitOf(slackUserId: string): Promise<Visit> {
    const me = await memberBySlackId(database.db, ctx.workspace.id, slackUserId);
    if (!me) throw new Error('nobody of that id');
    const actor = { type: 'member', memberId: me.id } as const;
    return { ...ctx, actor, me, slack: new WebClient(), findOrMeet: async () => null };
  }
  const click = (value: string): Click => ({ value, view: null, fields: new Map(), ephemeral: false });
  const settings = encodePlace({ screen: 'settings', page: 0, id: '' });

  async function clicked(visit: Visit): Promise<unknown[]> {
    const answers = [];
    for (const handler of Object.values(SETUP_CLICKS)) {
      if ('opens' in handler) answers.push(await handler.view(visit, click(settings)));
      else if ('redraws' in handler) answers.push(await handler.redraws(visit, click(settings)));
      else throw new Error('a click that no window answers');
    }
    return answers;
  }

  it('is for admins: every button refuses everybody else, leads and managers too', async () => {
    for (const who of ['UONLOOKER', 'URECEIVERLEAD', 'URECEIVERMANAGER', 'UGUEST', 'ULEFT']) {
      const answers = await clicked(await visitOf(who));
      expect(answers.length).toBe(16);
      expect(answers.filter((answer) => (answer as { refused?: string }).refused !== 'not_admin')).toEqual(
        [],
      );
    }
  });

  it('is for admins: every window refuses everybody else, and changes nothing', async () => {
    const visit = await visitOf('UONLOOKER');
    const before = await ctx.db.auditEntry.count({ where: { workspaceId: ctx.workspace.id } });
    for (const [callback, submit] of Object.entries(SETUP_SUBMISSIONS)) {
      const view = viewOutput({ callback_id: callback, private_metadata: settings });
      const submission = { view, fields: new Map() };
      expect([callback, JSON.stringify(await submit(visit, submission))]).toEqual([
        callback,
        expect.stringContaining('Only admins can set Baton up.'),
      ]);
    }
    expect(await ctx.db.auditEntry.count({ where: { workspaceId: ctx.workspace.id } })).toBe(before);
  });

  it('writes what is set back to what it was, in a window that is one view to Slack all the while', async () => {
    const visit = await visitOf('UADMIN');
    const field = (value: string | null) => ({ value, ticked: [], mark: null });
    /** Pressed twice where nothing was heard the first time. */
    const submit = async (form: string, place: Parameters<typeof encodePlace>[0], values: object) => {
      const fields = new Map(Object.entries(values));
      const view = viewOutput({ private_metadata: encodePlace(place) });
      const request = `V1:${form}:${JSON.stringify(values)}`;
      const press = () => SETUP_SUBMISSIONS[form]?.({ ...visit, request }, { view, fields });
      await press();
      return JSON.stringify(await press());
    };
    const outside = async () =>
      (await loadSettings(ctx.db, ctx.workspace.id)).values['interruptions.outside_hours'];
    const setting = { screen: 'setting', page: 0, id: 'interruptions.outside_hours' } as const;
    for (const value of ['true', 'false', 'true']) {
      expect(await submit('setup_setting_form', setting, { value: field(value) })).toContain(
        'Escalations outside working hours saved.',
      );
      expect(await outside()).toBe(value === 'true');
    }
    const person = { screen: 'person', page: 0, id: id('present') } as const;
    for (const cover of ['UCOVER', 'URECEIVERLEAD', 'UCOVER']) {
      expect(await submit('setup_person_form', person, { cover: field(cover) })).toContain(' saved.');
      expect((await loadPersonItem(ctx, { id: id('present') }))?.cover?.slackUserId).toBe(cover);
    }
    const team = { screen: 'team', page: 0, id: '' } as const;
    const made = { name: field('Sample New'), lane: field('cs') };
    expect(await submit('setup_team_form', team, made)).toContain('Sample New created.');
    const other = { ...made, name: field('sample new') };
    expect(await submit('setup_team_form', team, other)).toContain('There is already a team “Sample New”.');
  });

  it('lets a person be changed whose manager has left', async () => {
    const memberId = id('present');
    await ctx.db.member.update({ where: { id: memberId }, data: { managerId: id('left') } });
    const person = await loadPersonItem(ctx, { id: memberId });
    if (!person) throw new Error('they are there');
    expect(person.manager).toMatchObject({ slackUserId: 'ULEFT', left: true });
    const form = JSON.stringify(personForm(person, { screen: 'person', page: 0, id: memberId }));
    expect(form).not.toContain('"initial_user":"ULEFT"');
    expect(form).toContain('"text":"Manager"');
  });

  it('is for whoever the setting names, too, until it does not any more', async () => {
    const open = SETUP_CLICKS['setup_open'];
    if (!open || !('opens' in open)) throw new Error('Home opens windows');
    const seen = async () => open.view(await visitOf('UONLOOKER'), click(settings));
    expectDone(await setSetting(ctx, { key: 'admins', value: 'UONLOOKER' }));
    expect(await seen()).toMatchObject({ type: 'modal' });
    expectDone(await setSetting(ctx, { key: 'admins', value: 'default' }));
    expect(await seen()).toMatchObject({ refused: 'not_admin' });
  });
});
