import { type Interruptions, interruptions } from '../cases/told/interrupt.ts';
import { remind } from '../cases/told/remind.ts';
import type { NewMessage } from '../outbox/message.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';
import { RISK_MESSAGES } from './messages.ts';
import { type RiskParties, whoAnswersRisk } from './parties.ts';
import { requestMessage, whenTheyWork } from './tell.ts';

/** Of whoever is asked to take these: how often they may be interrupted still. */
export function roomToAsk(
  ctx: TxCtx,
  settings: Settings,
  all: readonly RiskParties[],
): Promise<Interruptions> {
  const sparing = all.filter(({ risk }) => risk.severity !== 'critical');
  const asked = sparing.map((each) => whoAnswersRisk(each, ctx.now));
  return interruptions(
    ctx,
    settings,
    asked.filter((person) => person !== null),
  );
}

/**
 * Asks whoever answers to take a risk that is new: by a DM of its own when they work, or on a day that is full in
 * their next morning DM. Critical is exempt from how often somebody may be interrupted, not from when. `epoch` is
 * that of the claim clock just armed, `room` of roomToAsk.
 */
export async function askToTake(
  ctx: TxCtx,
  parties: RiskParties,
  entryId: string,
  epoch: number,
  room: Interruptions,
): Promise<NewMessage[]> {
  const { risk, settings } = parties;
  const asked = whoAnswersRisk(parties, ctx.now);
  if (!asked) return [];
  if (risk.severity !== 'critical' && room.take(asked) === 'morning') {
    const firing = `risk:${risk.id}:claim:${epoch}`;
    const claim = { subject: { type: 'risk', id: risk.id }, clock: 'claim', epoch, firing };
    return [await remind(ctx, settings, asked, claim, null, RISK_MESSAGES)];
  }
  return [requestMessage(parties, asked, entryId, whenTheyWork(parties, ctx.now))];
}
