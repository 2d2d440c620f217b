import { describe, expect, it } from 'vitest';
import { mergeAccounts } from '../../src/accounts/merge/merge-accounts.ts';
import { nudgeCase } from '../../src/cases/put-off.ts';
import { sweepCheck } from '../../src/cases/sweep.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { CASES } from '../../src/every-case.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { confirmChange } from '../../src/handoffs/follow-ups/confirm-change.ts';
import { FOLLOW_UPS } from '../../src/handoffs/follow-ups/follow-up-case.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import { loadSoFar } from '../../src/home/load-meanwhile.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { acting, expectDone, handedOver, newDraft, ownHouse, run } from '../handoffs/house.ts';
import { ownDatabase } from '../support/database.ts';
import { changeGoLive, confirmationFor, followUpOf } from './house.ts';

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

  it('is over once it is answered in one that came back, before that is sent again', async () => {
    const id = await promised();
    expectDone(await run.return(as('receiver'), id));
    const brief = { technical: 'Sample system' };
    expectDone(await saveDraft(as('sender'), { handoffId: id, viewId: 'V', patch: { brief } }));
    expect(await all(id)).toMatchObject([
      { part: 'technical', state: 'done' },
      { part: 'go_live', state: 'open' },
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

  it('is confirmed as it was read: of what was changed once more, it is asked again', async () => {
    const id = await confirmationFor(house);
    const read = async () =>
      (await database.db.handoffFollowUp.findUniqueOrThrow({ where: { id } })).entryId ?? '';
    const entryId = await read();
    const { handoffId } = await database.db.handoffFollowUp.findUniqueOrThrow({ where: { id } });
    await changeGoLive(house, 'receiver', handoffId, 70);
    expect(await confirmChange(as('sender'), { id, entryId })).toMatchObject({ refused: 'changed' });
    expectDone(await confirmChange(as('sender'), { id, entryId: await read() }));
  });

  it('changed while somebody confirms what was before, it is asked again', async () => {
    for (let n = 0; n < 5; n++) {
      const id = await confirmationFor(house);
      const { handoffId, entryId } = await database.db.handoffFollowUp.findUniqueOrThrow({ where: { id } });
      await Promise.all([
        confirmChange(as('sender'), { id, entryId: entryId ?? '' }),
        changeGoLive(house, 'receiver', handoffId, 70),
      ]);
      expect(await followUpOf(house, handoffId, 'confirm')).not.toBeNull();
    }
  });

  it('asks nobody about what nobody relies on', async () => {
    const id = await handedOver(house, 'finish', { isPrivate: false });
    const technical = 'Sample system';
    expectDone(await amendHandoff(as('receiver'), { handoffId: id, patch: () => ({ technical }) }));
    expect(await followUpOf(house, id, 'confirm')).toBeNull();
  });
});

describe('while its owner is away', () => {
  it('whoever covers for the sender is asked to introduce, which was on a receipt they did not get', async () => {
    const handoffId = await handedOver(house, 'finish', { isPrivate: false });
    const subjectId = (await followUpOf(house, handoffId, 'introduce')) ?? '';
    expect(await database.db.outboxMessage.findMany({ where: { subjectId } })).toMatchObject([
      { kind: 'follow_up_request', lane: 'USENDERCOVER', isRoot: true },
    ]);
  });

  it('what somebody confirmed for them was done for them meanwhile', async () => {
    const id = await confirmationFor(house);
    const owner = house.ids['sender'] ?? '';
    await database.db.member.update({ where: { id: owner }, data: { awaySince: house.ctx.now } });
    const covered = async () => (await loadSoFar(house.ctx, owner, CASES))?.covered;
    const before = (await covered()) ?? 0;
    expectDone(await confirmChange(as('sender cover'), { id }));
    expect(await covered()).toBe(before + 1);
  });
});

describe('when its account is merged', () => {
  const anotherAccount = async () => {
    const id = await handedOver(house, 'finish', { isPrivate: false });
    return (await database.db.handoff.findUniqueOrThrow({ where: { id } })).accountId ?? '';
  };

  it('it goes over, is shown anew, and whoever decided on it decides anew', async () => {
    const id = await confirmationFor(house);
    expectDone(await nudgeCase(as('receiver'), FOLLOW_UPS, id));
    const { handoff, version } = await database.db.handoffFollowUp.findUniqueOrThrow({
      where: { id },
      include: { handoff: true },
    });
    const shown = async () => {
      const where = { subjectId: id, kind: 'follow_up_nudge' };
      return (await database.db.outboxThread.findFirstOrThrow({ where })).desiredVersion;
    };
    const before = await shown();
    const intoId = await anotherAccount();
    expectDone(await mergeAccounts(house.ctx, { fromId: handoff.accountId ?? '', intoId }));
    expect(await shown()).toBeGreaterThan(before);
    const owed = await database.db.owed.findFirstOrThrow({ where: { subjectId: id } });
    expect(owed).toMatchObject({ accountId: intoId, version: version + 1 });
    const { workspace, now } = house.ctx;
    expect(await sweepCheck(FOLLOW_UPS).findLost(database.db, workspace.id, now, 10)).toEqual([]);
  });

  it('confirmed at the same moment, it is done once and for all', async () => {
    const id = await confirmationFor(house);
    const { handoff } = await database.db.handoffFollowUp.findUniqueOrThrow({
      where: { id },
      include: { handoff: true },
    });
    const intoId = await anotherAccount();
    const [merged, ...confirmed] = await Promise.all([
      mergeAccounts(house.ctx, { fromId: handoff.accountId ?? '', intoId }),
      confirmChange(as('sender'), { id }),
      confirmChange(as('sender cover'), { id }),
    ]);
    expectDone(merged);
    expect(confirmed.filter((one) => isRefusal(one))).toMatchObject([{ refused: 'wrong_state' }]);
    expect(await database.db.owed.count({ where: { subjectId: id } })).toBe(0);
    const done = { subjectId: id, action: 'follow_up.done' };
    expect(await database.db.auditEntry.count({ where: done })).toBe(1);
  });
});
