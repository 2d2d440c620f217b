import { describe, expect, it } from 'vitest';
import { type Kind, MESSAGES } from '../../jobs/messages.ts';
import { forgetEnded, sweepCheck } from '../../src/cases/sweep.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { loadAccountHandoffs } from '../../src/handoffs/read/find-handoffs.ts';
import type { Reader } from '../../src/handoffs/read/load-details.ts';
import { finishHandoff } from '../../src/handoffs/verbs/close.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { RISKS } from '../../src/risks/risk-case.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import { ownDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { words } from '../views/handoffs/rendered.ts';
import { acting, expectDone, handedOver, newDraft, ownHouse } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const NOTE = 'Sample words about the brief';
const finish = (handoffId: string, over: object = {}) =>
  finishHandoff(acting(house, 'receiver'), {
    ...{ handoffId, heldOn: day(0), askedAgain: ['champion', 'unheard of'], quality: 2, note: NOTE },
    ...over,
  });
const day = (days: number) =>
  new Date(house.ctx.now.getTime() + days * 24 * 3_600_000).toISOString().slice(0, 10);
const accepted = () => handedOver(house, 'finish', { isPrivate: false });

describe('finishing', () => {
  it('asks for a day that has come, a grade, and the reason of a low one', async () => {
    const handoffId = await accepted();
    const refused = async (over: object) => {
      const answer = await finish(handoffId, over);
      return isRefusal(answer) ? [answer.refused, answer.field] : null;
    };
    expect(await refused({ heldOn: '' })).toEqual(['no_day', 'heldOn']);
    expect(await refused({ heldOn: day(2) })).toEqual(['future', 'heldOn']);
    for (const quality of [0, 6, 2.5, Number.NaN])
      expect(await refused({ quality })).toEqual(['no_quality', 'quality']);
    expect(await refused({ quality: 3, note: ' ' })).toEqual(['no_reason', 'note']);
    expect(await refused({ quality: 4, note: '' })).toBe(null);
    expect(await finish(handoffId)).toMatchObject({
      refused: 'wrong_state',
      message: expect.stringMatching(/^H-\d+ is closed: the first meeting was logged by you/),
    });
  });

  it('takes its clocks with it; those of an earlier version are forgotten, and none of what is open', async () => {
    const [done, left, open] = [await accepted(), await accepted(), await accepted()];
    expectDone(await finish(done));
    const clocks = (id: string) => database.db.timer.count({ where: { subjectId: id } });
    expect(await clocks(done)).toBe(0);
    const closedAt = house.ctx.now;
    await database.db.handoff.update({ where: { id: left }, data: { state: 'cancelled', closedAt } });
    await database.db.timer.updateMany({ where: { subjectId: left }, data: { dueAt: null } });
    const [before, stays] = [await clocks(left), await clocks(open)];
    expect([before, stays].every((count) => count > 0)).toBe(true);
    await forgetEnded({
      db: database.db,
      served: serving([house.ctx.workspace]),
      checks: [sweepCheck(HANDOFFS), sweepCheck(RISKS)],
    });
    expect([await clocks(left), await clocks(open)]).toEqual([0, stays]);
  });

  it('keeps what was said of the brief, known criteria alone', async () => {
    const handoffId = await accepted();
    expectDone(await finish(handoffId));
    expect(await database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } })).toMatchObject({
      state: 'finished',
      kickoffOn: new Date(`${day(0)}T00:00:00Z`),
      finishedById: house.ids['receiver'],
      askedAgain: ['champion'],
      quality: 2,
      qualityNote: NOTE,
      closedAt: house.ctx.now,
    });
  });

  it('leaves the brief with the account, and room for the next deal without a question', async () => {
    const handoffId = await accepted();
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } });
    const next = await newDraft(house);
    await database.db.handoff.update({ where: { id: next }, data: { accountId, accountName: null } });
    const submit = () => handOver(acting(house, 'sender'), { handoffId: next });
    expect(await submit()).toMatchObject({ refused: 'open_already' });
    expectDone(await finish(handoffId));
    expectDone(await submit());
    const known = await loadAccountHandoffs(house.ctx, accountId ?? '', {
      memberId: house.ids['onlooker'] ?? '',
    });
    expect(known.accepted?.id).toBe(handoffId);
    expect(known.open.map(({ id }) => id)).toEqual([next]);
  });

  it('leaves the latest brief that is not private to what is shared, also for who may read a private one', async () => {
    const handoffId = await accepted();
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } });
    expectDone(await finish(handoffId));
    const secret = await handedOver(house, 'finish', { isPrivate: true });
    await database.db.handoff.update({
      where: { id: secret },
      data: { accountId, acceptedAt: new Date(house.ctx.now.getTime() + 1) },
    });
    const known = (reader: Reader) => loadAccountHandoffs(house.ctx, accountId ?? '', reader);
    expect((await known({ memberId: house.ids['sender'] ?? '' })).accepted?.id).toBe(secret);
    expect((await known('everyone')).accepted?.id).toBe(handoffId);
  });
});

describe('what is said of the brief', () => {
  it('is for its sender alone', async () => {
    await setSetting(house.ctx, { key: 'handoff.sales_to_cs.channel', value: 'C0CARDS' });
    const handoffId = await accepted();
    expectDone(await finish(handoffId));
    const { workspace, db, log, now } = house.ctx;
    const rows = await database.db.outboxMessage.findMany({ where: { subjectId: handoffId } });
    const heard = new Map<string, string>();
    for (const row of rows) {
      const message = {
        ...row,
        subject: { type: 'handoff', id: handoffId },
        data: row.data as Record<string, unknown>,
        isLatest: true,
      };
      const drawn = await MESSAGES[row.kind as Kind].render({ workspace, now, db, log }, message, {
        dm: true,
        posted: false,
      });
      heard.set(`${row.kind} to ${row.lane}`, words(drawn));
    }
    expect([...heard.keys()].sort()).toEqual([
      'handoff_card to C0CARDS',
      'handoff_event to C0CARDS',
      'handoff_event to USENDER',
      'handoff_feedback to USENDER',
      'handoff_receipt to USENDER',
      'handoff_request to UCOVER',
    ]);
    expect(heard.get('handoff_feedback to USENDER')).toMatch(
      /2 of 5.*had to repeat: Champion.*Sample words about the brief/,
    );
    for (const [to, said] of heard)
      if (!to.startsWith('handoff_feedback')) expect(said).not.toMatch(/Sample words|of 5/);
  });
});
