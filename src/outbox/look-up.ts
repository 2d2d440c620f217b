import type { WebClient } from '@slack/web-api';
import { classifySlackError, nothingDone, type SlackFailure } from '../platform/slack.ts';
import { isPerson } from './message.ts';
import { DELIVERY_EVENT } from './post.ts';

/** What was looked for, and where. `since` is the first attempt, by the database's clock. */
interface Sought {
  deliveryId: string;
  lane: string;
  /** The channel the thread's root is in; for a person's DM it differs from the lane. */
  channel: string | null;
  /** The root's, for a reply. */
  rootTs: string | null;
  since: Date;
}

type Sight =
  | { found: { channel: string; ts: string } }
  | 'absent'
  /** Slack does not let us look, or there is more than we may read. */
  | 'hidden'
  | { failure: SlackFailure };

/** Slack's clock and the database's may differ by that much. */
const SKEW_MS = 5 * 60_000;
const PAGE = 200;
const MAX_PAGES = 10;

/**
 * Looks for a message by the id in its metadata. Needs the history scope of the kind of channel it is
 * in (channels:history, groups:history, and for a DM im:history with im:write); those draw a stricter
 * review by Slack and may not be granted: the answer is then `hidden`.
 */
export async function lookUp(client: WebClient, sought: Sought): Promise<Sight> {
  try {
    const channel = sought.channel ?? (await channelOf(client, sought.lane));
    if (channel === undefined) return 'hidden';
    const oldest = String((sought.since.getTime() - SKEW_MS) / 1000);
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const options = {
        channel,
        oldest,
        limit: PAGE,
        include_all_metadata: true,
        ...(cursor ? { cursor } : {}),
      };
      const answer =
        sought.rootTs === null
          ? await client.conversations.history(options)
          : await client.conversations.replies({ ...options, ts: sought.rootTs });
      const message = (answer.messages ?? []).find((each) => isOurs(each.metadata, sought.deliveryId));
      if (message?.ts !== undefined) return { found: { channel, ts: message.ts } };
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) return 'absent';
    }
    return 'hidden';
  } catch (error) {
    const failure = nothingDone(classifySlackError(error));
    const mayPass =
      failure.kind === 'rateLimited' || failure.kind === 'unreachable' || failure.kind === 'tokenDead';
    return mayPass ? { failure } : 'hidden';
  }
}

async function channelOf(client: WebClient, lane: string): Promise<string | undefined> {
  if (!isPerson(lane)) return lane;
  return (await client.conversations.open({ users: lane })).channel?.id;
}

function isOurs(
  metadata: { event_type?: string; event_payload?: object } | undefined,
  deliveryId: string,
): boolean {
  if (metadata?.event_type !== DELIVERY_EVENT) return false;
  return (metadata.event_payload as { delivery_id?: unknown } | undefined)?.delivery_id === deliveryId;
}
