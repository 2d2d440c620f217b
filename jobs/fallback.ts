import { isWaiting, owesNext } from '../src/handoffs/handoff.ts';
import { loadOneShown } from '../src/handoffs/load-pictures.ts';
import { sides } from '../src/handoffs/parties.ts';
import type { ShownHandoff } from '../src/handoffs/picture.ts';
import type { DeliveryCtx } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { answererFor } from '../src/people/person.ts';
import { wasAskedSince } from './asked-since.ts';

/**
 * Whose DM takes a handoff's message when its channel or DM is closed to it, by Slack id. What was written
 * for one person goes to nobody else, but for a request: somebody has to answer it.
 */
export async function fallbackOf(ctx: DeliveryCtx, message: Message): Promise<string | null> {
  const picture = await loadOneShown(ctx, message.subject.id, 'everyone');
  if (!picture || !isWaiting(picture.state)) return null;
  const owes = picture.owes?.slackUserId ?? null;
  switch (message.kind) {
    // Whoever owes the step has a message of their own: a card beside it would be the same twice.
    case 'handoff_request':
      if (owes === null || owesNext(picture) !== 'receiver') return null;
      return (await wasAskedSince(ctx, message, owes)) ? null : owes;
    // The last rung, in the channel: not to whoever did not answer all the others.
    case 'handoff_escalation':
      return message.data['role'] === 'fallback_channel' ? otherSide(ctx, picture) : null;
    default:
      return null;
  }
}

async function otherSide(ctx: DeliveryCtx, picture: ShownHandoff): Promise<string> {
  const [senderId, receiverId] = [picture.sender.id, picture.receiver.id];
  const people = await loadPeople(ctx.db, ctx.workspace.id, [senderId, receiverId]);
  const { other } = sides({ ...picture, senderId, receiverId }, people);
  return answererFor(other, people, ctx.now).slackUserId;
}
