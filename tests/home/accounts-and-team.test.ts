import { expect, test } from 'vitest';
import { CASES } from '../../src/every-case.ts';
import { loadFigureRights } from '../../src/figures/load-figure-rights.ts';
import { daysBefore } from '../../src/figures/scope.ts';
import { type Place, START } from '../../src/home/home.ts';
import { ACCOUNT_PAGE, loadMyAccounts } from '../../src/home/load-my-accounts.ts';
import { loadReturns, loadTeamWork } from '../../src/home/load-team-work.ts';
import { type Group, groupsOf } from '../../src/home/work.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { claimRisk } from '../../src/risks/verbs/work.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { acting, expectDone, handedOver, ownHouse, run } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { newWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const house = ownHouse(database);

const DAY_MS = 24 * 3_600_000;
const idOf = (name: string) => house.ids[name] ?? '';

const health = (accountId: string, over: object) =>
  house.ctx.db.accountHealth.create({
    data: { accountId, workspaceId: house.ctx.workspace.id, known: true, confidence: 1, ...over },
  });

async function accountsOf(name: string, place: Partial<Place> = {}) {
  const me = (await loadPeople(house.ctx.db, house.ctx.workspace.id, [idOf(name)])).get(idOf(name));
  if (!me) throw new Error(`There is no ${name}`);
  return loadMyAccounts(house.ctx, me, { ...START, ...place });
}
const named = ({ items }: { items: readonly { name: string }[] }) => items.map(({ name }) => name);

test('accounts are those one owns or co-owns in any lane, the worst, largest and soonest renewed first', async () => {
  const me = idOf('onlooker');
  const soon = new Date('2027-04-01');
  const low = await newAccount(house.ctx, 'Sample Low', {
    csOwnerId: me,
    arr: 1_000,
    currency: 'EUR',
    segment: 'Big',
  });
  const large = await newAccount(house.ctx, 'Sample Large', {
    salesOwnerId: me,
    arr: 90_000,
    currency: 'EUR',
    segment: 'big',
  });
  const late = await newAccount(house.ctx, 'Sample Soon', {
    serviceOwnerId: me,
    arr: 30_000,
    currency: 'USD',
    renewalOn: soon,
  });
  const shared = await newAccount(house.ctx, 'Sample Shared', {
    arr: 10,
    coOwners: { create: { lane: 'cs', memberId: me } },
  });
  await newAccount(house.ctx, 'Sample Merged', { csOwnerId: me, mergedIntoId: low });
  await newAccount(house.ctx, 'Sample Other', { csOwnerId: idOf('present') });
  await health(low, { band: 'critical', score: 20 });
  await health(late, { band: 'watch', score: 70 });
  await health(large, { band: 'healthy', score: 90, known: false });
  const day = new Date(house.ctx.now.getTime() + DAY_MS);
  await health(shared, { band: 'healthy', overrideBand: 'critical', overrideUntil: day });

  const all = await accountsOf('onlooker');
  expect(named(all)).toEqual(['Sample Soon', 'Sample Large', 'Sample Low', 'Sample Shared']);
  expect(all.items.map(({ band, overridden }) => [band, overridden])).toEqual([
    ['watch', false],
    ['unknown', false],
    ['critical', false],
    ['critical', true],
  ]);
  // Written in two ways, it is one segment.
  expect(all.segments.map(({ name }) => name.toLowerCase())).toEqual(['', 'big']);
  expect([all.total, all.all, all.pages]).toEqual([4, 4, 1]);

  const fits = async (place: Partial<Place>) => named(await accountsOf('onlooker', place));
  expect(await fits({ band: 'critical' })).toEqual(['Sample Low', 'Sample Shared']);
  expect(await fits({ band: 'unknown' })).toEqual(['Sample Large']);
  expect(await fits({ segment: all.segments[1]?.key ?? '' })).toEqual(['Sample Large', 'Sample Low']);
  expect(await fits({ renewal: '30' })).toEqual([]);
  expect(await fits({ renewal: '90' })).toEqual(['Sample Soon']);
  expect(await fits({ renewal: 'none', band: 'critical' })).toEqual(['Sample Low', 'Sample Shared']);
  const none = await accountsOf('onlooker', { band: 'healthy' });
  expect([none.total, none.all, none.segments.length]).toEqual([0, 4, 2]);
});

test('an open risk counts for what it is, and is named', async () => {
  const account = await newAccount(house.ctx, 'Sample Risky', { csOwnerId: idOf('admin'), arr: 5 });
  await newAccount(house.ctx, 'Sample Calm', { csOwnerId: idOf('admin'), arr: 6 });
  const flag = { kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent: true } as const;
  const { riskId } = expectDone(
    await flagRisk(acting(house, 'present'), { account: { id: account }, ...flag }),
  );
  const { items } = await accountsOf('admin');
  expect(items.map(({ name, risk }) => [name, risk?.state ?? null])).toEqual([
    ['Sample Risky', 'open'],
    ['Sample Calm', null],
  ]);
  expectDone(await claimRisk(acting(house, 'admin'), { riskId }));
  expect((await accountsOf('admin')).items[0]?.risk).toMatchObject({
    state: 'claimed',
    severity: 'critical',
  });
});

test('a page that is gone is the last, and another workspace has none of them', async () => {
  for (let n = 0; n < ACCOUNT_PAGE + 2; n++)
    await newAccount(house.ctx, `Sample Many ${n}`, { csOwnerId: idOf('receiver manager') });
  const last = await accountsOf('receiver manager', { page: 7 });
  expect([last.page, last.pages, last.items.length]).toEqual([1, 2, 2]);
  const other = await newWorkspace(database.db);
  const me = (await loadPeople(database.db, house.ctx.workspace.id, [idOf('onlooker')])).get(
    idOf('onlooker'),
  );
  if (!me) throw new Error('There is no onlooker');
  expect(await loadMyAccounts(other, me, START)).toMatchObject({ items: [], all: 0 });
});

async function groupsFor(name: string): Promise<Group[]> {
  const settings = await loadSettings(house.ctx.db, house.ctx.workspace.id);
  return groupsOf(await loadFigureRights(house.ctx, idOf(name), settings));
}

test('managers and leads see the people they look after, and no others', async () => {
  const names = async (name: string) => (await groupsFor(name)).map((group) => group.name);
  expect(await names('receiver manager')).toEqual(['My reports']);
  expect(await names('receiver lead')).toEqual(['Sample CS']);
  expect(await names('sender lead')).toEqual(['Sample Sales']);
  for (const name of ['receiver', 'onlooker', 'guest', 'left'])
    expect([name, await names(name)]).toEqual([name, []]);
});

test('what is open is counted for each person, late things first', async () => {
  const waiting = await handedOver(house, 'acknowledge', { isPrivate: true });
  const returned = await handedOver(house, 'resubmit', { isPrivate: false });
  const accepted = await handedOver(house, 'acknowledge', { isPrivate: false });
  expectDone(await run.accept(acting(house, 'receiver'), accepted));
  expect(new Set([waiting, returned, accepted]).size).toBe(3);
  const [team] = await groupsFor('receiver lead');
  const [reports] = await groupsFor('receiver manager');
  if (!team || !reports) throw new Error('There is a group');
  const open = async (group: Group, days = 0) => {
    const now = new Date(house.ctx.now.getTime() + days * DAY_MS);
    const { people } = await loadTeamWork({ ...house.ctx, now }, group.scope, { page: 0, kinds: CASES });
    return people.map(({ person, ...counts }) => [person.slackUserId, counts] as const);
  };
  const nothing = { open: {}, ends: {}, late: 0 };
  const theirs = { answer: 1, finish: 1 };
  const ends = { sales_to_cs: 1 };
  expect(await open(team)).toEqual([
    ['URECEIVER', { open: theirs, ends, late: 0 }],
    ['UPRESENT', nothing],
  ]);
  expect((await open(team, 30))[0]).toEqual(['URECEIVER', { open: theirs, ends, late: 2 }]);
  expect((await open(reports)).map(([id]) => id).sort()).toEqual(['URECEIVER', 'URECEIVERMANAGER']);
  const [sales] = await groupsFor('sender lead');
  if (sales)
    expect(await open(sales)).toEqual([
      ['USENDER', { ends: {}, open: { returned: 1, follow_up: 1 }, late: 0 }],
    ]);
  const other = await newWorkspace(database.db);
  expect((await loadTeamWork(other, team.scope, { page: 0, kinds: CASES })).people).toEqual([]);
});

test('what comes back is told by rep and by gap from three on', async () => {
  const [team] = await groupsFor('sender lead');
  const [receiving] = await groupsFor('receiver lead');
  if (!team || !receiving) throw new Error('There is a group');
  const period = daysBefore(new Date(house.ctx.now.getTime() + DAY_MS), 90);
  const returns = () => loadReturns(house.ctx, team.scope, period);
  // One came back above, of three: the rep has three, and the gap has one.
  expect(await returns()).toMatchObject({ reps: [{ sent: 3, returned: 1 }], gaps: [] });
  for (let n = 0; n < 2; n++) await handedOver(house, 'resubmit', { isPrivate: n === 1 });
  expect(await returns()).toEqual({
    reps: [{ person: { slackUserId: 'USENDER', name: 'Person USENDER' }, sent: 5, returned: 3 }],
    gaps: [{ label: 'Champion', times: 3 }],
  });
  // Whose reps those are the other side does not read.
  expect(await loadReturns(house.ctx, receiving.scope, period)).toEqual({
    reps: [],
    gaps: [{ label: 'Champion', times: 3 }],
  });
  expect(await loadReturns(house.ctx, team.scope, daysBefore(house.ctx.now, 1))).toEqual({
    reps: [],
    gaps: [],
  });
  const other = await newWorkspace(database.db);
  expect(await loadReturns(other, team.scope, period)).toEqual({ reps: [], gaps: [] });
});
