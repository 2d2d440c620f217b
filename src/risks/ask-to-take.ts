import type { NewMessage } from '../outbox/message.ts';
import { interruptions } from '../people/interrupt.ts';
import { remind } from '../people/remind.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type RiskParties, whoAnswersRisk } from './parties.ts';
import { requestMessage, restingUntil } from './tell.ts';

/**
 * Asks whoever answers to take a risk that is new: by a DM of its own when they work, or on a day that is full in
 * their next morning DM. Critical is exempt from how often somebody may be interrupted, not from when. `epoch` is
 * that of the claim clock just armed.
 */
export async function askToTake(
  ctx: TxCtx,
  parties: RiskParties,
  entryId: string,
  epoch: number,
): Promise<NewMessage[]> {
  const { risk, settings } = parties;
  const asked = whoAnswersRisk(parties, ctx.now);
  if (!asked) return [];
  if (risk.severity !== 'critical') {
    const room = await interruptions(ctx, settings, [asked]);
    if (room.take(asked) === 'morning') {
      const firing = `risk:${risk.id}:claim:${epoch}`;
      const claim = { subject: { type: 'risk', id: risk.id }, clock: 'claim', epoch, firing };
      return remind(ctx, settings, asked, claim, null, 'risk_reminder');
    }
  }
  return [requestMessage(parties, asked, entryId, restingUntil(parties, ctx.now))];
}
