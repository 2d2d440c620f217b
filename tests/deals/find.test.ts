import { describe, expect, it } from 'vitest';
import { findDeals } from '../../src/deals/find/find-deals.ts';
import { beginDeal, handOver } from '../../src/deals/verbs/hand-over.ts';
import { assignDeal, dismissDeal } from '../../src/deals/verbs/settle.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { newId } from '../../src/platform/id.ts';
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

  it('that is on its way to CS from service is not, until that is off', async () => {
    await look(0);
    later();
    const accountId = await newAccount(house.ctx, 'In onboarding', { stage: 'land', csOwnerId: null });
    const handoffId = await handedOver(house, 'acknowledge', { isPrivate: false });
    await database.db.handoff.update({
      where: { id: handoffId },
      data: { accountId, kind: 'service_to_cs' },
    });
    await look(3);
    expect((await deals()).map(({ accountName }) => accountName)).not.toContain('In onboarding');
    await database.db.handoff.update({ where: { id: handoffId }, data: { state: 'cancelled' } });
    await look(1);
    expect((await deals()).map(({ accountName }) => accountName)).toContain('In onboarding');
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

  it('is no second sale while the deal has no account', async () => {
    await look(0);
    later();
    await won(house.ctx, { account_name: 'later here' });
    await newAccount(house.ctx, 'Later Here', { stage: 'land', csOwnerId: null });
    await look(3);
    expect((await deals()).map(({ source }) => source)).toEqual(['api']);
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

describe('a draft beside a handoff that its sender sent since', () => {
  it('is not asked for', async () => {
    await look(0);
    later();
    const sender = acting(house, 'sender');
    const whole = {
      ...{ contact: 'Sample Contact', why: 'Sample reason', promises: 'None' },
      outcomes: [{ id: 'o1', text: 'Sample outcome' }],
    };
    const patch = { accountName: 'Begun Twice', receiverId: house.ids['receiver'] ?? '', brief: whole };
    await saveDraft(sender, { viewId: 'V first', patch });
    const second = expectDone(await saveDraft(sender, { viewId: 'V second', patch }));
    expectDone(await handOver(sender, { handoffId: second.handoff.id }));
    await look(3);
    expect(await deals()).toEqual([]);
  });
});

describe('a draft of a sale that is known', () => {
  const typed = { brief: { why: 'Typed' } };

  /** A deal whose draft its owner has typed in. */
  async function begun(name: string): Promise<{ dealId: string; handoffId: string }> {
    const dealId = await won(house.ctx, { account_name: name, owner: 'upresent@example.com' });
    const rep = acting(house, 'present');
    const { handoffId } = expectDone(await beginDeal(rep, { dealId }));
    expectDone(await saveDraft(rep, { handoffId, viewId: `V${name}`, patch: typed }));
    return { dealId, handoffId };
  }

  it('is not asked for again once the deal is settled or another’s; one begun after that is', async () => {
    await look(0);
    later();
    const [dismissed, passed] = [await begun('Not Needed'), await begun('Passed On')];
    later();
    const rep = acting(house, 'present');
    expectDone(await dismissDeal(rep, { dealId: dismissed.dealId, reason: 'Sample reason' }));
    const ownerId = house.ids['onlooker'] ?? '';
    expectDone(await assignDeal(rep, { dealId: passed.dealId, ownerId }));
    await look(3);
    expect(await deals()).toHaveLength(2);
    later();
    await database.db.handoff.delete({ where: { id: dismissed.handoffId } });
    const patch = { accountName: 'NOT needed', ...typed };
    const anew = expectDone(await saveDraft(acting(house, 'present'), { viewId: 'VNew', patch }));
    await look(3);
    expect((await deals()).slice(2)).toMatchObject([{ source: 'draft', handoffId: anew.handoff.id }]);
  });

  it('is found also where it was begun before an import was left out', async () => {
    await look(0);
    later();
    const rep = () => acting(house, 'present');
    const patch = { accountName: 'Still Written', ...typed };
    const { handoff } = expectDone(await saveDraft(rep(), { viewId: 'VOld', patch }));
    for (let n = 0; n < 30; n++)
      await newAccount(house.ctx, `Imported ${n}`, { stage: 'land', csOwnerId: null });
    later(70);
    expectDone(
      await saveDraft(rep(), { handoffId: handoff.id, viewId: 'VOld', patch: { brief: { why: 'More' } } }),
    );
    later(2);
    await look(0);
    expect(await deals()).toEqual([]);
    await look(4);
    expect(await deals()).toMatchObject([{ handoffId: handoff.id }]);
  });
});

it('a deal whose handoff a version before handed over is closed', async () => {
  const handoffId = await handedOver(house, 'acknowledge', { isPrivate: false });
  const id = await won(house.ctx, { owner: 'usender@example.com' });
  await database.db.deal.update({ where: { id }, data: { handoffId } });
  await look(0);
  expect(await deals()).toMatchObject([{ id, state: 'handed_over', handoffId }]);
  expect(await database.db.owed.count({ where: { subjectId: id } })).toBe(0);
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

  it('is not kept waiting by those that can be told to nobody, and is given by one process', async () => {
    const { db, workspace, now } = house.ctx;
    const from = await won(house.ctx, { state: 'expected', closes_on: '2027-03-20' });
    const {
      id: _,
      externalId: __,
      answers: ___,
      ...row
    } = await db.deal.findUniqueOrThrow({ where: { id: from } });
    const alone = Array.from({ length: 205 }, () => ({
      ...row,
      id: newId(now),
      closesOn: new Date('2027-03-05'),
    }));
    await db.deal.createMany({ data: alone });
    await newAccount(house.ctx, 'Growing', { csOwnerId: house.ids['receiver'] ?? '' });
    const last = await won(house.ctx, {
      account_name: 'Growing',
      state: 'expected',
      closes_on: '2027-03-06',
    });
    await db.workspace.update({ where: { id: workspace.id }, data: { dealsSoughtAt: now } });
    await look(0);
    expect(await messages('deal_heads_up')).toEqual([]);
    await look(1);
    expect(await messages('deal_heads_up')).toMatchObject([{ subjectId: last }]);
  });
});
