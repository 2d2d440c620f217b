import { describe, expect, it } from 'vitest';
import { escalateCase } from '../../src/cases/escalate-now.ts';
import { nudgeCase } from '../../src/cases/put-off.ts';
import { loadLate } from '../../src/digests/load-late.ts';
import type { Handoff } from '../../src/handoffs/handoff.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { loadShown } from '../../src/handoffs/read/load-details.ts';
import { loadHistory } from '../../src/handoffs/read/load-history.ts';
import { bookKickoff, customerAnswered, waitForCustomer } from '../../src/handoffs/verbs/kickoff.ts';
import { reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { entryLine, stateLine } from '../../views/handoffs/parts/naming.ts';
import { receiptMessage } from '../../views/handoffs/told/news-messages.ts';
import { messageText } from '../../views/kit/text.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, handedOver, ownHouse } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const DAY_MS = 24 * 3_600_000;
const by = (name: string, days = 0): Ctx => {
  const ctx = acting(house, name);
  return { ...ctx, now: new Date(ctx.now.getTime() + days * DAY_MS) };
};
const day = (days: number) => by('receiver', days).now.toISOString().slice(0, 10);
const accepted = () => handedOver(house, 'finish', { isPrivate: false });
const book = (handoffId: string, days: number, at = 0, link = '') =>
  bookKickoff(by('receiver', at), { handoffId, day: day(days), link });
const wait = (handoffId: string, days: number, at = 0) =>
  waitForCustomer(by('receiver', at), { handoffId, day: day(days), reason: 'Sample reason' });
const rowOf = (id: string): Promise<Handoff> => database.db.handoff.findUniqueOrThrow({ where: { id } });
const clocksOf = async (subjectId: string) =>
  (await database.db.timer.findMany({ where: { subjectId, dueAt: { not: null } } })).map(
    ({ clock }) => clock,
  );
const owedOf = (subjectId: string) => database.db.owed.findFirstOrThrow({ where: { subjectId } });
const refused = (answer: object) => (isRefusal(answer) ? [answer.refused, answer.field] : null);
const stateOf = async (id: string, at = 0) => {
  const [shown] = await loadShown({ ...house.ctx, now: by('receiver', at).now }, [id], 'everyone');
  if (!shown) throw new Error('nothing is shown');
  return messageText(stateLine(shown, 'text'));
};

it('a kickoff is late in the digest by its clock, once, and not among what else is overdue', async () => {
  const [unbooked, booked, waiting] = [await accepted(), await accepted(), await accepted()];
  expectDone(await book(booked, 12));
  expectDone(await wait(waiting, 9));
  const late = async (days: number) => {
    const ctx = { ...house.ctx, now: by('receiver', days).now };
    const settings = await loadSettings(ctx.db, ctx.workspace.id);
    const calendar = { zone: 'UTC', week: settings.values.calendar, holidays: [] };
    const { kickoffs, overdue } = await loadLate(ctx, { kind: 'everything' }, { settings, calendar });
    const among = (ids: readonly { id: string }[]) =>
      [unbooked, booked, waiting].filter((id) => ids.some((one) => one.id === id));
    return { kickoffs: among(kickoffs.some), overdue: among(overdue.some) };
  };
  expect(await late(1)).toEqual({ kickoffs: [], overdue: [] });
  expect(await late(6)).toEqual({ kickoffs: [unbooked], overdue: [] });
  expect((await late(14)).kickoffs).toEqual([unbooked, booked, waiting]);
  expect((await late(14)).overdue).toEqual([]);
});

describe('once accepted', () => {
  it('is to be booked, then to be logged, by whoever received it', async () => {
    const id = await accepted();
    expect(await clocksOf(id)).toEqual(['book_kickoff']);
    expect(await owedOf(id)).toMatchObject({ step: 'book_kickoff', memberId: house.ids['receiver'] });
    expect(await stateOf(id)).toMatch(/^Accepted by .* · kickoff not booked yet · due /);
    expect(await stateOf(id, 30)).toMatch(/^Overdue since .* · waiting for .* to book the kickoff$/);
    expectDone(await book(id, 3));
    expect(await clocksOf(id)).toEqual(['hold_kickoff']);
    const { kickoffBy } = await rowOf(id);
    expect(await owedOf(id)).toMatchObject({ step: 'hold_kickoff', dueAt: kickoffBy });
    expect(await stateOf(id)).toMatch(/kickoff booked for [A-Z][a-z]{2} \d+, \d{4}$/);
    expect(await stateOf(id, 4)).toMatch(/^Overdue since .* · kickoff booked for .* and not logged$/);
  });

  it('refuses a day that is over or far away, and a link that is none, in words', async () => {
    const id = await accepted();
    expect(refused(await book(id, -1))).toEqual(['past', 'bookedOn']);
    expect(refused(await book(id, 400))).toEqual(['too_far', 'bookedOn']);
    expect(refused(await book(id, 3, 0, 'tomorrow'))).toEqual(['bad_link', 'link']);
    expect(refused(await bookKickoff(by('receiver'), { handoffId: id, day: '', link: '' }))).toEqual([
      ...['no_day', 'bookedOn'],
    ]);
    expectDone(await book(id, 3, 0, 'https://example.com/kickoff'));
    expect(refused(await book(id, 3, 0, 'https://example.com/kickoff'))).toEqual(['same_day', 'bookedOn']);
    expectDone(await book(id, 3, 0, 'https://example.com/another'));
    expect(await rowOf(id)).toMatchObject({ kickoffLink: 'https://example.com/another' });
  });

  it('moves with a diff in the threads in which it is spoken of', async () => {
    const id = await accepted();
    expectDone(await book(id, 3));
    expectDone(await book(id, 6));
    const [shown] = await loadShown(house.ctx, [id], 'everyone');
    if (!shown?.readable) throw new Error('nothing is shown');
    const { entries } = await loadHistory(house.ctx, shown, 0);
    const [moved, booked] = entries.map((entry) => messageText(entryLine(entry, 'text')));
    expect(moved).toMatch(
      /moved the first meeting from [A-Z][a-z]{2} \d+, \d{4} to [A-Z][a-z]{2} \d+, \d{4}$/,
    );
    expect(booked).toMatch(/booked the first meeting for /);
    const events = await database.db.outboxMessage.findMany({
      where: { subjectId: id, kind: 'handoff_event', lane: 'USENDER' },
    });
    // Accepted, booked, moved.
    expect(events).toHaveLength(3);
  });

  it('starts anew with another receiver', async () => {
    const id = await accepted();
    expectDone(await book(id, 3));
    expectDone(await wait(id, 2));
    const receiverId = house.ids['present'] ?? '';
    expectDone(await reassignHandoff(by('sender'), { handoffId: id, receiverId, reason: 'Sample reason' }));
    const none = { kickoffFrom: null, kickoffBy: null, waitingUntil: null, waitingReason: null };
    expect(await rowOf(id)).toMatchObject({ state: 'submitted', ...none });
    expect((await clocksOf(id)).sort()).toEqual(['acknowledge', 'hard_stop']);
  });

  it('has no clock where an earlier version accepted it; booking its kickoff starts one', async () => {
    const id = await accepted();
    await database.db.handoff.update({ where: { id }, data: { kickoffFrom: null } });
    await database.db.timer.updateMany({ where: { subjectId: id }, data: { dueAt: null } });
    expect(await stateOf(id, 30)).toMatch(/^Accepted by /);
    expectDone(await book(id, 3));
    expect(await clocksOf(id)).toEqual(['hold_kickoff']);
  });

  it('is asked of who covers for its receiver, who may book it', async () => {
    const id = await accepted();
    expectDone(await bookKickoff(by('cover'), { handoffId: id, day: day(2), link: '' }));
    expect(refused(await bookKickoff(by('sender'), { handoffId: id, day: day(3), link: '' }))?.[0]).toBe(
      'not_yours',
    );
  });
});

describe('before the day the kickoff is booked for', () => {
  const asks = async (id: string, at = 0) => [
    await nudgeCase(by('sender', at), HANDOFFS, id),
    await escalateCase(by('sender', at), HANDOFFS, { id, reason: 'Sample reason' }),
  ];
  const offered = async (id: string, at = 0) => {
    const [shown] = await loadShown({ ...house.ctx, now: by('sender', at).now }, [id], 'everyone');
    if (!shown) throw new Error('nothing is shown');
    return JSON.stringify(receiptMessage(shown)).match(/Nudge|Escalate now…/g);
  };

  it('or while it waits for the customer, nobody can be asked for it', async () => {
    const [booked, waiting] = [await accepted(), await accepted()];
    expect(await offered(booked)).toContain('Escalate now…');
    expectDone(await book(booked, 35));
    expectDone(await wait(waiting, 7));
    for (const id of [booked, waiting]) {
      expect((await asks(id)).map((answer) => refused(answer)?.[0])).toEqual(['not_due', 'not_due']);
      expect(await offered(id)).toBeNull();
      expect(await offered(id, 36)).toContain('Nudge');
      for (const answer of await asks(id, 36)) expectDone(answer);
    }
  });
});

describe('waiting for the customer', () => {
  it('puts the booking off until the day is over, and is over by itself', async () => {
    const id = await accepted();
    const before = await owedOf(id);
    expectDone(await wait(id, 3));
    const { waitingUntil } = await rowOf(id);
    const owed = await owedOf(id);
    expect(owed.since).toEqual(waitingUntil);
    expect(owed.dueAt?.getTime()).toBeGreaterThan(before.dueAt?.getTime() ?? 0);
    // What stands in Slack is drawn anew then.
    expect(owed.redrawAt).toEqual(waitingUntil);
    expect(await stateOf(id)).toMatch(/^Waiting for the customer until .* · Sample reason$/);
    expect(await stateOf(id, 4)).toMatch(/kickoff not booked yet/);
  });

  it('ends when they answer, and gives back what is left of it', async () => {
    const id = await accepted();
    expectDone(await wait(id, 7));
    expectDone(await customerAnswered(by('receiver', 1), { handoffId: id }));
    const { waitingMinutes, kickoffFrom } = await rowOf(id);
    expect(waitingMinutes).toBeLessThanOrEqual(24 * 60);
    expect(kickoffFrom).toEqual(by('receiver', 1).now);
    expect(refused(await customerAnswered(by('receiver', 1), { handoffId: id }))?.[0]).toBe('not_waiting');
  });

  it('is refused in words where it has been enough', async () => {
    const id = await accepted();
    expect(refused(await wait(id, 60))).toEqual(['waited_enough', 'waitUntil']);
    expectDone(await wait(id, 9));
    expectDone(await wait(id, 12));
    expect(refused(await wait(id, 30, 13))).toEqual(['waited_enough', 'waitUntil']);
    expect(refused(await wait(id, -1))).toEqual(['past', 'waitUntil']);
  });

  it('gives back what is left of it when the kickoff is booked, and all of it to the next receiver', async () => {
    const id = await accepted();
    expectDone(await wait(id, 7));
    expectDone(await book(id, 10, 1));
    expect((await rowOf(id)).waitingMinutes).toBeLessThanOrEqual(24 * 60);
    expectDone(await wait(id, 7, 1));
    const receiverId = house.ids['present'] ?? '';
    expectDone(await reassignHandoff(by('sender'), { handoffId: id, receiverId, reason: 'Sample reason' }));
    expect((await rowOf(id)).waitingMinutes).toBe(0);
  });

  it('takes a day back that was booked', async () => {
    const id = await accepted();
    expectDone(await book(id, 3, 0, 'https://example.com/kickoff'));
    expectDone(await wait(id, 5));
    expect(await rowOf(id)).toMatchObject({ kickoffBy: null, kickoffLink: null });
    expect(await clocksOf(id)).toEqual(['book_kickoff']);
  });
});
