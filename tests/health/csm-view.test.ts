import { beforeEach, describe, expect, it, test } from 'vitest';
import { viewBlocks } from '../../jobs/morning-view.ts';
import { sampleStanding } from '../../sandbox/gallery/account-samples.ts';
import { contradicts, isCurrent, VIEWS } from '../../src/health/csm-view.ts';
import { giveView } from '../../src/health/give-view.ts';
import { forgetViews, loadCsmView } from '../../src/health/read/load-csm-view.ts';
import { loadViewAsked } from '../../src/home/load-view-asked.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { ownedAccount } from '../accounts/owned.ts';
import { newRisk } from '../accounts/world.ts';
import { acting, buildHouse, expectDone, ownHouse } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
let accountId: string;
beforeEach(async () => {
  accountId = await ownedAccount(house, { arr: 1_000, currency: 'EUR' });
});

const inDays = (days: number) => new Date(house.ctx.now.getTime() + days * 86_400_000);
const at = (now: Date): Ctx => ({ ...house.ctx, now });
const says = (name: string, value: string | number, now = house.ctx.now, id = accountId) =>
  giveView({ ...acting(house, name), now }, { accountId: id, value: String(value) });
const view = () => loadCsmView(database.db, house.ctx.workspace.id, accountId);
const csmId = () => house.ids['receiver'] ?? '';
const asked = (from: Date) => loadViewAsked(at(from), csmId(), { from });

describe('what a CSM thinks of an account', () => {
  it('is the latest that was said, by whom and when', async () => {
    expect(await view()).toBeNull();
    expect(await says('receiver', 4)).toMatchObject({ accountId, value: 4 });
    expect(await says('receiver lead', 2, inDays(1))).toMatchObject({ value: 2 });
    expect(await view()).toMatchObject({
      ...{ value: 2, saidAt: inDays(1), by: { id: house.ids['receiver lead'] } },
    });
    expect(await database.db.accountView.count({ where: { accountId } })).toBe(2);
    const history = await database.db.auditEntry.findMany({ where: { subjectId: accountId } });
    expect(history.map(({ action, data }) => [action, data])).toEqual([
      ['health.view_given', { value: 4 }],
      ['health.view_given', { value: 2 }],
    ]);
  });

  it.each(['', '0', '6', '4.0', '-1', 'constructor'])('is one of five, and not %j', async (value) => {
    expect(await says('receiver', value)).toMatchObject({ refused: 'unknown_view' });
    expect(await view()).toBeNull();
  });

  it('said by two at once is kept of both, and said by one press once', async () => {
    const both = await Promise.all([says('receiver', 4), says('cover', 2)]);
    expect(both.map(isRefusal)).toEqual([false, false]);
    expect(await database.db.accountView.count({ where: { accountId } })).toBe(2);
    const ctx = { ...acting(house, 'receiver'), request: `sample ${accountId}` };
    for (let n = 0; n < 2; n++) expectDone(await giveView(ctx, { accountId, value: '5' }));
    expect(await database.db.accountView.count({ where: { accountId } })).toBe(3);
  });

  it('is kept for a year, and goes with its account', async () => {
    await says('receiver', 4);
    const { id } = house.ctx.workspace;
    await forgetViews(database.db, id, inDays(365));
    expect(await view()).toMatchObject({ value: 4 });
    const elsewhere = await buildHouse(database.db);
    await forgetViews(database.db, elsewhere.ctx.workspace.id, inDays(400));
    expect(await view()).toMatchObject({ value: 4 });
    expect(await loadCsmView(database.db, elsewhere.ctx.workspace.id, accountId)).toBeNull();
    await forgetViews(database.db, id, inDays(366));
    expect(await view()).toBeNull();
    await says('receiver', 4);
    await database.db.account.delete({ where: { id: accountId } });
    expect(await database.db.accountView.count({ where: { accountId } })).toBe(0);
  });

  it('counts for a month', () => {
    expect(isCurrent({ saidAt: inDays(0) }, inDays(29.9))).toBe(true);
    expect(isCurrent({ saidAt: inDays(0) }, inDays(30))).toBe(false);
  });

  it('contradicts a score that is far from it, and nothing that a person has set', () => {
    const against = (band: 'healthy' | 'watch' | 'at_risk' | 'critical' | 'unknown') =>
      VIEWS.filter((value) => contradicts({ value }, sampleStanding({ band })));
    expect(against('healthy')).toEqual([1, 2]);
    expect(against('watch')).toEqual([]);
    expect(against('at_risk')).toEqual([4, 5]);
    expect(against('critical')).toEqual([4, 5]);
    expect(against('unknown')).toEqual([]);
    const override = { band: 'critical', by: null, until: inDays(1), note: 'Sample note' } as const;
    expect(contradicts({ value: 5 }, sampleStanding({ band: 'critical', override }))).toBe(false);
  });
});

