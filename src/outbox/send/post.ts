import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { WorkspaceRef } from '../../platform/ctx.ts';
import { classifySlackError, type SlackFailure } from '../../platform/slack/slack.ts';
import type { Delivery, Rendered } from '../delivery.ts';
import type { Claim } from './claim.ts';
import { type Answered, ask, pauseLane } from './limits.ts';

/** The metadata by which a message is found again when its outcome was not heard. */
export const DELIVERY_EVENT = 'baton_delivery';
/** Begins the block id by which a click names the message it was in: payloads need not carry metadata. */
const BLOCK = 'baton:';

/** A message's words with the id of its row. */
export function signed(id: string, { text, blocks }: Rendered) {
  const at = blocks.findIndex(({ block_id: blockId }) => blockId === undefined);
  return {
    text,
    blocks: blocks.map(
      (block, n): KnownBlock => (n === at ? { ...block, block_id: `${BLOCK}${id}` } : block),
    ),
    metadata: { event_type: DELIVERY_EVENT, event_payload: { delivery_id: id } },
  };
}

const Signed = z.object({
  blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
  metadata: z
    .object({ event_type: z.literal(DELIVERY_EVENT), event_payload: z.object({ delivery_id: z.uuid() }) })
    .optional()
    .catch(undefined),
});

/** Returns the id of the row that a message in Slack was made from; null when it is none of these. */
export function signatureOf(message: unknown): string | null {
  const { data } = Signed.safeParse(message);
  const block = data?.blocks
    ?.find(({ block_id: id }) => id?.startsWith(BLOCK))
    ?.block_id?.slice(BLOCK.length);
  const id = z.uuid().safeParse(block ?? data?.metadata?.event_payload.delivery_id);
  return id.success ? id.data : null;
}

interface Posted {
  channel: string;
  ts: string;
}

/** One chat.postMessage: a root, or a reply under its thread's root. */
export async function post(d: Delivery, claim: Claim, say: Rendered): Promise<Answered<Posted>> {
  const client = d.slack(claim.workspace);
  return joining(d, claim.workspace, claim.destination, async () => {
    const outcome = await outcomeOf(() =>
      client.chat.postMessage({
        channel: claim.threadChannel ?? claim.destination,
        ...(claim.root || claim.threadTs === null ? {} : { thread_ts: claim.threadTs }),
        ...signed(claim.message.id, say),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    if ('failure' in outcome && outcome.failure.kind === 'rateLimited')
      await pauseLane(d.db, claim, outcome.failure.retryAfterMs);
    return outcome;
  });
}

/** Makes the call. If we are not in the channel and it is public, we join it and make the call again, once. */
export async function joining<T>(
  d: Delivery,
  workspace: WorkspaceRef,
  channel: string,
  call: () => Promise<Answered<T>>,
): Promise<Answered<T>> {
  const first = await call();
  if (!('failure' in first) || first.failure.kind !== 'notInChannel') return first;
  const joined = await ask(d, workspace, 'conversations.join', () =>
    d.slack(workspace).conversations.join({ channel }),
  );
  if ('answer' in joined) return call();
  return /^(rateLimited|unreachable)$/.test(joined.failure.kind) ? joined : first;
}

/** What became of a call that says something: where it stands, or why not. */
export async function outcomeOf(
  call: () => Promise<{ channel?: string; ts?: string }>,
): Promise<{ answer: Posted } | { failure: SlackFailure }> {
  try {
    const { channel, ts } = await call();
    if (channel === undefined || ts === undefined)
      return { failure: { kind: 'uncertain', code: 'unreadable_answer' } };
    return { answer: { channel, ts } };
  } catch (error) {
    return { failure: classifySlackError(error) };
  }
}
