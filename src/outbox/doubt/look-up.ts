import type { WorkspaceRef } from '../../platform/ctx.ts';
import type { SlackFailure } from '../../platform/slack/slack.ts';
import type { Delivery } from '../delivery.ts';
import { isPerson } from '../message.ts';
import { Places } from '../readers/places.ts';
import { type Answered, ask } from '../send/limits.ts';
import { DELIVERY_EVENT } from '../send/post.ts';

/** What was looked for, and where. `since` is the first attempt, by the database's clock. */
interface Sought {
  deliveryId: string;
  destination: string;
  /** The channel the thread's root is in; for a person's DM it differs from that. */
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
/** Slack gives some apps one page a minute. */
const LOOK_MS = 60 * 60_000;

/**
 * Looks for a message by the id in its metadata. Needs the history scope of the kind of channel it is
 * in (channels:history, groups:history, and for a DM im:history with im:write); those draw a stricter
 * review by Slack and may not be granted: the answer is then `hidden`. A look that was stopped goes on where it was.
 */
export async function lookUp(d: Delivery, workspace: WorkspaceRef, sought: Sought): Promise<Sight> {
  const client = d.slack(workspace);
  const opened = await channelOf(d, workspace, sought);
  if ('failure' in opened) return hiddenOr(opened.failure);
  const channel = opened.answer;
  if (channel === undefined) return 'hidden';
  const oldest = String((sought.since.getTime() - SKEW_MS) / 1000);
  const { deliveryId } = sought;
  const place = d.places.take(deliveryId, d.clock.wall().getTime(), LOOK_MS);
  let at = place;
  while (at.pages < MAX_PAGES) {
    const options = {
      channel,
      oldest,
      limit: PAGE,
      include_all_metadata: true,
      ...(at.cursor ? { cursor: at.cursor } : {}),
    };
    const { rootTs } = sought;
    const asked =
      rootTs === null
        ? await ask(d, workspace, 'conversations.history', () => client.conversations.history(options))
        : await ask(d, workspace, 'conversations.replies', () =>
            client.conversations.replies({ ...options, ts: rootTs }),
          );
    if ('failure' in asked) {
      if (Places.isLost(at, asked.failure) && at === place) return lookUp(d, workspace, sought);
      // The root is gone, and nothing stands under it.
      if (rootTs !== null && asked.failure.code === 'thread_not_found') return 'absent';
      const sight = hiddenOr(asked.failure);
      if (sight !== 'hidden') d.places.keep(deliveryId, at);
      return sight;
    }
    const message = (asked.answer.messages ?? []).find((each) => isOurs(each.metadata, deliveryId));
    if (message?.ts !== undefined) return { found: { channel, ts: message.ts } };
    at = { ...at, cursor: asked.answer.response_metadata?.next_cursor, pages: at.pages + 1 };
    if (!at.cursor) return 'absent';
  }
  return 'hidden';
}

/** What may pass is looked for again. */
function hiddenOr(failure: SlackFailure): Sight {
  return /^(rateLimited|unreachable|tokenDead)$/.test(failure.kind) ? { failure } : 'hidden';
}

async function channelOf(
  d: Delivery,
  workspace: WorkspaceRef,
  { channel, destination }: Sought,
): Promise<Answered<string | undefined>> {
  if (channel !== null || !isPerson(destination)) return { answer: channel ?? destination };
  return ask(
    d,
    workspace,
    'conversations.open',
    async () => (await d.slack(workspace).conversations.open({ users: destination })).channel?.id,
  );
}

function isOurs(
  metadata: { event_type?: string; event_payload?: object } | undefined,
  deliveryId: string,
): boolean {
  if (metadata?.event_type !== DELIVERY_EVENT) return false;
  return (metadata.event_payload as { delivery_id?: unknown } | undefined)?.delivery_id === deliveryId;
}
