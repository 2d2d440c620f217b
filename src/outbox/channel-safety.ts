import type { WebClient } from '@slack/web-api';
import type { WorkspaceRef } from '../platform/ctx.ts';
import { classifySlackError, nothingDone, type SlackFailure } from '../platform/slack.ts';
import { type Delivery, deliveryCtx } from './delivery.ts';
import { isDm } from './message.ts';

/** How long a process trusts what it learned about a channel. */
export const SAFE_FOR_MS = 5 * 60_000;

const PAGE = 1000;
const MAX_PAGES = 10;
const MAX_REMEMBERED = 10_000;

/** What is needed to find out who reads a channel. */
type Looking = Pick<Delivery, 'db' | 'clock' | 'slack' | 'log' | 'channels' | 'hasOutsiders'>;

/** The name of a channel in what a process remembers. */
export function channelKey(workspace: { id: string }, lane: string): string {
  return `${workspace.id} ${lane}`;
}

/**
 * May what speaks of a customer be read in this lane? A channel is safe when nobody of another company,
 * no guest and nobody unknown to us reads it. What Slack will not tell us counts as unsafe. A channel
 * shared among the workspaces of one company (`is_org_shared`) is safe by itself. A failure is returned
 * where asking again may help: a rate limit, no answer, a closed channel, a dead token.
 */
export async function channelSafety(
  d: Looking,
  workspace: WorkspaceRef,
  lane: string,
): Promise<'safe' | 'unsafe' | SlackFailure> {
  if (isDm(lane)) return 'safe';
  const key = channelKey(workspace, lane);
  const now = d.clock.wall().getTime();
  const known = d.channels.get(key);
  if (known !== undefined && known.until > now) return known.safe ? 'safe' : 'unsafe';
  const client = d.slack(workspace);
  const readers = await readersOf(client, lane);
  if ('failure' in readers) return readers.failure;
  if (readers.unknown !== undefined) {
    d.log.warn(
      { workspaceId: workspace.id, channel: lane, reason: readers.unknown },
      'cannot tell who reads a channel',
    );
  }
  const outsiders = readers.members === undefined || (await anyOutsider(d, workspace, readers.members));
  if (typeof outsiders !== 'boolean') return outsiders.failure;
  const safe = !outsiders;
  if (d.channels.size >= MAX_REMEMBERED) d.channels.clear();
  d.channels.set(key, { safe, until: now + SAFE_FOR_MS });
  return safe ? 'safe' : 'unsafe';
}

/** `members` is missing when the channel is shared with another company, or `unknown` says why we cannot know. */
type Readers = { members?: string[]; unknown?: string } | { failure: SlackFailure };

async function readersOf(client: WebClient, channel: string): Promise<Readers> {
  try {
    if (await isShared(client, channel)) return {};
    const members: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await client.conversations.members({
        channel,
        limit: PAGE,
        ...(cursor ? { cursor } : {}),
      });
      members.push(...(answer.members ?? []));
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) return { members };
    }
    return { unknown: 'too_many_members' };
  } catch (error) {
    const failure = nothingDone(classifySlackError(error));
    const final =
      failure.kind === 'missingScope' || failure.kind === 'notInChannel' || failure.kind === 'other';
    return final ? { unknown: failure.code } : { failure };
  }
}

async function isShared(client: WebClient, channel: string): Promise<boolean> {
  const { channel: info } = await client.conversations.info({ channel });
  if (info === undefined || info.is_ext_shared !== false) return true;
  if (info.is_pending_ext_shared === true) return true;
  return (info.pending_shared ?? []).length > 0 || (info.pending_connected_team_ids ?? []).length > 0;
}

async function anyOutsider(
  d: Looking,
  workspace: WorkspaceRef,
  members: string[],
): Promise<boolean | { failure: SlackFailure }> {
  const others = members.filter((id) => id !== workspace.botUserId);
  if (others.length === 0) return false;
  const client = d.slack(workspace);
  const stopped: SlackFailure[] = [];
  const outsiders = await d.hasOutsiders(deliveryCtx(d, workspace), others, async (user) => {
    try {
      return (await client.users.info({ user })).user ?? null;
    } catch (error) {
      const failure = nothingDone(classifySlackError(error));
      if (/^(rateLimited|unreachable|tokenDead)$/.test(failure.kind)) stopped.push(failure);
      return null;
    }
  });
  const [failure] = stopped;
  return failure === undefined ? outsiders : { failure };
}
