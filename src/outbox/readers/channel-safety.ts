import type { ConversationsInfoResponse } from '@slack/web-api';
import type { WorkspaceRef } from '../../platform/ctx.ts';
import type { SlackFailure } from '../../platform/slack/slack.ts';
import { type Delivery, deliveryCtx, type Readers } from '../delivery.ts';
import { isDm } from '../message.ts';
import { ask } from '../send/limits.ts';
import { type Place, Places } from './places.ts';

/** How long a process trusts what it learned about a channel. */
export const SAFE_FOR_MS = 5 * 60_000;

const PAGE = 1000;
const MAX_PAGES = 10;
const MAX_REMEMBERED = 10_000;

/** What is needed to find out who reads a channel. */
type Looking = Pick<Delivery, 'db' | 'clock' | 'slack' | 'log' | 'channels' | 'places' | 'hasOutsiders'>;

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
  const key = channelKey(workspace, channel);
  let asOf = d.clock.wall().getTime();
  let open = true;
  let readers: Readers;
  if ('failure' in asked) {
    if (mayPass(asked.failure)) return asked;
    readers = unknown(d, workspace, channel, asked.failure.code);
  } else {
    const info = asked.answer.channel;
    open = info?.is_archived !== true && info?.is_member === true;
    if (isShared(info)) readers = 'shared';
    else {
      const place = d.places.take(key, asOf, SAFE_FOR_MS);
      const inside = await membersOf(d, workspace, channel, place);
      if (typeof inside !== 'string') return inside;
      asOf = place.startedAt;
      readers = inside;
    }
  }
  if (d.channels.size >= MAX_REMEMBERED) d.channels.clear();
  d.channels.set(key, { readers, until: asOf + SAFE_FOR_MS });
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

/** Goes on where an earlier look was stopped, and keeps its place where it is stopped itself. */
async function membersOf(
  d: Looking,
  workspace: WorkspaceRef,
  channel: string,
  place: Place,
): Promise<Readers | { failure: SlackFailure }> {
  const client = d.slack(workspace);
  const key = channelKey(workspace, channel);
  const stop = (failure: SlackFailure, at: Place) => {
    d.places.keep(key, at);
    return { failure };
  };
  let at = place;
  while (at.pages === 0 || at.cursor) {
    if (at.pages === MAX_PAGES) return unknown(d, workspace, channel, 'too_many_members');
    const cursor = at.cursor ? { cursor: at.cursor } : {};
    const asked = await ask(d, workspace, 'conversations.members', () =>
      client.conversations.members({ channel, limit: PAGE, ...cursor }),
    );
    if ('failure' in asked) {
      if (Places.isLost(at, asked.failure) && at === place)
        return membersOf(d, workspace, channel, d.places.take(key, place.startedAt, 0));
      if (mayPass(asked.failure)) return stop(asked.failure, at);
      return unknown(d, workspace, channel, asked.failure.code);
    }
    const { members = [], response_metadata } = asked.answer;
    at = {
      ...at,
      cursor: response_metadata?.next_cursor,
      pages: at.pages + 1,
      ids: [...at.ids, ...members],
    };
  }
  const outsiders = await anyOutsider(d, workspace, at.ids);
  if (typeof outsiders !== 'boolean') return stop(outsiders.failure, at);
  return outsiders ? 'shared' : 'private';
}

async function anyOutsider(
  d: Looking,
  workspace: WorkspaceRef,
  members: readonly string[],
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