describe('the account that a CSM is asked about in the morning', () => {
  const names = async (from: Date) => (await asked(from))?.account.id ?? null;

  it('is the largest without a view, and the next on another day', async () => {
    const large = await ownedAccount(house, { arr: 9_000, currency: 'EUR' });
    const unknown = await ownedAccount(house);
    expect(await names(inDays(1))).toBe(large);
    await says('receiver', 4, inDays(1.1), large);
    // On its day it stays the same one, with what was said.
    expect(await asked(inDays(1))).toMatchObject({ account: { id: large }, before: null, said: 4 });
    expect(await names(inDays(2))).toBe(accountId);
    await says('receiver', 4, inDays(2.1));
    expect(await names(inDays(3))).toBe(unknown);
    await says('receiver', 4, inDays(3.1), unknown);
    expect(await names(inDays(4))).toBeNull();
  });

  it('is asked about anew after a month, and when its owner has changed', async () => {
    await says('receiver', 4, inDays(0));
    expect(await names(inDays(29))).toBeNull();
    expect(await asked(inDays(30))).toMatchObject({ before: { value: 4, saidAt: inDays(0) }, said: null });
    const sender = house.ids['sender'] ?? '';
    await database.db.account.update({ where: { id: accountId }, data: { csOwnerId: sender } });
    expect(await names(inDays(1))).toBeNull();
    expect(await loadViewAsked(at(inDays(1)), sender, { from: inDays(1) })).toMatchObject({
      account: { id: accountId },
    });
    // The view of before is shown until then.
    expect(await view()).toMatchObject({ value: 4 });
  });

  it('is no account that is lost or merged, nor one of another workspace', async () => {
    const elsewhere = await buildHouse(database.db);
    expect(await loadViewAsked(elsewhere.ctx, csmId(), { from: inDays(1) })).toBeNull();
    const resolved = { state: 'resolved', outcome: 'lost', resolvedAt: inDays(0) } as const;
    await newRisk(house.ctx, accountId, {
      ...resolved,
      resolution: 'Sample',
      resolvedById: newId(inDays(0)),
    });
    expect(await names(inDays(1))).toBeNull();
    const merged = await ownedAccount(house, { mergedIntoId: accountId });
    expect(merged).not.toBe('');
    expect(await names(inDays(1))).toBeNull();
  });

  it('stands in the DM of the day until it is answered, and then says the answer', async () => {
    const day = '2027-03-02';
    const drawn = async (posted: boolean, now: Date) =>
      JSON.stringify(await viewBlocks({ ...house.ctx, now }, { memberId: csmId(), day, posted }));
    const morning = new Date('2027-03-02T08:00:00Z');
    expect(await drawn(false, morning)).toContain('how is it going?');
    expect(await drawn(true, morning)).toContain('static_select');
    await says('receiver', 2, new Date('2027-03-02T08:30:00Z'));
    expect(await drawn(true, morning)).toContain('Your view of *');
    expect(await drawn(true, morning)).not.toContain('static_select');
    // What was said before the DM goes out is not repeated there.
    expect(await drawn(false, morning)).toBe('[]');
  });
});

test('an id that is none is no account', async () => {
  for (const id of ['', 'nonsense', '01890000-0000-7000-8000-000000000000'])
    expect(await says('admin', 4, house.ctx.now, id)).toMatchObject({ refused: 'not_found' });
});
