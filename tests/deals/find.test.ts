import { describe, expect, it } from 'vitest';
import { findDeals } from '../../src/deals/find/find-deals.ts';
import { beginDeal } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { acting, expectDone, handedOver, ownHouse } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { sent, tell, won } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });
const DAY_MS = 86_400_000;

/** As the job does, so many days later. */
async function look(days: number): Promise<void> {
  house.ctx = { ...house.ctx, now: new Date(house.ctx.now.getTime() + days * DAY_MS) };
  const { now, workspace, log, db } = house.ctx;
  await findDeals({ db, clock: { now: () => now, wall: () => now }, served: serving([workspace]), log });
}

/** What comes now comes after the look. */
function later(hours = 1): void {
  house.ctx = { ...house.ctx, now: new Date(house.ctx.now.getTime() + hours * 3_600_000) };
}

const deals = () =>
  database.db.deal.findMany({ where: { workspaceId: house.ctx.workspace.id }, orderBy: { id: 'asc' } });
const messages = (kind: string) =>
  database.db.outboxMessage.findMany({ where: { workspaceId: house.ctx.workspace.id, kind } });

describe('an account in Land without a CSM', () => {
  it('that was there before the first look is not asked about', async () => {
    await newAccount(house.ctx, 'Old Customer', { stage: 'land', csOwnerId: null });
    for (const days of [0, 2, 2]) await look(days);
    expect(await deals()).toEqual([]);
  });

  it('is its sales owner’s to hand over after a working day, once, also where it is not needed', async () => {
    await look(0);
    later(12);
    await newAccount(house.ctx, 'New Customer', {
      stage: 'land',
      csOwnerId: null,
      salesOwnerId: house.ids['present'] ?? '',
    });
    await look(0.5);
    expect(await deals()).toEqual([]);
    await look(1);
    expect(await deals()).toMatchObject([{ source: 'sweep', state: 'won', ownerId: house.ids['present'] }]);
    expect(await messages('deal_request')).toMatchObject([{ memberId: house.ids['present'] }]);
    await database.db.deal.updateMany({ data: { state: 'dismissed', closedAt: house.ctx.now } });
    await look(2);
    expect(await deals()).toHaveLength(1);
  });

  it('with a handoff, a CSM or a deal is not', async () => {
    await look(0);
    later();
    await handedOver(house, 'acknowledge', { isPrivate: false });
    await newAccount(house.ctx, 'With CSM', { stage: 'land', csOwnerId: house.ids['receiver'] ?? '' });
    await newAccount(house.ctx, 'Lost', { stage: 'land', csOwnerId: null });
    await won(house.ctx, { account_name: 'Lost', state: 'lost' });
    await look(3);
    expect((await deals()).map(({ source }) => source)).toEqual(['api']);
  });

  it('is the same sale when the CRM tells of it, also once it was handed over or needs no handoff', async () => {
    await look(0);
    later();
    const salesOwnerId = house.ids['present'] ?? '';
    for (const name of ['Open', 'Settled'])
      await newAccount(house.ctx, name, { stage: 'land', csOwnerId: null, salesOwnerId });
    await look(3);
    const data = { state: 'dismissed', closedAt: house.ctx.now } as const;
    await database.db.deal.updateMany({ where: { accountName: 'Settled' }, data });
    const before = await messages('deal_request');
    const items = [
      sent({ account_name: 'Open', owner: 'nobody@example.com', amount: 10, currency: 'EUR' }),
      sent({ account_name: 'Settled', owner: 'usender@example.com', type: 'expansion' }),
      sent({ account_name: 'Settled', won_on: '2020-01-01' }),
    ];
    const taken = await tell(house.ctx, ...items);
    expect(taken.map(({ kind }) => kind)).toEqual(['update', 'update', 'create']);
    expect((await tell(house.ctx, ...items)).map(({ kind }) => kind)).toEqual(['same', 'same', 'same']);
    const [open, settled] = await deals();
    expect(open).toMatchObject({ state: 'won', ownerId: salesOwnerId, externalId: items[0]?.['deal_id'] });
    expect(settled).toMatchObject({ state: 'dismissed', externalId: items[1]?.['deal_id'] });
    expect(await messages('deal_request')).toEqual(before);
  });

  it('is no sale where many come at once: admins hear of it once', async () => {
    await look(0);
    later();
    for (let n = 0; n < 30; n++)
      await newAccount(house.ctx, `Imported ${n}`, { stage: 'land', csOwnerId: null });
    await look(3);
    await look(2);
    expect(await deals()).toEqual([]);
    expect(await messages('deals_many')).toMatchObject([
      { memberId: house.ids['admin'], data: { accounts: 30 } },
    ]);
  });
});

describe('a draft that its sender has left', () => {
  const begin = (over: object) =>
    saveDraft(acting(house, 'sender'), {
      viewId: `V${JSON.stringify(over)}`,
      patch: { receiverId: house.ids['receiver'] ?? '', ...over },
    });

  it('is asked for after a working day; a private one, and one without an account, are not', async () => {
    await look(0);
    later();
    const left = expectDone(await begin({ accountName: 'Left Behind' }));
    await begin({ accountName: 'Private', private: true });
    await begin({});
    await look(3);
    expect(await deals()).toMatchObject([
      {
        source: 'draft',
        accountName: 'Left Behind',
        handoffId: left.handoff.id,
        ownerId: house.ids['sender'],
      },
    ]);
    const [deal] = await deals();
    const rep = acting(house, 'sender');
    expect(expectDone(await beginDeal(rep, { dealId: deal?.id ?? '' }))).toEqual({
      handoffId: left.handoff.id,
    });
  });
});

describe('a heads-up', () => {
  it('comes once to who is to take over, when the deal is about to close', async () => {
    await newAccount(house.ctx, 'Growing', { csOwnerId: house.ids['receiver'] ?? '' });
    const item = sent({
      account_name: 'Growing',
      owner: 'usender@example.com',
      state: 'expected',
      type: 'expansion',
      closes_on: '2027-03-25',
    });
    await tell(house.ctx, item);
    await look(0);
    expect(await messages('deal_heads_up')).toEqual([]);
    await look(12);
    expect(await messages('deal_heads_up')).toMatchObject([{ memberId: house.ids['receiver'] }]);
    await tell(house.ctx, { ...item, closes_on: '2027-03-30' });
    await look(2);
    expect(await messages('deal_heads_up')).toHaveLength(1);
    const [thread] = await database.db.outboxThread.findMany({ where: { kind: 'deal_heads_up' } });
    expect(thread?.desiredVersion).toBeGreaterThan(0);
  });

  it('of many comes in portions, and not at all where it is turned off', async () => {
    await newAccount(house.ctx, 'Growing', { csOwnerId: house.ids['receiver'] ?? '' });
    const closing = (n: number) =>
      sent({ account_name: 'Growing', state: 'expected', closes_on: `2027-03-0${n}` });
    await tell(house.ctx, ...[5, 6, 7, 8, 9].map(closing));
    const { id: workspaceId } = house.ctx.workspace;
    const setting = { workspaceId, key: 'deal.heads_up_days' };
    await database.db.setting.create({ data: { ...setting, value: '0', updatedAt: house.ctx.now } });
    await look(0);
    expect(await messages('deal_heads_up')).toEqual([]);
    await database.db.setting.deleteMany({ where: setting });
    await look(1);
    expect(await messages('deal_heads_up')).toHaveLength(3);
    await look(1);
    expect(await messages('deal_heads_up')).toHaveLength(5);
  });
});
