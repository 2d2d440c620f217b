import { type Armed, armTimer } from '../escalation/arm-timer.ts';
import { endTimers } from '../escalation/end-timers.ts';
import { stopTimers } from '../escalation/stop-timers.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { startOfLocalDay } from '../time/local-date.ts';
import { riskLadder } from './ladders.ts';
import { calendarOfRisk, type RiskParties } from './parties.ts';
import { isUrgent, type RiskClock, type RiskDecision } from './risk.ts';

/** Starts the clock a decision asks for, and stops the others: for good where it asks for none. Null: none was started. */
export async function setRiskClock(
  ctx: TxCtx,
  parties: RiskParties,
  clock: RiskDecision['clock'],
): Promise<Armed | null> {
  if (clock === 'same') return null;
  const subject = { type: 'risk', id: parties.risk.id };
  if (clock === null) {
    await endTimers(ctx, subject);
    return null;
  }
  await stopTimers(ctx, subject);
  return armTimer(ctx, clockFor(parties, clock, ctx.now));
}

/**
 * What a clock is armed with. That of a check-in starts with its day, where its owner is; the others with `from`. Each
 * arming raises the risk's version: where the clock's row is gone, as after an end, the version leads to an epoch that
 * it never had.
 */
export function clockFor(parties: RiskParties, clock: RiskClock, now: Date, from = now) {
  const { risk, settings } = parties;
  const calendar = calendarOfRisk(parties, now);
  const day = clock === 'check_in' ? risk.checkInOn?.toISOString().slice(0, 10) : undefined;
  return {
    subject: { type: 'risk', id: risk.id },
    clock,
    ladder: riskLadder(clock, settings, isUrgent(risk)),
    startedAt: day ? startOfLocalDay(day, calendar.zone) : from,
    calendar,
    firstEpoch: risk.version + 1,
  };
}
