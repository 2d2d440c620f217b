import { calendarOf } from '../people/calendar-of.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { durationMs } from '../time/duration.ts';
import { workingTimeBetween } from '../time/working-time.ts';
import type { CaseDecision } from './case.ts';
import type { CaseKind, CaseShape, SceneOf } from './case-kind.ts';
import { type Changed, changeCase } from './change-case.ts';
import { notNow } from './not-now.ts';
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
    return refuse('snoozed_enough', `It has been snoozed for as long as it may be. ${kind.insteadOfSnooze}`);
  return { action: 'snoozed', patch: { snoozedUntil: until, snoozedMinutes: minutes } };
}
