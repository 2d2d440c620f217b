import { z } from 'zod';
import { isRefusal } from '../../platform/refusal.ts';
import type { Calendar } from '../../time/calendar.ts';
import { durationMs, parseDuration } from '../../time/duration.ts';
import { addWorkingTime, addWorkingTimes } from '../../time/working-time.ts';

/** Owner: who owes the answer. Counterpart: the other side. People are looked up when a rung fires. */
export const RoleSchema = z.enum(['owner', 'counterpart', 'cover', 'lead', 'manager', 'fallback_channel']);
export type Role = z.infer<typeof RoleSchema>;

const working = z.string().refine((iso) => !isRefusal(parseDuration(iso)));

const RungSchema = z.object({
  /** Share of the limit after which it is due: 0.5 is half of it. */
  at: z.number(),
  kind: z.enum(['reminder', 'escalation']),
  tell: z.array(RoleSchema).readonly(),
  /** Fires `times` more after the first, `every` (ISO 8601, working time) after the firing before. */
  repeat: z.object({ every: working, times: z.number() }).exactOptional(),
});
export type Rung = z.infer<typeof RungSchema>;

export const LadderSchema = z.object({
  /** ISO 8601 duration of working time. */
  limit: working,
  /** In the order in which they are due. */
  rungs: z.array(RungSchema).readonly(),
  /** Its limit is that of what cannot wait. */
  urgent: z.boolean().exactOptional(),
});
export type Ladder = z.infer<typeof LadderSchema>;

/** Where a timer stands. `rung` past the last one: everything was said. */
export interface Position {
  rung: number;
  /** Times this rung has fired already. */
  repeats: number;
  /** Null: the clock stands still. */
  dueAt: Date | null;
}

/** When the whole limit has passed. */
export function limitAt(ladder: Ladder, startedAt: Date, calendar: Calendar): Date {
  return addWorkingTime(startedAt, workingMs(ladder.limit, calendar), calendar);
}

/** When each rung is due. */
export function rungsDue(ladder: Ladder, startedAt: Date, calendar: Calendar): Date[] {
  const limit = workingMs(ladder.limit, calendar);
  return addWorkingTimes(
    startedAt,
    ladder.rungs.map(({ at }) => Math.round(at * limit)),
    calendar,
  );
}

/** The first rung from `rung` on that is worth firing: not a reminder when a later rung is due already. */
export function worthFiring(ladder: Ladder, due: readonly Date[], rung: number, now: Date): number {
  let index = rung;
  while (ladder.rungs[index]?.kind === 'reminder' && isPast(due[index + 1], now)) index++;
  return index;
}

/** Where a timer stands once the rung at `fired` has fired at `now`. `due` is when each rung is due. */
export function afterFiring(
  ladder: Ladder,
  due: readonly Date[],
  fired: { rung: number; repeats: number },
  calendar: Calendar,
  now: Date,
): Position {
  const rung = worthFiring(ladder, due, fired.rung + 1, now);
  const dueAt = due[rung] ?? null;
  const repeat = ladder.rungs[fired.rung]?.repeat;
  if (repeat !== undefined && fired.repeats < repeat.times) {
    const again = addWorkingTime(now, workingMs(repeat.every, calendar), calendar);
    if (dueAt === null || again < dueAt)
      return { rung: fired.rung, repeats: fired.repeats + 1, dueAt: again };
  }
  return { rung, repeats: 0, dueAt };
}

function isPast(due: Date | undefined, now: Date): boolean {
  return due !== undefined && due <= now;
}

function workingMs(iso: string, { week }: Calendar): number {
  const duration = parseDuration(iso);
  if (isRefusal(duration)) throw new Error(`unreadable duration in a ladder: ${iso}`);
  return durationMs(duration, week);
}
