import type { Core } from '../core.ts';
import { sendEvent } from '../dispatch.ts';
import { writeMessage } from '../post.ts';
import type { Channel, Message, Person } from '../state.ts';
import { writable } from './screen.ts';

/** Writes a message of one's own, and tells the app of it where it listens. */
export function sayAs(
  core: Core,
  person: Person,
  text: string,
  where: { in: string; thread?: string },
): Message {
  const channel = writable(core, person, where.in);
  const message = writeMessage(core, {
    channel: channel.id,
    user: person.id,
    text,
    threadTs: where.thread,
  });
  tellOfMessage(core, channel, message);
  return message;
}

/** Subscriptions and scopes by where the message is. */
const MESSAGE_EVENTS = {
  public: { type: 'channel', subscription: 'message.channels', scope: 'channels:history' },
  private: { type: 'group', subscription: 'message.groups', scope: 'groups:history' },
  im: { type: 'im', subscription: 'message.im', scope: 'im:history' },
};

function tellOfMessage(core: Core, channel: Channel, message: Message): void {
  if (!channel.members.has(core.world.app.botUserId)) return;
  const { type, subscription, scope } = MESSAGE_EVENTS[channel.kind];
  sendEvent(
    core,
    {
      type: 'message',
      channel_type: type,
      channel: channel.id,
      user: message.user,
      text: message.text,
      ts: message.ts,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    [scope],
    subscription,
  );
}
