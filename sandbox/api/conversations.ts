import type { Core } from '../core.ts';
import { messagePayload } from '../post.ts';
import { type Channel, directMessage, isVisible, type Message, messagesIn } from '../state.ts';
import {
  type Answer,
  type Args,
  fail,
  flag,
  type Handler,
  isMember,
  page,
  text,
  visibleChannel,
} from './call.ts';

export function channelPayload(core: Core, channel: Channel): Answer {
  const isIm = channel.kind === 'im';
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: isIm,
    is_mpim: false,
    context_team_id: core.world.team.id,
  };
  if (isIm) {
    const user = [...channel.members].find((id) => id !== core.world.app.botUserId);
    const person = user === undefined ? undefined : core.world.people.get(user);
    return { ...common, user, is_user_deleted: person?.deleted ?? false, is_org_shared: false };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind === 'private',
    is_general: false,
    is_member: isMember(core, channel),
    is_shared: channel.extShared,
    is_ext_shared: channel.extShared,
    is_pending_ext_shared: channel.pendingExtShared,
    is_org_shared: false,
    pending_shared: [],
    creator: core.world.app.botUserId,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

const info: Handler = (core, args) => {
  const channel = visibleChannel(core, text(args, 'channel'));
  const members = flag(args, 'include_num_members') ? { num_members: channel.members.size } : {};
  return { channel: { ...channelPayload(core, channel), ...members } };
};

const SCOPE_OF_TYPE: Record<string, [Channel['kind'] | 'mpim', string]> = {
  public_channel: ['public', 'channels:read'],
  private_channel: ['private', 'groups:read'],
  im: ['im', 'im:read'],
  mpim: ['mpim', 'mpim:read'],
};

const list: Handler = (core, args) => {
  const types = (text(args, 'types') ?? 'public_channel').split(',').map((each) => each.trim());
  const kinds = types.map((type) => {
    const [kind, scope] = SCOPE_OF_TYPE[type] ?? fail('invalid_types');
    const { scopes } = core.world.app;
    if (!scopes.has(scope)) fail('missing_scope', { needed: scope, provided: [...scopes].join(',') });
    return kind;
  });
  const found = [...core.world.channels.values()].filter(
    (each) =>
      kinds.includes(each.kind) &&
      (each.kind === 'public' || isMember(core, each)) &&
      !(flag(args, 'exclude_archived') && each.archived),
  );
  const { items, nextCursor } = page(found, args, 100, 1000);
  return {
    channels: items.map((each) => ({ ...channelPayload(core, each), num_members: each.members.size })),
    response_metadata: { next_cursor: nextCursor },
  };
};

const members: Handler = (core, args) => {
  const channel = visibleChannel(core, text(args, 'channel'));
  const { items, nextCursor } = page([...channel.members], args, 100, 1000);
  return { members: items, response_metadata: { next_cursor: nextCursor } };
};

const join: Handler = (core, args) => {
  const channel = visibleChannel(core, text(args, 'channel'));
  if (channel.kind !== 'public') fail('method_not_supported_for_channel_type');
  if (channel.archived) fail('is_archived');
  const already = isMember(core, channel);
  channel.members.add(core.world.app.botUserId);
  return { channel: channelPayload(core, channel), ...(already ? { warning: 'already_in_channel' } : {}) };
};

const open: Handler = (core, args) => {
  const byId = text(args, 'channel');
  if (byId !== undefined)
    return { channel: { id: visibleChannel(core, byId).id }, no_op: true, already_open: true };
  const users = (text(args, 'users') ?? '').split(',').filter(Boolean);
  if (users.length === 0) fail('users_list_not_supplied');
  if (users.length > 1) fail('method_not_supported_for_channel_type');
  const person = core.world.people.get(users[0] ?? '') ?? fail('user_not_found');
  if (!isVisible(core.world, person)) fail('user_not_visible');
  if (person.isBot) fail('cannot_dm_bot');
  if (person.deleted) fail('user_disabled');
  const channel = directMessage(core.world, person.id);
  return { channel: flag(args, 'return_im') ? channelPayload(core, channel) : { id: channel.id } };
};

function within(messages: Message[], args: Args): Message[] {
  const oldest = text(args, 'oldest');
  const latest = text(args, 'latest');
  const inclusive = flag(args, 'inclusive');
  if (oldest !== undefined && Number.isNaN(Number(oldest))) fail('invalid_ts_oldest');
  if (latest !== undefined && Number.isNaN(Number(latest))) fail('invalid_ts_latest');
  return messages.filter((each) => {
    const at = micros(each.ts);
    const from = oldest === undefined ? 0n : micros(oldest);
    const to = latest === undefined ? undefined : micros(latest);
    const afterStart = oldest === undefined || at > from || (inclusive && at === from);
    return afterStart && (to === undefined || at < to || (inclusive && at === to));
  });
}

/** A ts has more digits than a number keeps. */
function micros(ts: string): bigint {
  const [seconds = '0', rest = ''] = ts.split('.');
  return BigInt(seconds) * 1_000_000n + BigInt(rest.padEnd(6, '0').slice(0, 6));
}

function readable(core: Core, args: Args): Channel {
  const channel = visibleChannel(core, text(args, 'channel'));
  if (!isMember(core, channel)) fail('not_in_channel');
  return channel;
}

function messagePage(core: Core, found: Message[], args: Args, otherwise: number): Answer {
  const metadata = flag(args, 'include_all_metadata');
  const { items, nextCursor } = page(found, args, otherwise, 999);
  return {
    messages: items.map((each) => messagePayload(core, each, { metadata })),
    has_more: nextCursor !== '',
    ...(nextCursor ? { response_metadata: { next_cursor: nextCursor } } : {}),
  };
}

const history: Handler = (core, args) => {
  const channel = readable(core, args);
  const roots = messagesIn(core.world, channel.id).filter(
    (each) =>
      each.onlyFor === undefined &&
      (each.threadTs === undefined || each.threadTs === each.ts || each.broadcast === true),
  );
  return messagePage(core, within(roots, args).reverse(), args, 100);
};

const replies: Handler = (core, args) => {
  const channel = readable(core, args);
  const ts = text(args, 'ts');
  const all = messagesIn(core.world, channel.id).filter((each) => each.onlyFor === undefined);
  const asked = all.find((each) => each.ts === ts);
  const root = asked?.threadTs ?? ts;
  // What was said under a message that is gone can be read still.
  if (!asked && !all.some((each) => each.threadTs === ts)) fail('thread_not_found');
  const parent = all.filter((each) => each.ts === root);
  const answers = within(
    all.filter((each) => each.threadTs === root && each.ts !== root),
    args,
  );
  return messagePage(core, [...parent, ...answers], args, 1000);
};

export const conversations: Record<string, Handler> = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.join': join,
  'conversations.open': open,
  'conversations.history': history,
  'conversations.replies': replies,
};
