import type { Core } from './core.ts';
import { type Block, withIds } from './kit.ts';
import { type Message, messagesIn, type Post } from './state.ts';

const LONGEST = 40_000;

interface NewPost {
  channel: string;
  user: string;
  text: string;
  blocks?: Block[] | undefined;
  threadTs?: string | undefined;
  broadcast?: boolean;
  metadata?: Message['metadata'] | undefined;
  onlyFor?: string;
  via: Post['via'];
}

/** Writes a message of the app and records it. */
export function postMessage(core: Core, post: NewPost): Message {
  const message = writeMessage(core, post);
  core.world.posts.push({
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs ?? null,
    text: message.text,
    blocks: message.blocks,
    metadata: message.metadata ?? null,
    dropped: false,
    ephemeral: message.onlyFor !== undefined,
    via: post.via,
  });
  return message;
}

/** Writes a message of anyone. */
export function writeMessage(core: Core, post: Omit<NewPost, 'via'>): Message {
  const message: Message = {
    ts: core.world.nextTs(),
    channel: post.channel,
    user: post.user,
    text: post.text.slice(0, LONGEST),
    blocks: withIds(post.blocks ?? []),
    answers: new Map(),
    ...(post.threadTs ? { threadTs: post.threadTs } : {}),
    ...(post.broadcast ? { broadcast: true } : {}),
    ...(post.metadata ? { metadata: post.metadata } : {}),
    ...(post.onlyFor ? { onlyFor: post.onlyFor } : {}),
  };
  messagesIn(core.world, post.channel).push(message);
  return message;
}

/** A message as the Web API and interactions show it. */
export function messagePayload(
  core: Core,
  message: Message,
  options: { metadata: boolean },
): Record<string, unknown> {
  const { app, people } = core.world;
  const fromApp = message.user === app.botUserId;
  const replies = messagesIn(core.world, message.channel).filter(
    (each) => each.threadTs === message.ts && each.ts !== message.ts && each.onlyFor === undefined,
  );
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: people.get(message.user)?.teamId ?? core.world.team.id,
    ...(fromApp ? { bot_id: app.botId, app_id: app.id } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(replies.length > 0
      ? { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }
      : {}),
    ...(options.metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}
