import type { Core } from '../core.ts';
import { checkFiles } from '../files.ts';
import { type Block, withIds } from '../kit.ts';
import { messagePayload, postMessage } from '../post.ts';
import { checkMessage } from '../rules/message.ts';
import { type Channel, directMessage, isVisible, type Message, messagesIn } from '../state.ts';
import {
  type Args,
  fail,
  flag,
  type Handler,
  isMember,
  refuseViolations,
  text,
  visibleChannel,
} from './call.ts';

/** Where a message goes: a channel the app is in, or a person's DM (also by the person's id). */
function target(core: Core, args: Args): Channel {
  const wanted = text(args, 'channel');
  const person = wanted === undefined ? undefined : core.world.people.get(wanted);
  if (person?.isBot) fail('cannot_dm_bot');
  if (person && !isVisible(core.world, person)) fail('channel_not_found');
  // A deactivated person's DM still takes messages, which nobody reads.
  const channel = person ? directMessage(core.world, person.id) : visibleChannel(core, wanted);
  if (channel.archived) fail('is_archived');
  if (!isMember(core, channel) && !mayPostAnywhere(core, channel)) fail('not_in_channel');
  return channel;
}

const mayPostAnywhere = (core: Core, channel: Channel): boolean =>
  channel.kind === 'public' && core.world.app.scopes.has('chat:write.public');

const threadOf = (core: Core, channel: Channel, args: Args): string | undefined => {
  const threadTs = text(args, 'thread_ts');
  if (threadTs === undefined) return undefined;
  const parent = messagesIn(core.world, channel.id).find((each) => each.ts === threadTs);
  if (!parent) core.traffic.flag(`a reply in ${channel.name} names a thread that is not there: ${threadTs}`);
  else if (parent.onlyFor !== undefined) fail('cannot_reply_to_message');
  else if (parent.threadTs !== undefined && parent.threadTs !== parent.ts)
    core.traffic.flag(`a reply in ${channel.name} names another reply as its thread: ${threadTs}`);
  return threadTs;
};

const post: Handler = (core, args) => {
  refuseViolations([...checkMessage(args), ...checkFiles(core, args['blocks'])]);
  const channel = target(core, args);
  const message = postMessage(core, {
    channel: channel.id,
    user: core.world.app.botUserId,
    text: text(args, 'text') ?? '',
    blocks: args['blocks'] as Block[] | undefined,
    threadTs: threadOf(core, channel, args),
    broadcast: flag(args, 'reply_broadcast'),
    metadata: args['metadata'] as Message['metadata'] | undefined,
    via: 'api',
  });
  return { channel: channel.id, ts: message.ts, message: messagePayload(core, message, { metadata: true }) };
};

const postEphemeral: Handler = (core, args) => {
  refuseViolations([...checkMessage(args), ...checkFiles(core, args['blocks'])]);
  const channel = visibleChannel(core, text(args, 'channel'));
  if (channel.archived) fail('is_archived');
  if (!isMember(core, channel)) fail('not_in_channel');
  const user = text(args, 'user') ?? '';
  if (!channel.members.has(user)) fail('user_not_in_channel');
  const message = postMessage(core, {
    channel: channel.id,
    user: core.world.app.botUserId,
    text: text(args, 'text') ?? '',
    blocks: args['blocks'] as Block[] | undefined,
    threadTs: text(args, 'thread_ts'),
    onlyFor: user,
    via: 'api',
  });
  return { message_ts: message.ts };
};

/** A message of the channel that is not ephemeral. */
function existing(core: Core, channel: Channel, ts: string | undefined): Message {
  const found = messagesIn(core.world, channel.id).find(
    (each) => each.ts === ts && each.onlyFor === undefined,
  );
  return found ?? fail('message_not_found');
}

const update: Handler = (core, args) => {
  refuseViolations([...checkMessage(args, 'update'), ...checkFiles(core, args['blocks'])]);
  const channel = visibleChannel(core, text(args, 'channel'));
  const message = existing(core, channel, text(args, 'ts'));
  if (message.user !== core.world.app.botUserId) fail('cant_update_message');
  if (channel.archived) fail('is_archived');
  const blocks = args['blocks'] as Block[] | undefined;
  const newText = text(args, 'text');
  if (newText !== undefined) message.text = newText;
  // Text without blocks takes the place of the blocks.
  if (blocks) message.blocks = withIds(blocks);
  else if (newText !== undefined) message.blocks = [];
  if (args['metadata']) message.metadata = args['metadata'] as NonNullable<Message['metadata']>;
  message.edited = { user: message.user, ts: core.world.nextTs() };
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messagePayload(core, message, { metadata: true }),
  };
};

const remove: Handler = (core, args) => {
  const channel = visibleChannel(core, text(args, 'channel'));
  const message = existing(core, channel, text(args, 'ts'));
  if (message.user !== core.world.app.botUserId) fail('cant_delete_message');
  const all = messagesIn(core.world, channel.id);
  all.splice(all.indexOf(message), 1);
  return { channel: channel.id, ts: message.ts };
};

const permalink: Handler = (core, args) => {
  const channel = visibleChannel(core, text(args, 'channel'));
  const message = existing(core, channel, text(args, 'message_ts'));
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  return {
    channel: channel.id,
    permalink: `https://${core.world.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
  };
};

export const chat: Record<string, Handler> = {
  'chat.postMessage': post,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': permalink,
};
