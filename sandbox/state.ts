// Everything the sandbox knows, in memory.
import type { Answers } from './answers.ts';
import type { SandboxClock } from './clock.ts';
import type { Block, ViewBody } from './kit.ts';

export interface Person {
  id: string;
  /** The handle, unique. */
  name: string;
  realName: string;
  /** What the person chose to be called; '' for whoever goes by their real name. */
  displayName: string;
  /** What this person does, as the profile says it. */
  title: string;
  email: string;
  /** IANA zone, in which this person reads dates. */
  tz: string;
  isBot: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  /** A guest of several channels. */
  isRestricted: boolean;
  /** A guest of one channel. */
  isUltraRestricted: boolean;
  /** From another company, seen here through a shared channel. */
  isStranger: boolean;
  /** As payloads say it: in an organisation perhaps a sister workspace, the organisation, or nothing. */
  teamId: string | null;
  deleted: boolean;
  /** Seconds. */
  updated: number;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  archived: boolean;
  extShared: boolean;
  pendingExtShared: boolean;
  /** Seconds. */
  created: number;
}

export interface Message {
  ts: string;
  channel: string;
  /** Who wrote it. */
  user: string;
  text: string;
  blocks: Block[];
  threadTs?: string;
  broadcast?: boolean;
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  edited?: { user: string; ts: string };
  /** Ephemeral: only this person sees it. */
  onlyFor?: string;
  /** What each person has chosen in the inputs of this message. */
  answers: Map<string, Answers>;
}

export interface View {
  id: string;
  personId: string;
  hash: string;
  body: ViewBody;
  rootId: string;
  previousId: string | null;
  answers: Answers;
  /** Shown under the input of the block. */
  errors: Map<string, string>;
  /** How often its content was replaced. */
  changes: number;
}

export interface Trigger {
  personId: string;
  at: number;
  used: boolean;
  /** The modal in which it arose. */
  viewId: string | null;
}

interface ResponseUrl {
  personId: string;
  channel: string;
  at: number;
  uses: number;
  /** The message that carried the interaction. */
  messageTs: string | null;
}

/** A message Slack accepted, whether or not the app heard of it. For crash tests. */
export interface Post {
  channel: string;
  ts: string;
  threadTs: string | null;
  text: string;
  blocks: Block[];
  metadata: Message['metadata'] | null;
  /** The socket was destroyed instead of an answer. */
  dropped: boolean;
  ephemeral: boolean;
  via: 'api' | 'response_url' | 'ack';
}

/** What the app uploaded. It is the app's own until a message shows it. */
export interface StoredFile {
  id: string;
  /** The secret part of the address that takes its bytes. */
  ticket: string;
  name: string;
  title: string;
  altText: string;
  /** As announced. */
  length: number;
  /** Null until they came. */
  bytes: Buffer | null;
  /** When the upload was completed. Null until then. */
  completedAt: number | null;
}

interface Command {
  shouldEscape: boolean;
  description: string;
  usageHint: string;
}

interface Shortcut {
  name: string;
  callbackId: string;
  type: 'global' | 'message';
  description: string;
}

export interface App {
  id: string;
  name: string;
  botUserId: string;
  botId: string;
  token: string;
  /** The app-level one, which opens sockets and nothing else. */
  appToken: string;
  appTokenScopes: Set<string>;
  tokenState: 'live' | 'revoked' | 'inactive';
  scopes: Set<string>;
  /** null: any slash command exists. */
  commands: Map<string, Command> | null;
  events: Set<string>;
  shortcuts: Shortcut[] | null;
  /** What the app's own place shows beside its messages, and whether people may write there. */
  place: { home: boolean; readOnly: boolean };
}

export interface World {
  clock: SandboxClock;
  team: { id: string; name: string; domain: string };
  /** The Enterprise Grid that the workspace belongs to. */
  enterprise: { id: string; name: string } | null;
  app: App;
  people: Map<string, Person>;
  channels: Map<string, Channel>;
  /** By channel, oldest first; ephemeral ones among them. */
  messages: Map<string, Message[]>;
  posts: Post[];
  views: Map<string, View>;
  /** View ids by person, the top one last. */
  stacks: Map<string, string[]>;
  /** View id of the Home tab by person. */
  homes: Map<string, string>;
  /** By token. */
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  files: Map<string, StoredFile>;
  nextId(prefix: string): string;
  nextTs(): string;
}

export const isGuest = (person: Person): boolean => person.isRestricted || person.isUltraRestricted;

/** A person of another company is there only while a shared channel joins the two. */
export const isVisible = (world: World, person: Person): boolean =>
  !person.isStranger ||
  [...world.channels.values()].some((each) => each.extShared && each.members.has(person.id));

export const topView = (world: World, personId: string): View | undefined => {
  const id = world.stacks.get(personId)?.at(-1);
  return id === undefined ? undefined : world.views.get(id);
};

export const messagesIn = (world: World, channelId: string): Message[] => {
  const known = world.messages.get(channelId);
  if (known) return known;
  const fresh: Message[] = [];
  world.messages.set(channelId, fresh);
  return fresh;
};

/** The DM of the app with a person, opened if need be. */
export function directMessage(world: World, personId: string): Channel {
  for (const channel of world.channels.values())
    if (channel.kind === 'im' && channel.members.has(personId)) return channel;
  const id = world.nextId('D');
  const channel: Channel = {
    id,
    name: 'directmessage',
    kind: 'im',
    members: new Set([personId, world.app.botUserId]),
    archived: false,
    extShared: false,
    pendingExtShared: false,
    created: Math.floor(world.clock.now() / 1000),
  };
  world.channels.set(id, channel);
  return channel;
}

/** By id, name, or name with # or @. Throws when there is none. */
export function findChannel(world: World, wanted: string): Channel {
  const name = wanted.replace(/^#/, '');
  for (const channel of world.channels.values())
    if (channel.id === wanted || (channel.kind !== 'im' && channel.name === name)) return channel;
  throw new Error(
    `no channel ${wanted}; there are ${[...world.channels.values()].map((c) => c.name).join(', ')}`,
  );
}

export function findPerson(world: World, wanted: string): Person {
  const name = wanted.replace(/^@/, '');
  for (const person of world.people.values())
    if (person.id === wanted || person.name === name || person.realName === name) return person;
  throw new Error(
    `no person ${wanted}; there are ${[...world.people.values()].map((p) => p.name).join(', ')}`,
  );
}
