import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Prisma } from '../../prisma/generated/client.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadListed, loadOwnListed } from '../../src/risks/read/load-listed.ts';
import { loadShownRisk } from '../../src/risks/read/load-risks.ts';
import { openListedRisk } from '../../src/risks/verbs/open-listed-risk.ts';
import { riskRequestMessage } from '../../views/risks/messages.ts';
import { CAST, ownedAccount, standsAt } from '../accounts/owned.ts';
import { newHealth, newRisk } from '../accounts/world.ts';
import { acting, buildHouse, expectDone, type House, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { words } from '../views/handoffs/rendered.ts';
import { LOW, slidAccount, tellsOf } from './slid.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
let elsewhere: House;
beforeAll(async () => {
  elsewhere = await buildHouse(database.db);
});

let owner: string;
beforeEach(() => {
  owner = house.ids['receiver'] ?? '';
});
const own = async () => loadOwnListed(house.ctx, owner);
const ids = async () => (await own()).some.map(({ accountId }) => accountId);

describe('the accounts that slide or have been low for long', () => {
  it('are listed, the farthest below its usual first, with what is said of each', async () => {
    const low = await slidAccount(house, LOW);
    const near = await slidAccount(house);
    const far = await slidAccount(house, { fall: 20 });
    expect(await own()).toMatchObject({
      total: 3,
      some: [
        { accountId: far, isLow: false },
        { accountId: near, slide: { recent: 61.4, usual: 70.3 }, isLow: false },
        { accountId: low, slide: null, isLow: true },
      ],
    });
  });

  it('are those, too, that are behind in onboarding', async () => {
    const begun = { type: 'seats_used', value: 12, atLeast: 20, byDay: 30, day: 41 };
    const accountId = await slidAccount(house, { tier: null, fall: null, facts: undefined, behind: [begun] });
    expect((await own()).some).toMatchObject([{ accountId, slide: null, isLow: false, behindOnDay: 41 }]);
  });

  it('are not those that nothing is told of, or that somebody else owns', async () => {
    await slidAccount(house, { tier: null });
    await slidAccount(house, {}, { csOwnerId: house.ids['present'] });
    expect(await own()).toEqual({ total: 0, some: [] });
  });

  it('are not those of which nothing is known now, or all is expected', async () => {
    await slidAccount(house, { fall: null });
    const low = await slidAccount(house, { fall: null, lowForLong: true });
    expect((await own()).some).toMatchObject([{ accountId: low, slide: null, isLow: true }]);
  });

  it('are not those with an open risk, and are again once it was saved', async () => {
    const accountId = await slidAccount(house, { tier: 'card' });
    const riskId = await newRisk(house.ctx, accountId, { rule: 'slide' });
    expect(await ids()).toEqual([]);
    const saved = { state: 'resolved', outcome: 'saved', resolvedAt: house.ctx.now } as const;
    await database.db.risk.update({ where: { id: riskId }, data: saved });
    expect(await ids()).toEqual([accountId]);
  });

  it.each([
    ['is lost', { outcome: 'lost' }],
    ['was a false alarm', { outcome: 'not_a_risk', verdict: 'false_alarm' }],
  ])('are not one that %s', async (_, over) => {
    const accountId = await slidAccount(house);
    await newRisk(house.ctx, accountId, { state: 'resolved', resolvedAt: house.ctx.now, ...over });
    expect(await ids()).toEqual([]);
  });

  it('are not one that was merged, or whose health a person has set, while that holds', async () => {
    const into = await ownedAccount(house);
    await slidAccount(house, {}, { mergedIntoId: into });
    const accountId = await slidAccount(house);
    const overrideUntil = new Date(house.ctx.now.getTime() + 86_400_000);
    await newHealth(house.ctx, accountId, { overrideBand: 'healthy', overrideUntil });
    expect(await ids()).toEqual([]);
    expect((await loadOwnListed({ ...house.ctx, now: overrideUntil }, owner)).some).toMatchObject([
      { accountId },
    ]);
  });

  it('are as many as fit, and a number', async () => {
    for (let n = 0; n < 23; n++) await slidAccount(house);
    const { total, some } = await own();
    expect([total, some.length]).toEqual([23, 20]);
    const { first, others } = await loadListed(house.ctx, Prisma.sql`true`, {
      first: some.slice(0, 3).map(({ accountId }) => accountId),
      most: 5,
    });
    expect([first.size, others.total, others.some.length]).toEqual([3, 20, 5]);
    expect(others.some.filter(({ accountId }) => first.has(accountId))).toEqual([]);
  });

  it('say what of them is expected and ends first, and how much else is', async () => {
    const accountId = await slidAccount(house);
    const other = await slidAccount(house, LOW);
    const { now, workspace } = house.ctx;
    const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
    const expects = (type: string, until: Date) => ({
      ...{ accountId, workspaceId: workspace.id, type, until, note: 'Sample', createdAt: inDays(-2) },
    });
    await database.db.expectedSignal.createMany({
      // One is over, and one is of no type that counts.
      data: [
        ...[expects('nps', inDays(9)), expects('csat', inDays(5)), expects('usage_depth', inDays(7))],
        ...[expects('seats_used', inDays(-1)), expects('no_such_type', inDays(1))],
      ],
    });
    const expected = { label: 'Satisfaction survey', until: inDays(5).toISOString(), more: 2 };
    expect((await own()).some).toMatchObject([
      { accountId, expected },
      { accountId: other, expected: null },
    ]);
    const { first } = await loadListed(house.ctx, Prisma.sql`true`, { first: [accountId], most: 5 });
    expect(first.get(accountId)).toMatchObject({ expected });
  });

  it('are those of their workspace', async () => {
    await slidAccount(house);
    const theirs = elsewhere.ctx;
    expect(await loadOwnListed(theirs, owner)).toEqual({ total: 0, some: [] });
    expect((await loadListed(theirs, Prisma.sql`true`, { first: [], most: 5 })).others.total).toBe(0);
  });

  it('lose what cannot be read, and no more', async () => {
    await slidAccount(house, { facts: { recent: 'much' } });
    const both = await slidAccount(house, { facts: { recent: 'much' }, lowForLong: true });
    expect((await own()).some).toMatchObject([{ accountId: both, slide: null, isLow: true }]);
  });
});

describe('a risk of one of them', () => {
  it('is flagged by any full member, and by nobody else', async () => {
    for (const { name, role } of CAST) {
      const accountId = await slidAccount(house);
      const answer = await openListedRisk(acting(house, name), { summaryId: null, accountId });
      expect([name, isRefusal(answer)]).toEqual([name, role === 'outsider']);
    }
    const accountId = await slidAccount(house);
    const command = { summaryId: null, accountId };
    expect(await openListedRisk(acting(elsewhere, 'admin'), command)).toMatchObject({ refused: 'not_found' });
  });

  it('is opened once, and says that it slides', async () => {
    const accountId = await slidAccount(house);
    await standsAt(house.ctx, accountId, 'healthy', 88);
    const onlooker = acting(house, 'onlooker');
    const command = { summaryId: null, accountId };
    const both = await Promise.all([1, 2].map(() => openListedRisk(onlooker, command)));
    const [opened] = both.filter((one) => !isRefusal(one));
    expect(both.filter(isRefusal)).toMatchObject([{ refused: 'open_already' }]);
    const risk = await loadShownRisk(house.ctx, expectDone(opened ?? { refused: 'none' }).riskId);
    expect(risk).toMatchObject({ rule: 'enabled', severity: 'healthy', slide: { areas: 2, record: null } });
    const text = words(riskRequestMessage(risk as never, { memberId: '', isAsked: true, may: () => true }));
    expect(text).toMatch(/is sliding\. .*61 of 100 in the last weeks, 9 below its usual 70\. Its own ups/s);
    expect(text).not.toContain('such cards');
    expect(await ids()).toEqual([]);
  });

  it('is opened where too little is known of its health', async () => {
    const accountId = await slidAccount(house, LOW);
    const command = { summaryId: null, accountId };
    const { riskId } = expectDone(await openListedRisk(acting(house, 'onlooker'), command));
    expect(await loadShownRisk(house.ctx, riskId)).toMatchObject({ severity: 'watch', slide: null });
    expect(await database.db.accountHealth.count({ where: { accountId } })).toBe(0);
  });

  it('is not opened once it slides no more, or was set aside', async () => {
    const over = await ownedAccount(house);
    const aside = await slidAccount(house);
    const verdict = { outcome: 'not_a_risk', verdict: 'false_alarm' } as const;
    await newRisk(house.ctx, aside, { state: 'resolved', resolvedAt: house.ctx.now, ...verdict });
    for (const accountId of [over, aside])
      expect(await openListedRisk(acting(house, 'onlooker'), { summaryId: null, accountId })).toMatchObject({
        refused: 'not_low',
        message: expect.stringContaining('no longer at risk or sliding'),
      });
    await tellsOf(house.ctx, over);
    expect(
      isRefusal(await openListedRisk(acting(house, 'onlooker'), { summaryId: null, accountId: over })),
    ).toBe(false);
  });
});
