import { describe, expect, it } from 'vitest';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import { acting, expectDone, handedOver, newDraft, ownHouse, run } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { changeGoLive, followUpOf } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const as = (name: string) => acting(house, name);
const all = (handoffId: string) =>
  database.db.handoffFollowUp.findMany({
    where: { handoffId },
    select: { step: true, part: true, label: true, state: true, dueOn: true },
    orderBy: { id: 'asc' },
  });
const owedOf = async (id: string | null) =>
  id && database.db.owed.findFirst({ where: { subjectId: id }, select: { memberId: true, clocks: true } });
const day = (days: number) =>
  new Date(house.ctx.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

describe('introducing the new owner', () => {
  it('is owed by the sender once somebody is on it, and over once it is said', async () => {
    const id = await handedOver(house, 'acknowledge', { isPrivate: false });
    expect(await all(id)).toEqual([]);
    expectDone(await run.acknowledge(as('receiver'), id));
    const followUp = await followUpOf(house, id, 'introduce');
    expect(await owedOf(followUp)).toEqual({ memberId: house.ids['sender'], clocks: ['introduce'] });
    expectDone(await run.introduce(as('sender'), id));
    expect(await all(id)).toMatchObject([{ step: 'introduce', state: 'done' }]);
    expect(await owedOf(followUp)).toBeNull();
    expect(await database.db.timer.count({ where: { subjectId: followUp ?? '' } })).toBe(0);
  });

  it('is nobody’s where the sender was faster, or the handoff came back', async () => {
    const early = await handedOver(house, 'acknowledge', { isPrivate: false });
    expectDone(await run.introduce(as('sender'), early));
    expectDone(await run.accept(as('receiver'), early));
    expect(await all(early)).toEqual([]);
    const back = await handedOver(house, 'acknowledge', { isPrivate: false });
    expectDone(await run.acknowledge(as('receiver'), back));
    expectDone(await run.return(as('receiver'), back));
    expect(await all(back)).toMatchObject([{ step: 'introduce', state: 'dropped' }]);
  });

  it('begins anew with whoever takes it after a reassignment', async () => {
    const id = await handedOver(house, 'finish', { isPrivate: false });
    expectDone(await run.introduce(as('sender'), id));
    expectDone(await run.reassign(as('receiver'), id));
    expectDone(await run.acknowledge(as('present'), id));
    expect(await all(id)).toMatchObject([
      { step: 'introduce', state: 'done' },
      { step: 'introduce', state: 'open' },
    ]);
  });
});

describe('an answer that the sender will know by a day', () => {
  const promised = async () => {
    const draft = await newDraft(house);
    const patch = { brief: { knownBy: { go_live: day(9), technical: day(12), why: day(3) } } };
    expectDone(await saveDraft(as('sender'), { handoffId: draft, viewId: 'V', patch }));
    expectDone(await handOver(as('sender'), { handoffId: draft }));
    return draft;
  };

  it('is asked for on that day, each by itself, and not where there is an answer', async () => {
    const id = await promised();
    expect(await all(id)).toMatchObject([
      { step: 'answer', part: 'technical', state: 'open', dueOn: new Date(day(12)) },
      { step: 'answer', part: 'go_live', label: 'Go-live date', state: 'open', dueOn: new Date(day(9)) },
    ]);
    const timer = await database.db.timer.findFirstOrThrow({
      where: { subjectId: (await followUpOf(house, id, 'answer')) ?? '' },
    });
    expect(timer.startedAt.toISOString().slice(0, 10) >= day(11)).toBe(true);
  });

  it('is over once it is answered, and moves with another day', async () => {
    const id = await promised();
    await changeGoLive(house, 'sender', id, 60);
    const knownBy = { technical: day(20) };
    expectDone(await amendHandoff(as('sender'), { handoffId: id, patch: () => ({ knownBy }) }));
    expect(await all(id)).toMatchObject([
      { part: 'technical', state: 'open', dueOn: new Date(day(20)) },
      { part: 'go_live', state: 'done' },
    ]);
  });

  it('is not asked for once the handoff is cancelled', async () => {
    const id = await promised();
    expectDone(await run.cancel(as('sender'), id));
    expect((await all(id)).map(({ state }) => state)).toEqual(['dropped', 'dropped']);
    expect(await database.db.owed.count({ where: { subjectType: 'follow_up', accountId: null } })).toBe(0);
  });
});

describe('what the other side changed', () => {
  it('is confirmed by the sender at any time, by the receiver once they accepted it', async () => {
    const id = await handedOver(house, 'acknowledge', { isPrivate: false });
    await changeGoLive(house, 'sender', id, 40);
    expect(await all(id)).toEqual([]);
    await changeGoLive(house, 'receiver', id, 50);
    expect(await owedOf(await followUpOf(house, id, 'confirm'))).toMatchObject({
      memberId: house.ids['sender'],
    });
    expectDone(await run.accept(as('receiver'), id));
    await changeGoLive(house, 'sender', id, 60);
    const sides = (await all(id)).filter(({ step, state }) => step === 'confirm' && state === 'open');
    expect(sides.map(({ part, label }) => [part, label])).toEqual([
      ['sender', 'Go-live date'],
      ['receiver', 'Go-live date'],
    ]);
  });

  it('is one question however often it changes, and names each part once', async () => {
    const id = await handedOver(house, 'finish', { isPrivate: false });
    for (const days of [40, 50]) await changeGoLive(house, 'receiver', id, days);
    const promises = 'Sample promise';
    expectDone(await amendHandoff(as('receiver'), { handoffId: id, patch: () => ({ promises }) }));
    expect((await all(id)).filter(({ step }) => step === 'confirm')).toMatchObject([
      { part: 'sender', label: 'Go-live date · Promises outside the contract', state: 'open' },
    ]);
  });

  it('asks nobody about what nobody relies on', async () => {
    const id = await handedOver(house, 'finish', { isPrivate: false });
    const technical = 'Sample system';
    expectDone(await amendHandoff(as('receiver'), { handoffId: id, patch: () => ({ technical }) }));
    expect(await followUpOf(house, id, 'confirm')).toBeNull();
  });
});
