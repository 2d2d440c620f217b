import type { Tx } from '../../platform/ctx.ts';
import { afterFiring, type Position, rungsDue } from './ladder.ts';
import type { AfterFiring, DueTimer } from './timer.ts';

/**
 * Moves every timer that was due to where its handler's answer puts it, in one statement. One whose version is
 * not the claimed one was stopped or armed by the handler itself, and stays so. Returns those
 * that are due at other instants than before, since another calendar counts for them.
 */
export async function settleTimers(
  tx: Tx,
  timers: readonly DueTimer[],
  answers: ReadonlyMap<string, AfterFiring>,
  now: Date,
): Promise<DueTimer[]> {
  const settled = timers.map((timer) => {
    const answer = answers.get(timer.id);
    if (answer === undefined) throw new Error('a timer handler gave no answer for one of its timers');
    return { id: timer.id, version: timer.version, ...settle(timer, answer, now) };
  });
  await tx.$executeRaw`
    UPDATE timers t
    SET rung = s.rung, repeats = s.repeats, due_at = s."dueAt", fired_at = coalesce(s."firedAt", t.fired_at),
      ladder = CASE WHEN s.due IS NULL THEN t.ladder ELSE jsonb_set(t.ladder, '{due}', s.due) END,
      version = t.version + 1, attempt = 0, retry_at = NULL
    FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS s (id uuid, version int, rung int, repeats int,
      "dueAt" timestamptz, "firedAt" timestamptz, due jsonb)
    WHERE t.id = s.id AND t.version = s.version`;
  return timers.filter((_, n) => settled[n]?.due !== undefined);
}

type Settled = Position & { firedAt?: Date; due?: readonly Date[] };

function settle(timer: DueTimer, answer: AfterFiring, now: Date): Settled {
  const { rungIndex: rung, repeats, ladder, startedAt } = timer;
  if (answer === 'stop') return { rung, repeats, dueAt: null, firedAt: now };
  if ('wait' in answer) {
    // It would be claimed again and again in the same instant.
    if (answer.wait <= now) throw new Error('a timer was asked to wait until an instant that has passed');
    return { rung, repeats, dueAt: answer.wait };
  }
  const due = rungsDue(ladder, startedAt, answer.next);
  const next = afterFiring(ladder, due, { rung, repeats }, answer.next, now);
  const moved = due.some((at, n) => at.toISOString() !== ladder.due[n]);
  return { ...next, firedAt: now, ...(moved && { due }) };
}
