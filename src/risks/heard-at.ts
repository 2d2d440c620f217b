import { interruptions } from '../people/interrupt.ts';
import { snoozeUntil } from '../people/snooze-until.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { calendarOfRisk, type RiskParties, whoAnswersRisk } from './parties.ts';
import { restingUntil } from './tell.ts';

/**
 * Until when the DM is held that asks somebody to take a risk Baton found: in their working hours, and the morning
 * after a day that is full. Critical is exempt from how often somebody may be interrupted, not from when.
 */
export async function heardAt(ctx: TxCtx, parties: RiskParties): Promise<Date | null> {
  const resting = restingUntil(parties, ctx.now);
  const asked = whoAnswersRisk(parties, ctx.now);
  if (!asked || parties.risk.severity === 'critical') return resting;
  const slot = (await interruptions(ctx, parties.settings, [asked])).take(asked);
  return slot === 'morning'
    ? snoozeUntil(null, calendarOfRisk(parties, ctx.now), resting ?? ctx.now)
    : resting;
}
