// What a person sees in channels, DMs and threads.
import type { Core } from '../core.ts';
import { buttonText, interactive, optionsOf } from '../kit.ts';
import { renderMessage, unescapeText } from '../render-text.ts';
import {
  type Channel,
  directMessage,
  findChannel,
  isGuest,
  type Message,
  messagesIn,
  type Person,
} from '../state.ts';

export interface Seen {
  ts: string;
  channel: string;
  /** Handle of the writer. */
  from: string;
  /** As read: blocks flattened, mentions as @name, dates in the reader's zone. */
  text: string;
  buttons: string[];
  /** Options of its menus. */
  menus: string[];
  edited: boolean;
  /** Only this person sees it. */
  ephemeral: boolean;
  replies: Seen[];
}

/** 'dm' is the DM with the app; else a channel by name or id. Refuses what this person cannot open. */
export function placeFor(core: Core, person: Person, where: string): Channel {
  if (person.deleted) throw new Error(`${person.name} is deactivated and can open nothing`);
  if (where === 'dm') return directMessage(core.world, person.id);
  const channel = findChannel(core.world, where);
  if (!canSee(channel, person)) throw new Error(`${person.name} cannot see ${channel.name}`);
  return channel;
}

/** The same, where this person may also write. */
export function writable(core: Core, person: Person, where: string): Channel {
  const channel = placeFor(core, person, where);
  if (channel.archived) throw new Error(`#${channel.name} is archived`);
  if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in #${channel.name}`);
  return channel;
}

export const canSee = (channel: Channel, person: Person): boolean =>
  channel.members.has(person.id) ||
  (channel.kind === 'public' && !isGuest(person) && !person.isStranger && !person.isBot);

export const visibleTo =
  (person: Person) =>
  (message: Message): boolean =>
    message.onlyFor === undefined || message.onlyFor === person.id;

/** Messages of a place, oldest first, thread replies inside their root. */
export function seenIn(core: Core, person: Person, channel: Channel): Seen[] {
  const all = messagesIn(core.world, channel.id).filter(visibleTo(person));
  const known = new Set(all.map((each) => each.ts));
  const isReply = (each: Message): boolean =>
    each.threadTs !== undefined && each.threadTs !== each.ts && known.has(each.threadTs);
  const threads = new Map<string, Message[]>();
  for (const each of all)
    if (each.threadTs !== undefined && isReply(each))
      threads.set(each.threadTs, [...(threads.get(each.threadTs) ?? []), each]);
  return all
    .filter((each) => !isReply(each))
    .map((root) => ({
      ...seen(core, person, root),
      replies: (threads.get(root.ts) ?? []).map((each) => seen(core, person, each)),
    }));
}

export function seen(core: Core, person: Person, message: Message): Seen {
  const placed = interactive(message.blocks);
  return {
    ts: message.ts,
    channel: message.channel,
    from: core.world.people.get(message.user)?.name ?? message.user,
    text: renderMessage({ world: core.world, person }, message),
    buttons: placed
      .filter((each) => each.element.type === 'button')
      .map((each) => unescapeText(buttonText(each.element))),
    menus: placed.flatMap((each) => optionsOf(each.element).map((option) => unescapeText(option.text.text))),
    edited: message.edited !== undefined,
    ephemeral: message.onlyFor !== undefined,
    replies: [],
  };
}

/** The message behind something seen, newest first: roots and replies alike. */
export function messagesSeen(core: Core, person: Person, channel: Channel): Message[] {
  return messagesIn(core.world, channel.id).filter(visibleTo(person)).reverse();
}

export function describeSeen(messages: Seen[]): string {
  const lines = messages
    .slice(-8)
    .flatMap((each) => [line(each), ...each.replies.map((reply) => `  ↳ ${line(reply)}`)]);
  return lines.join('\n') || '(nothing)';
}

const line = (each: Seen): string =>
  `${each.from}${each.ephemeral ? ' (only you)' : ''}: ${each.text.replaceAll('\n', '\n    ')}`;
