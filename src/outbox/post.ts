import type { WebClient } from '@slack/web-api';
import { classifySlackError, nothingDone, type SlackFailure } from '../platform/slack.ts';
import type { Claim } from './claim.ts';
import type { Rendered } from './delivery.ts';

/** The metadata by which a message is found again when its outcome was not heard. */
export const DELIVERY_EVENT = 'baton_delivery';

export function deliveryMetadata(id: string) {
  return { event_type: DELIVERY_EVENT, event_payload: { delivery_id: id } };
}

type Outcome = { posted: { channel: string; ts: string } } | { failure: SlackFailure };

/** One chat.postMessage: a root, or a reply under its thread's root. */
export function post(client: WebClient, claim: Claim, say: Rendered): Promise<Outcome> {
  return joining(client, claim.lane, () =>
    client.chat.postMessage({
      channel: claim.threadChannel ?? claim.lane,
      ...(claim.root || claim.threadTs === null ? {} : { thread_ts: claim.threadTs }),
      ...say,
      unfurl_links: false,
      unfurl_media: false,
      metadata: deliveryMetadata(claim.message.id),
    }),
  );
}

/** Makes the call. If we are not in the channel and it is public, we join it and make the call again, once. */
export async function joining(
  client: WebClient,
  channel: string,
  call: () => Promise<{ channel?: string; ts?: string }>,
): Promise<Outcome> {
  const first = await outcomeOf(call);
  if (!('failure' in first) || first.failure.kind !== 'notInChannel') return first;
  try {
    await client.conversations.join({ channel });
  } catch (error) {
    const failure = nothingDone(classifySlackError(error));
    const mayPass = failure.kind === 'rateLimited' || failure.kind === 'unreachable';
    return mayPass ? { failure } : first;
  }
  return outcomeOf(call);
}

async function outcomeOf(call: () => Promise<{ channel?: string; ts?: string }>): Promise<Outcome> {
  try {
    const { channel, ts } = await call();
    if (channel === undefined || ts === undefined)
      return { failure: { kind: 'uncertain', code: 'unreadable_answer' } };
    return { posted: { channel, ts } };
  } catch (error) {
    return { failure: classifySlackError(error) };
  }
}
