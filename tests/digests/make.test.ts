import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { listSubscriptions } from '../../src/digests/list-subscriptions.ts';
import { loadRun } from '../../src/digests/load-run.ts';
import { stopSubscription, subscribe } from '../../src/digests/subscribe.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { ownedAccount, standsAt } from '../accounts/owned.ts';
import { acting, buildHouse, expectDone, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { at, beatAt, daysOf, EVERYTHING, later, MINE, saidOf, wants } from './desk.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
beforeEach(async () => {
  await database.db.digestSubscription.updateMany({
    data: { dueAt: null, stoppedAt: at('2027-01-01T00:00') },
  });
});

const MONDAY = at('2027-03-08T07:00');
const one = (id: string) => database.db.digestSubscription.findUniqueOrThrow({ where: { id } });
const refusalOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done');

describe('a digest that is wanted', () => {
  it('comes on its day, with what it says, and then a week later', async () => {
    const { db } = database;
    const accountId = await ownedAccount(house, {
      csOwnerId: house.ids['present'],
      arr: '12000',
      currency: 'USD',
    });
    await standsAt(house.ctx, accountId, 'critical', 20);
    const id = await wants(house, 'present');
    expect(await beatAt(db, at('2027-03-08T06:59'))).toBe(0);
    expect(await beatAt(db, MONDAY)).toBe(1);
    expect(await one(id)).toMatchObject({ lastDay: '2027-03-08', dueAt: at('2027-03-15T07:00') });
    const { id: runId } = await db.digestRun.findFirstOrThrow({ where: { subscriptionId: id } });
    const run = await loadRun(house.ctx, runId);
    expect(run).toMatchObject({
      kind: 'digest',
      for: { id: house.ids['present'], slackUserId: 'UPRESENT' },
      content: {
        scope: { kind: 'mine', name: 'Person UPRESENT' },
        bridge: null,
        lateSince: null,
        figures: { atRisk: { accounts: 1, amount: 12_000 } },
        lines: [{ accountId, band: 'critical', next: { kind: 'open', accountId }, kept: null }],
        more: 0,
      },
    });
    expect((await saidOf(db, runId)).map(({ kind, lane, isRoot }) => [kind, lane, isRoot])).toEqual([
      ['digest', 'UPRESENT', true],
      ['digest_details', 'UPRESENT', false],
      ['digest_work', 'UPRESENT', false],
    ]);
    await standsAt(house.ctx, accountId, 'healthy', 95);
    expect(await beatAt(db, at('2027-03-15T07:00'))).toBe(1);
    const [, second] = await db.digestRun.findMany({
      where: { subscriptionId: id },
      orderBy: { day: 'asc' },
    });
    const next = await loadRun(house.ctx, second?.id ?? '');
    expect(next?.content).toMatchObject({
      bridge: { before: { accounts: 1, amount: 12_000 }, now: { accounts: 0, amount: 0 } },
      lines: [],
    });
    expect((await saidOf(db, second?.id ?? '')).map(({ kind }) => kind)).toEqual(['digest', 'digest_work']);
  });

  it('is made once by three processes at once', async () => {
    const log = pino({ level: 'silent' });
    const others = [1, 2].map(() => openDatabase({ url: database.url, poolSize: 3, log }));
    const ids = await Promise.all([
      ...['present', 'receiver lead', 'receiver manager'].map((name) => wants(house, name)),
      ...['C0SAMPLE1', 'C0SAMPLE2', 'C0SAMPLE3'].map((channel) =>
        wants(house, 'admin', { ...EVERYTHING, channel }),
      ),
    ]);
    for (const week of ['2027-03-08T07:00', '2027-03-15T07:00'])
      await Promise.all([database, ...others].map(({ db }) => beatAt(db, at(week))));
    for (const id of ids) expect(await daysOf(database.db, id)).toEqual(['2027-03-08', '2027-03-15']);
    const runs = await database.db.digestRun.findMany({ where: { subscriptionId: { in: ids } } });
    for (const run of runs) expect(await saidOf(database.db, run.id)).toHaveLength(2);
    await Promise.all(others.map(({ close }) => close()));
  });

  it('says that it is late after a downtime, and leaves out a whole week that was missed', async () => {
    const id = await wants(house, 'present');
    await beatAt(database.db, at('2027-03-16T12:00'));
    expect(await daysOf(database.db, id)).toEqual(['2027-03-15']);
    const run = await database.db.digestRun.findFirstOrThrow({ where: { subscriptionId: id } });
    expect(run.content).toMatchObject({ lateSince: '2027-03-15T07:00:00.000Z' });
    // Half a day before the next, the late one is passed over.
    expect(await beatAt(database.db, at('2027-03-28T20:00'))).toBe(1);
    expect(await daysOf(database.db, id)).toEqual(['2027-03-15']);
    expect(await one(id)).toMatchObject({ lastDay: '2027-03-22', dueAt: at('2027-03-29T06:00') });
  });

  it('moves with its zone, a holiday, and the hours of a team, and is of each day once', async () => {
    const { db } = database;
    const own = await wants(house, 'present');
    const fixed = await wants(house, 'present', { ...MINE, zone: 'Asia/Tokyo', channel: 'C0SAMPLE' });
    const zoneIs = (zone: string) =>
      db.member.update({ where: { id: house.ids['present'] ?? '' }, data: { zone } });
    await beatAt(db, at('2027-03-08T06:00'));
    expect(await daysOf(db, fixed)).toEqual(['2027-03-08']);
    await zoneIs('America/Los_Angeles');
    await beatAt(db, MONDAY);
    expect(await daysOf(db, own)).toEqual([]);
    expect(await one(own)).toMatchObject({ dueAt: at('2027-03-08T16:00') });
    await beatAt(db, at('2027-03-08T16:00'));
    await zoneIs('Pacific/Pago_Pago');
    await beatAt(db, at('2027-03-08T19:00'));
    expect(await daysOf(db, own)).toEqual(['2027-03-08']);
    await zoneIs('Europe/Berlin');
    expectDone(await setSetting(house.ctx, { key: 'calendar.holidays', value: '2027-03-15' }));
    await beatAt(db, at('2027-03-15T12:00'));
    expect(await one(own)).toMatchObject({ dueAt: at('2027-03-16T07:00') });
    await beatAt(db, at('2027-03-16T07:00'));
    expect(await daysOf(db, own)).toEqual(['2027-03-08', '2027-03-15']);
    expect(await daysOf(db, fixed)).toEqual(['2027-03-08', '2027-03-15']);
  });

  it('is compared with none of something else, nor with one in another currency', async () => {
    const { db } = database;
    await ownedAccount(house, { csOwnerId: house.ids['present'], arr: '12000', currency: 'USD' }).then((id) =>
      standsAt(house.ctx, id, 'critical', 20),
    );
    const bridges = async () => {
      const where = { workspaceId: house.ctx.workspace.id };
      const runs = await db.digestRun.findMany({ where, orderBy: { madeAt: 'asc' } });
      return runs.map(({ content }) => (content as { bridge: object | null }).bridge !== null);
    };
    const first = await wants(house, 'admin', EVERYTHING);
    await beatAt(db, MONDAY);
    const changed = later(acting(house, 'admin'), at('2027-03-09T10:00'));
    const { subscriptionId, wasThere } = expectDone(
      await subscribe(changed, { ...MINE, subscriptionId: first }),
    );
    expect([wasThere, subscriptionId === first]).toEqual([true, false]);
    expect(await one(first)).toMatchObject({ stoppedAt: at('2027-03-09T10:00'), dueAt: null });
    expect(await listSubscriptions(house.ctx, house.ids['admin'] ?? '')).toHaveLength(1);
    await beatAt(db, at('2027-03-15T07:00'));
    await beatAt(db, at('2027-03-22T07:00'));
    expectDone(await setSetting(house.ctx, { key: 'currency.reporting', value: 'EUR' }));
    await beatAt(db, at('2027-03-29T06:00'));
    await beatAt(db, at('2027-04-05T06:00'));
    expect(await bridges()).toEqual([false, false, true, false, true]);
  });

  it('keeps no other from being made when it cannot be made itself', async () => {
    const { db } = database;
    const broken = await wants(house, 'present');
    const id = await wants(house, 'receiver lead');
    const never = `CHECK (subscription_id <> '${broken}') NOT VALID`;
    await db.$executeRawUnsafe(`ALTER TABLE digest_runs ADD CONSTRAINT sample_fault ${never}`);
    expect(await beatAt(db, MONDAY)).toBe(2);
    expect(await daysOf(db, id)).toEqual(['2027-03-08']);
    expect(await beatAt(db, at('2027-03-08T07:01'))).toBe(0);
    await db.$executeRaw`ALTER TABLE digest_runs DROP CONSTRAINT sample_fault`;
    expect(await beatAt(db, at('2027-03-08T07:10'))).toBe(1);
    expect(await daysOf(db, broken)).toEqual(['2027-03-08']);
  });
});

describe('whoever wants a digest', () => {
  it('has one of a kind in one place, and changes it by wanting it otherwise', async () => {
    const id = await wants(house, 'present');
    const again = await subscribe(acting(house, 'present'), { ...MINE, weekday: 2, minute: 600 });
    expect(again).toEqual({ subscriptionId: id, dueAt: '2027-03-03T09:00:00.000Z', wasThere: true });
    const both = await Promise.all(
      [1, 2].map(() => subscribe(acting(house, 'present'), { ...MINE, channel: 'C0SAMPLE' })),
    );
    expect(new Set(both.map((answer) => expectDone(answer).subscriptionId)).size).toBe(1);
    const twin = await subscribe(acting(house, 'present'), {
      ...MINE,
      subscriptionId: id,
      channel: 'C0SAMPLE',
    });
    expect(refusalOf(twin)).toBe('have_it');
    const listed = await listSubscriptions(house.ctx, house.ids['present'] ?? '');
    expect(listed.map(({ channel, weekday, ownerZone }) => [channel, weekday, ownerZone])).toEqual([
      [null, 2, 'Europe/Berlin'],
      ['C0SAMPLE', 0, 'Europe/Berlin'],
    ]);
  });

  it('may see what it is of, when it is wanted and each time it is made', async () => {
    const { db } = database;
    expect(refusalOf(await subscribe(acting(house, 'present'), EVERYTHING))).toBe('not_yours');
    expect(refusalOf(await subscribe(acting(house, 'guest'), MINE))).toBe('not_yours');
    const team = await db.team.findFirstOrThrow({
      where: { workspaceId: house.ctx.workspace.id, lane: 'cs' },
    });
    const ofTeam = { ...MINE, scope: 'team', teamId: team.id } as const;
    expect(refusalOf(await subscribe(acting(house, 'present'), ofTeam))).toBe('not_yours');
    const id = await wants(house, 'receiver lead', ofTeam);
    await db.team.update({ where: { id: team.id }, data: { leadId: null } });
    expect(await beatAt(db, MONDAY)).toBe(1);
    expect(await beatAt(db, at('2027-03-15T07:00'))).toBe(0);
    expect(await one(id)).toMatchObject({ stoppedAt: MONDAY, dueAt: null });
    expect(await saidOf(db, id)).toMatchObject([{ kind: 'digest_ended', lane: 'URECEIVERLEAD' }]);
  });

  it('hears no more of it once it is stopped, by nobody else, or once they have left', async () => {
    const { db } = database;
    const id = await wants(house, 'present');
    const left = await wants(house, 'onlooker');
    expect(refusalOf(await stopSubscription(acting(house, 'admin'), { subscriptionId: id }))).toBe(
      'not_found',
    );
    for (let twice = 0; twice < 2; twice++)
      expect(refusalOf(await stopSubscription(acting(house, 'present'), { subscriptionId: id }))).toBe(
        'done',
      );
    await db.member.update({
      where: { id: house.ids['onlooker'] ?? '' },
      data: { deactivatedAt: house.ctx.now },
    });
    await beatAt(db, MONDAY);
    expect([await daysOf(db, id), await daysOf(db, left)]).toEqual([[], []]);
    expect(await saidOf(db, left)).toEqual([]);
    expect(await listSubscriptions(house.ctx, house.ids['present'] ?? '')).toEqual([]);
  });

  it('asks for no day, hour, zone or channel that there is not', async () => {
    const refusals = await Promise.all(
      [
        { weekday: 7 },
        { minute: 1440 },
        { zone: 'Sample/Nowhere' },
        { channel: 'sample' },
        { scope: 'team' as const },
      ].map((over) => subscribe(acting(house, 'present'), { ...MINE, ...over })),
    );
    expect(refusals.map(refusalOf)).toEqual(['bad_day', 'bad_time', 'bad_zone', 'bad_channel', 'no_team']);
  });

  it('is not made up for what was due before they wanted it', async () => {
    const id = await wants(house, 'present');
    const changed = later(acting(house, 'present'), at('2027-03-08T06:30'));
    expectDone(await subscribe(changed, { ...MINE, minute: 360 }));
    expect(await beatAt(database.db, MONDAY)).toBe(0);
    expect(await one(id)).toMatchObject({ dueAt: at('2027-03-15T05:00') });
  });

  it('is a stranger in another workspace', async () => {
    const id = await wants(house, 'present');
    const { ctx } = await buildHouse(database.db);
    const stranger = { ...acting(house, 'present'), workspace: ctx.workspace };
    expect(refusalOf(await stopSubscription(stranger, { subscriptionId: id }))).toBe('not_found');
    expect(refusalOf(await subscribe(stranger, { ...MINE, subscriptionId: id }))).toBe('not_yours');
    const theirs = await database.db.team.findFirstOrThrow({ where: { workspaceId: ctx.workspace.id } });
    const ofTheirs = { ...MINE, scope: 'team', teamId: theirs.id } as const;
    expect(refusalOf(await subscribe(acting(house, 'admin'), ofTheirs))).toBe('no_team');
    expect(await listSubscriptions(ctx, house.ids['present'] ?? '')).toEqual([]);
    await beatAt(database.db, MONDAY);
    const run = await database.db.digestRun.findFirstOrThrow({ where: { subscriptionId: id } });
    expect(await loadRun(ctx, run.id)).toBeNull();
  });
});
