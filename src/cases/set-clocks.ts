import type { TxCtx } from '../platform/ctx.ts';
import type { Calendar } from '../time/calendar.ts';
import { workingTimeBetween } from '../time/working-time.ts';
import { type CaseDecision, calendarFor } from './case.ts';
import type { Around, AroundShape, CaseKind, CaseShape } from './case-kind.ts';
import {
  type Armed,
  type ArmTimer,
  armTimers,
  endTimers,
  hurryTimer,
  resumeTimers,
  stopTimers,
} from './clocks/arm-timer.ts';

/**
 * Has those clocks run that a case asks for as it stands: what its state no longer asks for stops, what it asks for
 * anew begins, and those of a case that has ended are gone. Returns those that began.
 */
export async function setClocks<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  was: readonly string[],
  parties: C['parties'],
  { restart = [], until, undoes, hurry }: Pick<CaseDecision, 'restart' | 'until' | 'undoes' | 'hurry'>,
): Promise<Armed[]> {
  const row = kind.row(parties);
  const subject = { type: kind.type, id: row.id };
  if (kind.owed(row) === null) {
    await endTimers(ctx, subject);
    return [];
  }
  const runs = kind.running(row);
  const gone = was.filter((clock) => !runs.includes(clock));
  if (gone.length > 0) await stopTimers(ctx, subject, gone);
  if (hurry) await hurryTimer(ctx, subject, hurry);
  const resumed = undoes?.clocks ?? {};
  await resumeTimers(ctx, subject, resumed);
  const begin = runs.filter(
    (clock) => (!was.includes(clock) || restart.includes(clock)) && !(clock in resumed),
  );
  return armTimers(
    ctx,
    begin.map((clock) => clockOf(kind, parties, clock, ctx.now, { until })),
  );
}

/**
 * What a clock is armed with; it counts `from`, where its rule says nothing else. Each arming raises the version of its
 * case: where the clock's row is gone, as after an end, the version leads to an epoch that it never had.
 */
export function clockOf<C extends CaseShape>(
  kind: CaseKind<C>,
  parties: C['parties'],
  clock: C['clock'],
  now: Date,
  { from = now, until }: { from?: Date; until?: Date | undefined } = {},
): ArmTimer {
  const row = kind.row(parties);
  const rule = kind.clocks[clock];
  const calendar = calendarOfCase(kind, parties, now);
  const ladder = rule.ladder(parties, now);
  return {
    subject: { type: kind.type, id: row.id },
    clock,
    ladder: until ? { ...ladder, limit: workingLimit(now, until, calendar) } : ladder,
    startedAt: rule.startsAt?.(parties, now) ?? from,
    calendar,
    firstEpoch: row.version + 1,
  };
}

function workingLimit(from: Date, until: Date, calendar: Calendar): string {
  return `PT${Math.max(1, Math.round(workingTimeBetween(from, until, calendar) / 60_000))}M`;
}

/** That of whoever owes the step; the workspace's own where nobody does. */
export function calendarOfCase<A extends AroundShape>(
  { answers }: Pick<Around<A>, 'answers'>,
  parties: A['parties'],
  now: Date,
): Calendar {
  return calendarFor(answers(parties, now), parties.settings);
}
