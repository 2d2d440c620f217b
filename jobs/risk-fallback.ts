import type { DeliveryCtx } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { answererFor } from '../src/people/person.ts';
import { loadRiskPicture } from '../src/risks/load-risk-pictures.ts';
import { wasAskedSince } from './asked-since.ts';

/**
 * Whose DM takes a risk's message when its channel or DM is closed to it, by Slack id. What was written for one
 * person goes to nobody else, but for a request: somebody has to take it.
 */
export async function riskFallbackOf(ctx: DeliveryCtx, message: Message): Promise<string | null> {
  const picture = await loadRiskPicture(ctx, message.subject.id);
  if (!picture || picture.state === 'resolved') return null;
  const answers = picture.answers?.slackUserId ?? null;
  switch (message.kind) {
    case 'risk_card':
      return answers;
    // News in a card's thread follows the card; in a person's thread it is theirs.
    case 'risk_event':
      return message.memberId === null ? answers : null;
    case 'risk_request':
      if (answers === null || picture.state !== 'open') return null;
      return (await wasAskedSince(ctx, message, answers)) ? null : answers;
    // The last rung, in the channel: not to whoever did not answer all the others.
    case 'risk_escalation':
      return message.data['role'] === 'fallback_channel' ? partnerOf(ctx, picture.partner?.id) : null;
    default:
      return null;
  }
}

async function partnerOf(ctx: DeliveryCtx, partnerId: string | undefined): Promise<string | null> {
  if (partnerId === undefined) return null;
  const people = await loadPeople(ctx.db, ctx.workspace.id, [partnerId]);
  const partner = people.get(partnerId);
  return partner ? answererFor(partner, people, ctx.now).slackUserId : null;
}
