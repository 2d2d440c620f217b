import type { AfterFiring, DueTimer } from '../escalation/timer.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { calendarOf } from '../people/calendar-of.ts';
import { chase } from '../people/chase.ts';
import { loadPeople } from '../people/load-people.ts';
import { answererFor } from '../people/person.ts';
import type { Told } from '../people/told-on-rung.ts';
import { auditAll } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { oncePerBook } from './once-per-book.ts';
import { clockIsLive, peopleOnRung, sides } from './rung.ts';
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
  const channel = settings.values['escalation.channel'];

  const toChannel = (timer: DueTimer) => channel !== null && timer.rung.tell.includes('fallback_channel');

  const heardAlready = due.some(({ clock }) => clock === 'hard_stop')
    ? await atTopOfLadder(ctx, handoffs)
    : new Set<string>();

  const answers = new Map<string, AfterFiring>();
  const fired: { timer: DueTimer; told: Told[] }[] = [];
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
    const isLast = timer.rungIndex === timer.ladder.rungs.length - 1;
    const told = peopleOnRung(
      handoff,
      people,
      timer.rung.tell,
      { isLast, hasChannel: channel !== null },
      ctx.now,
    );
    answers.set(timer.id, {
      next: calendarOf(answererFor(sides(handoff, people).owing, people, ctx.now), settings),
    });
    if (timer.clock === 'hard_stop' && heardAlready.has(handoff.id)) continue;
    fired.push({ timer, told });
  }

  const messages = await chase(ctx, settings, fired, {
    reminder: 'handoff_reminder',
    escalation: 'handoff_escalation',
  });
  const books = new Map(handoffs.flatMap(({ id, bookId }) => (bookId ? [[id, bookId] as const] : [])));
  await enqueue(ctx, oncePerBook(messages, due, books));
  await auditAll(
    ctx,
    fired
      .filter(({ timer, told }) => timer.rung.kind === 'escalation' && (told.length > 0 || toChannel(timer)))
      .map(({ timer, told }) => ({
        subject: timer.subject,
        action: 'handoff.escalated',
        data: { clock: timer.clock, rung: timer.rungIndex, told: told.map(({ person }) => person.id) },
      })),
  );
  return answers;
}
