import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPeople, memberBySlackId } from '../../src/people/load-people.ts';
import { syncPeople, upsertMember } from '../../src/people/sync-people.ts';
import { transact } from '../../src/platform/transact.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { listed, NOW, newMember, newWorkspace, slackUser } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('reading people from Slack', () => {
  it('takes ten thousand members, and a second time changes nothing', async () => {
    const ctx = await newWorkspace(database.db);
    const users = Array.from({ length: 10_000 }, (_, i) => slackUser(ctx, `U${i}`));
    expect(await syncPeople(ctx, () => listed(users))).toEqual({ seen: 10_000, changed: 10_000 });
    expect(await syncPeople(ctx, () => listed(users))).toEqual({ seen: 10_000, changed: 0 });
    const workspace = await database.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspace.id } });
    expect(workspace.peopleSyncedAt).toEqual(NOW);
  });

  it('tells apps, guests, strangers, admins and the deactivated apart', async () => {
    const ctx = await newWorkspace(database.db);
    const kinds = {
      UPERSON: {},
      UBOT: { is_bot: true },
      USLACKBOT: {},
      UGUEST: { is_restricted: true },
      USINGLE: { is_ultra_restricted: true },
      USTRANGE: { team_id: 'TOTHER', is_admin: true },
      UADMIN: { is_admin: true },
      UOWNER: { is_owner: true },
      UGONE: { deleted: true },
    };
    const users = Object.entries(kinds).map(([id, over]) => slackUser(ctx, id, over));
    // Of those who left before Baton met them it keeps nothing.
    await syncPeople(ctx, () => listed([slackUser(ctx, 'UGONE')]));
    await syncPeople(ctx, () => listed([...users, slackUser(ctx, 'UNEVER', { deleted: true }), {}]));
    const found = await database.db.member.findMany({ where: { workspaceId: ctx.workspace.id } });
    const marks = (mark: (member: (typeof found)[number]) => boolean) =>
      found
        .filter(mark)
        .map(({ slackUserId }) => slackUserId)
        .sort();
    expect(found).toHaveLength(9);
    expect(marks((m) => m.isBot)).toEqual(['UBOT', 'USLACKBOT']);
    expect(marks((m) => m.isGuest)).toEqual(['UGUEST', 'USINGLE']);
    expect(marks((m) => m.isStranger)).toEqual(['USTRANGE']);
    expect(marks((m) => m.isAdmin)).toEqual(['UADMIN', 'UOWNER']);
    expect(marks((m) => m.deactivatedAt !== null)).toEqual(['UGONE']);
  });

  it('has every channel looked at once a colleague is found to be one no more', async () => {
    for (const over of [{ is_restricted: true }, { team_id: 'TOTHER' }]) {
      const ctx = await newWorkspace(database.db);
      await syncPeople(ctx, () => listed([slackUser(ctx, 'UCSM'), slackUser(ctx, 'UGUEST', over)]));
      const lane = { workspaceId: ctx.workspace.id, key: 'C0SAMPLE' };
      await database.db.outboxLane.create({ data: { ...lane, nextSendAt: NOW } });
      const isDue = async () =>
        (await database.db.outboxLane.findUniqueOrThrow({ where: { workspaceId_key: lane } })).recheckAt !==
        null;
      await syncPeople(ctx, () => listed([slackUser(ctx, 'UGUEST', { ...over, real_name: 'Sample' })]));
      expect(await isDue()).toBe(false);
      await syncPeople(ctx, () => listed([slackUser(ctx, 'UCSM', over)]));
      expect(await isDue()).toBe(true);
    }
  });

  it('keeps what people set in Baton, and the first instant at which somebody had left', async () => {
    const ctx = await newWorkspace(database.db);
    const coverId = await newMember(ctx, 'UCOVER');
    await newMember(ctx, 'UCSM', { coverId, awayUntil: NOW });
    const left = slackUser(ctx, 'UCSM', { deleted: true });
    await syncPeople(ctx, () => listed([left]));
    const later = { ...ctx, now: new Date(NOW.getTime() + 86_400_000) };
    await syncPeople(later, () => listed([{ ...left, real_name: 'New Name' }]));
    const person = await memberBySlackId(database.db, ctx.workspace.id, 'UCSM');
    expect(person).toMatchObject({ name: 'New Name', coverId, awayUntil: NOW, deactivatedAt: NOW });
    await syncPeople(later, () => listed([slackUser(ctx, 'UCSM')]));
    expect((await memberBySlackId(database.db, ctx.workspace.id, 'UCSM'))?.deactivatedAt).toBeNull();
  });

  it('keeps what it read when the list breaks off, and does not count as done', async () => {
    const ctx = await newWorkspace(database.db);
    async function* broken() {
      for (let i = 0; i < 600; i++) yield slackUser(ctx, `U${i}`);
      throw new Error('connection lost');
    }
    await expect(syncPeople(ctx, broken)).rejects.toThrow('connection lost');
    expect(await database.db.member.count({ where: { workspaceId: ctx.workspace.id } })).toBe(500);
    const workspace = await database.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspace.id } });
    expect(workspace.peopleSyncedAt).toBeNull();
  });

  it('records one person, with a name that can be stored and a zone that can be calculated with', async () => {
    const ctx = await newWorkspace(database.db);
    const odd = { real_name: '\u0000 ', name: 'ann', tz: 'Mars/Olympus', profile: { display_name: '' } };
    const person = await transact(ctx, (tx) => upsertMember(tx, slackUser(ctx, 'UANN', odd)));
    expect(person).toMatchObject({ slackUserId: 'UANN', name: 'ann', zone: 'UTC', teams: [] });
  });
});

describe('loading people', () => {
  it('brings covers, managers and leads, and theirs, but nobody of another workspace', async () => {
    const ctx = await newWorkspace(database.db);
    const boss = await newMember(ctx, 'UBOSS');
    const lead = await newMember(ctx, 'ULEAD', { managerId: boss });
    const cover = await newMember(ctx, 'UCOVER');
    const csm = await newMember(ctx, 'UCSM', { coverId: cover });
    const calendar = { week: 'always', holidays: [] };
    const data = { workspaceId: ctx.workspace.id, lane: 'cs', leadId: lead, createdAt: NOW } as const;
    const team = { ...data, id: boss, name: 'Enterprise', channel: 'C012345', calendar };
    await database.db.team.create({ data: { ...team, members: { create: { memberId: csm } } } });

    const people = await loadPeople(database.db, ctx.workspace.id, [csm, csm]);
    expect([...people.keys()].sort()).toEqual([boss, lead, cover, csm].sort());
    expect(people.get(csm)?.teams).toEqual([
      {
        id: boss,
        name: 'Enterprise',
        lane: 'cs',
        channel: 'C012345',
        leadId: lead,
        routing: 'fewest_accounts',
        calendar,
      },
    ]);
    const other = await newWorkspace(database.db);
    expect((await loadPeople(database.db, other.workspace.id, [csm])).size).toBe(0);
    expect(await memberBySlackId(database.db, other.workspace.id, 'UCSM')).toBeNull();
    expect((await loadPeople(database.db, ctx.workspace.id, [])).size).toBe(0);
  });
});
