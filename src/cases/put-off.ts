import { calendarOf } from '../people/calendar-of.ts';
import { canAnswer } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Calendar } from '../time/calendar.ts';
import { type Duration, durationMs } from '../time/duration.ts';
import { workingTimeBetween } from '../time/working-time.ts';
import { type CaseDecision, notNow } from './case.ts';
import type { CaseKind, CaseShape, SceneOf } from './case-kind.ts';
import { type Changed, changeCase } from './change-case.ts';
import { calendarOfCase } from './set-clocks.ts';
import { SNOOZES, type Snooze, snoozeUntil } from './snooze-until.ts';

const MINUTE_MS = 60_000;

/** Mutes reminders and rungs for a while. Clocks run on, a backstop is not muted, and what fell due meanwhile is said once. */
export function snoozeCase<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  { id, snooze }: { id: string; snooze: Snooze },
): Promise<Changed | Refusal> {
  return changeCase(ctx, kind, id, {
    verb: 'snooze',
    decide: (scene) => decideSnooze(kind, scene, snooze, ctx.now),
    data: { snooze },
  });
}

/** What it is snoozed for in all is counted in the working minutes of whoever snoozes. */
function decideSnooze<C extends CaseShape>(
  kind: CaseKind<C>,
  scene: SceneOf<C>,
  snooze: Snooze,
  now: Date,
): CaseDecision | Refusal {
  const row = kind.row(scene);
  const refusal = kind.notTheirsToSnooze?.(scene);
  if (refusal) return refusal;
  if (kind.running(row).length === 0) return notNow('snoozed');
  const calendar = calendarOf(scene.actor, scene.settings);
  const until = snoozeUntil(SNOOZES[snooze], calendar, now);
  if (until <= now) return refuse('past', 'Pick a time that is still to come.');
  // Pressed twice, only what is added counts.
  const from = row.snoozedUntil && row.snoozedUntil > now ? row.snoozedUntil : now;
  const minutes = row.snoozedMinutes + Math.round(workingTimeBetween(from, until, calendar) / MINUTE_MS);
  if (minutes * MINUTE_MS > durationMs(kind.pauses(scene.settings).snoozeTotal, calendar.week))
    return refuse('snoozed_enough', `It can’t be snoozed any longer. ${kind.insteadOfSnooze}`);
  return { action: 'snoozed', patch: { snoozedUntil: until, snoozedMinutes: minutes } };
}

/** Asks whoever owes the step once more, by one DM, at most once in the pause that the workspace allows. */
export function nudgeCase<C extends CaseShape>(
  ctx: Ctx,
  kind: CaseKind<C>,
  id: string,
): Promise<Changed | Refusal> {
  return changeCase(ctx, kind, id, {
    verb: 'nudge',
    decide: (scene) =>
      whyNotNow(kind, scene, ctx.now) ?? {
        action: 'nudged',
        patch: { nudgedAt: ctx.now },
        data: { to: kind.answers(scene, ctx.now)?.id ?? null },
      },
  });
}

function whyNotNow<C extends CaseShape>(kind: CaseKind<C>, scene: SceneOf<C>, now: Date): Refusal | null {
  const row = kind.row(scene);
  if (kind.running(row).length === 0) return notNow('nudged');
  const notDue = kind.notDue?.(scene, now);
  if (notDue) return notDue;
  const asked = kind.answers(scene, now);
  if (!asked || !canAnswer(asked))
    return refuse('nobody', `There’s no one to nudge right now. ${kind.insteadOfNudge}`);
  if (asked.id === scene.actor.id) return refuse('yours', 'This one is waiting for you.');
  const { nudgePause } = kind.pauses(scene.settings);
  return isPaused(row.nudgedAt, nudgePause, calendarOfCase(kind, scene, now), now)
    ? refuse('nudged_already', 'They were nudged a short while ago. Try again later; Baton reminds them too.')
    : null;
}

/** Whether less than `pause` of working time, by the calendar of whoever is asked, has passed since `since`. */
export function isPaused(since: Date | null, pause: Duration, calendar: Calendar, now: Date): boolean {
  return since !== null && workingTimeBetween(since, now, calendar) < durationMs(pause, calendar.week);
}
