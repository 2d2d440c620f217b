import { beforeEach, describe, expect, it, test } from 'vitest';
import { evaluateAccounts } from '../../src/health/evaluate/evaluate-accounts.ts';
import { decideOverride } from '../../src/health/override.ts';
import { clearOverride, overrideHealth } from '../../src/health/override-health.ts';
import { loadStandings } from '../../src/health/read/load-standings.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { raiseAlerts } from '../../src/risks/alerts/raise-alerts.ts';
import { ownedAccount, standsAt } from '../accounts/owned.ts';
import { newRisk } from '../accounts/world.ts';
import { acting, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';

const TODAY = '2027-03-01';

describe('what somebody says of the health of an account', () => {
  const said = { band: 'watch', until: null, note: 'Sample note' };

  it('holds for 90 days, or for 30 at the extremes', () => {
    const untilOf = (band: string) => decideOverride({ ...said, band }, TODAY);
    expect(untilOf('watch')).toMatchObject({ until: '2027-05-30' });
    expect(untilOf('at_risk')).toMatchObject({ until: '2027-05-30' });
    expect(untilOf('healthy')).toMatchObject({ until: '2027-03-31' });
    expect(untilOf('critical')).toMatchObject({ until: '2027-03-31' });
  });

  it.each([
    ['without a reason', { note: '' }, 'note'],
    ['with a reason of blanks', { note: ' \n\u0000 ' }, 'note'],
    ['with a reason that nobody reads', { note: 'x'.repeat(1_501) }, 'note'],
    ['until today', { until: TODAY }, 'until'],
    ['until a day that has passed', { until: '2027-02-01' }, 'until'],
    ['until a day that does not exist', { until: '2027-02-30' }, 'until'],
    ['until something that is no day', { until: 'soon' }, 'until'],
    ['for more than half a year', { until: '2027-08-29' }, 'until'],
    ['with a band that nobody knows', { band: 'fine' }, 'band'],
    ['with the band that is no band', { band: 'unknown' }, 'band'],
    ['with no band', { band: '' }, 'band'],
  ])('is refused %s', (_, over, field) => {
    expect(decideOverride({ ...said, ...over }, TODAY)).toMatchObject({ field });
  });

  it('may hold from tomorrow to half a year', () => {
    for (const until of ['2027-03-02', '2027-08-28'])
      expect(decideOverride({ ...said, until }, TODAY)).toMatchObject({ until });
  });
});

const database = ownDatabase();
const house = ownHouse(database);
let accountId: string;
beforeEach(async () => {
  accountId = await ownedAccount(house);
});

const word = { band: 'critical', until: '2027-03-10', note: 'They are looking elsewhere.' };

const standing = async (ctx: Ctx) =>
  (await loadStandings(ctx.db, ctx.workspace.id, [accountId], ctx.now)).get(accountId);

const evaluateAt = (now: Date) =>
  evaluateAccounts({
    db: database.db,
    clock: { now: () => now, wall: () => now },
    served: serving([house.ctx.workspace]),
    log: house.ctx.log,
    raise: raiseAlerts,
  });

describe('a person’s word', () => {
  it('stands in place of the band, with who, until when and why, and ends by itself', async () => {
    const { ctx } = house;
    await standsAt(ctx, accountId, 'watch', 65);
    expect(await overrideHealth(acting(house, 'receiver'), { accountId, ...word })).toMatchObject({
      accountId,
      band: 'critical',
    });
    // The end of that day where the receiver is.
    const until = new Date('2027-03-10T22:59:00Z');
    expect(await standing(ctx)).toMatchObject({
      band: 'critical',
      override: { until, note: word.note, by: { id: house.ids['receiver'] } },
    });
    await evaluateAt(ctx.now);
    const { dueAt } = await database.db.accountHealth.findUniqueOrThrow({ where: { accountId } });
    expect(dueAt?.getTime()).toBeLessThanOrEqual(until.getTime());
    expect(await standing({ ...ctx, now: until })).toMatchObject({ override: null });
  });

  it('is due at its end where no signal is', async () => {
    await overrideHealth(acting(house, 'receiver'), { accountId, ...word });
    expect(await standing(house.ctx)).toMatchObject({ band: 'critical', score: null });
    await evaluateAt(house.ctx.now);
    const until = new Date('2027-03-10T22:59:00Z');
    const dueAt = async () =>
      (await database.db.accountHealth.findUniqueOrThrow({ where: { accountId } })).dueAt;
    expect(await dueAt()).toEqual(until);
    await evaluateAt(until);
    expect(await dueAt()).toBeNull();
    expect(await database.db.accountHealth.findUniqueOrThrow({ where: { accountId } })).toMatchObject({
      overrideBand: null,
      overrideUntil: null,
    });
  });

  it('is written down, replaced by the next, and taken back', async () => {
    await overrideHealth(acting(house, 'receiver'), { accountId, ...word });
    const next = { band: 'healthy', until: null, note: 'All is well again.' };
    await overrideHealth(acting(house, 'sender cover'), { accountId, ...next });
    expect(await standing(house.ctx)).toMatchObject({ band: 'healthy', override: { note: next.note } });
    expect(await clearOverride(acting(house, 'admin'), { accountId })).toMatchObject({ accountId });
    expect(await standing(house.ctx)).toMatchObject({ band: 'unknown', override: null });
    expect(await clearOverride(acting(house, 'admin'), { accountId })).toMatchObject({ refused: 'not_set' });
    const history = await database.db.auditEntry.findMany({
      where: { subjectId: accountId },
      orderBy: { id: 'asc' },
    });
    expect(history.map(({ action }) => action)).toEqual([
      'health.overridden',
      'health.overridden',
      'health.override_cleared',
    ]);
    expect(history[0]?.data).toMatchObject({ band: 'critical', note: word.note });
  });

  it('has the card of an open risk drawn anew', async () => {
    const riskId = await newRisk(house.ctx, accountId);
    const { workspace, db } = house.ctx;
    const thread = { workspaceId: workspace.id, key: `risk:${riskId}`, lane: 'C0SAMPLE', kind: 'risk_card' };
    await db.outboxThread.create({
      data: { ...thread, subjectType: 'risk', subjectId: riskId, notBefore: house.ctx.now },
    });
    await overrideHealth(acting(house, 'receiver'), { accountId, ...word });
    expect(await db.outboxThread.findFirst({ where: { subjectId: riskId } })).toMatchObject({
      desiredVersion: 1,
    });
  });

  it('is kept of what an account became, when it was merged meanwhile', async () => {
    const survivor = await ownedAccount(house);
    await database.db.account.update({ where: { id: accountId }, data: { mergedIntoId: survivor } });
    const said = await overrideHealth(acting(house, 'receiver'), { accountId, ...word });
    expect(said).toMatchObject({ accountId: survivor });
  });

  it('leaves nothing behind when it is refused', async () => {
    const answer = await overrideHealth(acting(house, 'receiver'), { accountId, ...word, note: '' });
    expect(isRefusal(answer)).toBe(true);
    expect(await database.db.accountHealth.findUnique({ where: { accountId } })).toBeNull();
    expect(await database.db.auditEntry.count({ where: { subjectId: accountId } })).toBe(0);
  });

  it('is not said twice by the same press of a button', async () => {
    const ctx = { ...acting(house, 'receiver'), request: `sample ${accountId}` };
    const first = await overrideHealth(ctx, { accountId, ...word });
    expect(await overrideHealth(ctx, { accountId, ...word })).toEqual(first);
    expect(await database.db.auditEntry.count({ where: { subjectId: accountId } })).toBe(1);
  });
});

test('an id that is none is no account', async () => {
  for (const id of ['', 'nonsense', '01890000-0000-7000-8000-000000000000'])
    expect(await overrideHealth(acting(house, 'admin'), { accountId: id, ...word })).toMatchObject({
      refused: 'not_found',
    });
});
