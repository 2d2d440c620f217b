import { beforeEach, describe, expect, it } from 'vitest';
import { passOnMornings } from '../../src/cases/told/pass-on-mornings.ts';
import { tellEachInMorning } from '../../src/cases/told/remind.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { setAway } from '../../src/people/set-away.ts';
import { setPerson } from '../../src/people/set-person.ts';
import { tellOfAbsences } from '../../src/people/tell-of-absences.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { transact } from '../../src/platform/transact.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { isoDay } from '../../src/time/day.ts';
import { acting, expectDone, handedOver, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { newMember, newTeam, newWorkspace } from './world.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const id = (name: string) => house.ids[name] ?? '';

const DAY_MS = 24 * 3_600_000;
let until: Date;
beforeEach(() => {
  until = new Date(house.ctx.now.getTime() + 3 * DAY_MS);
});

const away = (as: string, who: string, more: { coverId?: string; until?: Date | null } = {}) =>
  setAway(acting(house, as), { memberId: id(who), until, ...more });
const refused = async (answer: Promise<unknown>) => {
  const got = await answer;
  return isRefusal(got) ? got.refused : null;
};
const stored = (who: string) => database.db.member.findUniqueOrThrow({ where: { id: id(who) } });

describe('who may say that somebody is away', () => {
  it('is that person, whoever is above them, and an admin; nobody else', async () => {
    for (const by of ['present', 'receiver lead', 'admin'])
      expect(await refused(away(by, 'present')), by).toBeNull();
    for (const by of ['sender', 'cover', 'onlooker', 'sender lead'])
      expect(await refused(away(by, 'present')), by).toBe('not_above');
    expect(await refused(away('receiver manager', 'receiver'))).toBeNull();
  });

  it('is the lead of either team of somebody who is in two', async () => {
    await newTeam(house.ctx, 'Another Team', 'service', { leadId: id('onlooker'), members: [id('present')] });
    for (const by of ['onlooker', 'receiver lead']) expect(await refused(away(by, 'present')), by).toBeNull();
  });

  it('is nobody of another workspace', async () => {
    const elsewhere = acting(
      { ...house, ctx: { ...house.ctx, workspace: { ...house.ctx.workspace, id: id('guest') } } },
      'admin',
    );
    expect(await refused(setAway(elsewhere as Ctx, { memberId: id('present'), until }))).toBe(
      'unknown_person',
    );
  });
});

describe('an absence', () => {
  it('names who answers: the cover, else the lead; and says where the cover is away as well', async () => {
    expect(await away('present', 'present')).toMatchObject({ answerer: { id: id('receiver lead') } });
    const covered = await away('present', 'present', { coverId: id('cover') });
    expect(covered).toMatchObject({ answerer: { id: id('cover') }, absentCover: null });
    expectDone(await setPerson(house.ctx, { memberId: id('cover'), awayUntil: until }));
    expect(await away('present', 'present')).toMatchObject({
      answerer: { id: id('receiver lead') },
      absentCover: { id: id('cover') },
    });
  });

  it('leaves work with somebody for whom nobody is there, also in a circle of covers', async () => {
    const [one, other] = [await newMember(house.ctx, 'UONE'), await newMember(house.ctx, 'UOTHER')];
    const by = (memberId: string): Ctx => ({ ...house.ctx, actor: { type: 'member', memberId } });
    expect(await setAway(by(one), { memberId: one, until, coverId: other })).toMatchObject({
      answerer: { id: other },
    });
    expect(await setAway(by(other), { memberId: other, until, coverId: one })).toMatchObject({
      answerer: null,
      absentCover: { id: one },
    });
  });

  it('is not of oneself as one’s own cover, of a guest, of the past, or of years', async () => {
    expect(await refused(away('present', 'present', { coverId: id('present') }))).toBe('self');
    expect(await refused(away('present', 'present', { coverId: id('guest') }))).toBe('unfit_person');
    expect(await refused(away('present', 'present', { until: house.ctx.now }))).toBe('past');
    const far = new Date(house.ctx.now.getTime() + 400 * DAY_MS);
    expect(await refused(away('present', 'present', { until: far }))).toBe('too_far');
    expect((await stored('present')).awayUntil).toBeNull();
  });

  it('that begins later leaves what lasts as it is, and names who answers then', async () => {
    const from = new Date(house.ctx.now.getTime() + 10 * DAY_MS);
    const later = new Date(from.getTime() + 5 * DAY_MS);
    // The cover is back by then.
    expectDone(await setPerson(house.ctx, { memberId: id('cover'), awayUntil: until }));
    const planned = { memberId: id('present'), from, until: later, coverId: id('cover') };
    expect(await setAway(acting(house, 'present'), planned)).toMatchObject({
      from,
      answerer: { id: id('cover') },
      absentCover: null,
    });
    expectDone(await away('present', 'present'));
    const both = { awayUntil: until, nextAwayFrom: from, nextAwayUntil: later };
    expect(await stored('present')).toMatchObject(both);
    // Back from the one, and then not going on the other.
    expectDone(await away('present', 'present', { until: null }));
    expect(await stored('present')).toMatchObject({ ...both, awayUntil: null });
    expectDone(await away('present', 'present', { until: null }));
    expect(await stored('present')).toMatchObject({ nextAwayFrom: null, nextAwayUntil: null });
    expect(await refused(setAway(acting(house, 'present'), { ...planned, until: from }))).toBe('ends_first');
  });

  it('that was planned begins at its time, in the workspaces served alone', async () => {
    const from = new Date(house.ctx.now.getTime() + DAY_MS);
    expectDone(await setAway(acting(house, 'present'), { memberId: id('present'), from, until }));
    const { absences } = await stored('present');
    const look = (at: Date, workspaces: Ctx['workspace'][]) =>
      tellOfAbsences({
        ...{ db: database.db, log: house.ctx.log, stopping: new AbortController().signal, tell: [] },
        ...{ clock: { now: () => at, wall: () => at }, served: serving(workspaces) },
      });
    await look(new Date(from.getTime() - 1), [house.ctx.workspace]);
    await look(from, [(await newWorkspace(database.db)).workspace]);
    expect(await stored('present')).toMatchObject({ awayUntil: null, nextAwayFrom: from });
    await look(from, [house.ctx.workspace]);
    expect(await stored('present')).toMatchObject({
      ...{ awaySince: from, awayUntil: until, nextAwayFrom: null, nextAwayUntil: null },
      ...{ absences: absences + 1, absencesTold: absences + 1 },
    });
  });

  it('asks who stands in, and ends with a word; the cover stays named', async () => {
    const { absences } = await stored('present');
    expectDone(await away('present', 'present', { coverId: id('cover') }));
    expect(await stored('present')).toMatchObject({ awayUntil: until, absences: absences + 1 });
    expectDone(await away('present', 'present', { until: null }));
    expect(await stored('present')).toMatchObject({ awayUntil: null, coverId: id('cover') });
  });
});

it('what was kept for a morning of somebody who is away by then is in that of who stands in, but for their first one back', async () => {
  const handoffId = await handedOver(house, 'acknowledge', { isPrivate: false });
  const { ctx } = house;
  const keep = async (who: string, at: Date, subject = { type: 'handoff', id: handoffId }) => {
    const person = (await loadPeople(ctx.db, ctx.workspace.id, [id(who)])).get(id(who));
    if (!person) throw new Error('nobody is there');
    await transact({ ...ctx, now: at }, async (tx) => {
      const settings = await loadSettings(tx.tx, ctx.workspace.id);
      const timers = [{ subject, clock: 'acknowledge', epoch: at.getTime() % 1000 }];
      await enqueue(tx, await tellEachInMorning(tx, settings, [{ person, timers }]));
    });
  };
  await keep('present', ctx.now);
  await keep('present', ctx.now, { type: 'slides', id: id('present') });
  await keep('present', new Date(ctx.now.getTime() + 9 * DAY_MS + 1));
  expectDone(await away('present', 'present', { coverId: id('cover') }));
  await tellOfAbsences({
    ...{
      db: database.db,
      clock: { now: () => ctx.now, wall: () => ctx.now },
      served: serving([ctx.workspace]),
    },
    ...{ log: ctx.log, stopping: new AbortController().signal, tell: [passOnMornings] },
  });
  const kept = await database.db.morningItem.findMany({
    where: { workspaceId: ctx.workspace.id },
    orderBy: { day: 'asc' },
  });
  expect(kept.map(({ memberId, day }) => [memberId === id('cover') ? 'cover' : 'present', day])).toEqual([
    ['cover', isoDay(new Date(ctx.now.getTime() + DAY_MS))],
    // Nobody else has use for how their own accounts slide.
    ['present', isoDay(new Date(ctx.now.getTime() + 4 * DAY_MS))],
    ['present', isoDay(new Date(ctx.now.getTime() + 10 * DAY_MS))],
  ]);
});
