import type { ConversationsInfoResponse } from '@slack/web-api';
import type { WorkspaceRef } from '../platform/ctx.ts';
import type { SlackFailure } from '../platform/slack.ts';
import { type Delivery, deliveryCtx, type Readers } from './delivery.ts';
import { ask } from './limits.ts';
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
 * no guest and nobody unknown to us reads it. A channel shared among the workspaces of one company
 * (`is_org_shared`) is safe by itself. A failure is returned where asking again may help: a rate limit, no
 * answer, a closed channel, a dead token.
 */
export async function channelSafety(
  d: Looking,
  workspace: WorkspaceRef,
  lane: string,
): Promise<Readers | SlackFailure> {
  if (isDm(lane)) return 'private';
  const known = d.channels.get(channelKey(workspace, lane));
  if (known !== undefined && known.until > d.clock.wall().getTime()) return known.readers;
  const seen = await lookAtChannel(d, workspace, lane);
  return 'failure' in seen ? seen.failure : seen.readers;
}

/** Asks Slack anew who reads a channel and, by the way, whether we may post there, and remembers the first. */
export async function lookAtChannel(
  d: Looking,
  workspace: WorkspaceRef,
  channel: string,
): Promise<{ readers: Readers; open: boolean } | { failure: SlackFailure }> {
  const client = d.slack(workspace);
  const asked = await ask(d, workspace, 'conversations.info', () => client.conversations.info({ channel }));
  let open = true;
  let readers: Readers;
  if ('failure' in asked) {
    if (mayPass(asked.failure)) return asked;
    readers = unknown(d, workspace, channel, asked.failure.code);
  } else {
    const info = asked.answer.channel;
    open = info?.is_archived !== true && info?.is_member === true;
    const inside = isShared(info) ? 'shared' : await membersOf(d, workspace, channel);
    if (typeof inside !== 'string') return inside;
    readers = inside;
  }
  if (d.channels.size >= MAX_REMEMBERED) d.channels.clear();
  d.channels.set(channelKey(workspace, channel), { readers, until: d.clock.wall().getTime() + SAFE_FOR_MS });
  return { readers, open };
}

/** Asking again may help: Slack's refusal says nothing of who reads there. */
function mayPass({ kind }: SlackFailure): boolean {
  return !/^(missingScope|notInChannel|other)$/.test(kind);
}

function unknown({ log }: Looking, { id }: WorkspaceRef, channel: string, reason: string): Readers {
  log.warn({ workspaceId: id, channel, reason }, 'cannot tell who reads a channel');
  return 'readers_unknown';
}

function isShared(info: ConversationsInfoResponse['channel']): boolean {
  if (info === undefined || info.is_ext_shared !== false) return true;
  if (info.is_pending_ext_shared === true) return true;
  return (info.pending_shared ?? []).length > 0 || (info.pending_connected_team_ids ?? []).length > 0;
}

async function membersOf(
  d: Looking,
  workspace: WorkspaceRef,
  channel: string,
): Promise<Readers | { failure: SlackFailure }> {
  const client = d.slack(workspace);
  const members: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = await ask(d, workspace, 'conversations.members', () =>
      client.conversations.members({ channel, limit: PAGE, ...(cursor ? { cursor } : {}) }),
    );
    if ('failure' in asked)
      return mayPass(asked.failure) ? asked : unknown(d, workspace, channel, asked.failure.code);
    members.push(...(asked.answer.members ?? []));
    cursor = asked.answer.response_metadata?.next_cursor;
    if (cursor) continue;
    const outsiders = await anyOutsider(d, workspace, members);
    if (typeof outsiders !== 'boolean') return outsiders;
    return outsiders ? 'shared' : 'private';
  }
  return unknown(d, workspace, channel, 'too_many_members');
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
    const asked = await ask(d, workspace, 'users.info', () => client.users.info({ user }));
    if ('answer' in asked) return asked.answer.user ?? null;
    if (/^(rateLimited|unreachable|tokenDead)$/.test(asked.failure.kind)) stopped.push(asked.failure);
    return null;
  });
  const [failure] = stopped;
  return failure === undefined ? outsiders : { failure };
}
