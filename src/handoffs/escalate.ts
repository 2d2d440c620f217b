import type { AfterFiring, DueTimer } from '../escalation/timer.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { type Case, chase } from '../people/chase.ts';
import { loadPeople } from '../people/load-people.ts';
import { answererFor } from '../people/person.ts';
import { roundUp } from '../people/round-up.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { oncePerBook } from './once-per-book.ts';
import { clockIsLive, sides } from './rung.ts';
import { atTopOfLadder } from './top-of-ladder.ts';

/**
 * The handoff's clocks: says what each due rung has to say, to whom it concerns now. A batch is read and written at
 * once, whatever its size.
 */
export async function escalateHandoffs(
  ctx: TxCtx,
  due: readonly DueTimer[],
): Promise<Map<string, AfterFiring>> {
  const handoffs = await ctx.tx.handoff.findMany({
    where: { id: { in: due.map(({ subject }) => subject.id) }, workspaceId: ctx.workspace.id },
    select: {
      ...{ id: true, state: true, senderId: true, receiverId: true, private: true, snoozedUntil: true },
      bookId: true,
    },
  });
  const byId = new Map(handoffs.map((handoff) => [handoff.id, handoff]));
  const parties = handoffs.flatMap(({ senderId, receiverId }) =>
    receiverId ? [senderId, receiverId] : [senderId],
  );
  const people = await loadPeople(ctx.tx, ctx.workspace.id, parties);
  const settings = await loadSettings(ctx.tx, ctx.workspace.id);
  const heardAlready = due.some(({ clock }) => clock === 'hard_stop')
    ? await atTopOfLadder(ctx, handoffs)
    : new Set<string>();

  const answers = new Map<string, AfterFiring>();
  const cases: Case[] = [];
  for (const timer of due) {
    const handoff = byId.get(timer.subject.id);
    if (!handoff || !clockIsLive(handoff, timer.clock)) {
      answers.set(timer.id, 'stop');
      continue;
    }
    if (handoff.snoozedUntil && handoff.snoozedUntil > ctx.now && timer.clock !== 'hard_stop') {
      answers.set(timer.id, { wait: handoff.snoozedUntil });
      continue;
    }
    const around = sides(handoff, people);
    answers.set(timer.id, { next: calendarOf(answererFor(around.owing, people, ctx.now), settings) });
    if (timer.clock === 'hard_stop' && heardAlready.has(handoff.id)) continue;
    cases.push({ timer, sides: around });
  }
  const messages = await chase(ctx, cases, { subjectType: 'handoff', people, settings });
  const books = new Map(handoffs.flatMap(({ id, bookId }) => (bookId ? [[id, bookId] as const] : [])));
  await enqueue(ctx, roundUp(oncePerBook(messages, due, books), 'handoff'));
  return answers;
}
