// What the page and its server tell each other.
import type { Answer } from '../answers.ts';
import type { Block, Option, ViewBody } from '../kit.ts';

export interface PersonSeen {
  id: string;
  /** The handle. */
  name: string;
  realName: string;
  title: string;
  /** IANA zone. */
  zone: string;
  isBot: boolean;
  deleted: boolean;
}

export interface ChannelSeen {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  /** How many messages are new to this person. */
  unread: number;
  isMember: boolean;
  isArchived: boolean;
  isShared: boolean;
}

/** By block_id, then action_id. */
export type Values = Record<string, Record<string, Answer>>;

export interface MessageSeen {
  ts: string;
  /** Who wrote it. */
  user: string;
  text: string;
  blocks: Block[];
  threadTs: string | null;
  edited: boolean;
  onlyYou: boolean;
  values: Values;
}

export interface ViewSeen {
  id: string;
  body: ViewBody;
  values: Values;
  /** Under the input of the block. */
  errors: Record<string, string>;
  /** How many modals lie under it. */
  below: number;
}

/** Everything one person sees with one place open. */
export interface Screen {
  /** Another number after each reset. */
  stage: number;
  /** What time it is for the people, ms. */
  now: number;
  /** The clock is on its way through what falls due. */
  moving: boolean;
  team: string;
  me: PersonSeen;
  app: { id: string; name: string; hasHome: boolean; readOnly: boolean };
  people: PersonSeen[];
  channels: ChannelSeen[];
  commands: { command: string; description: string; usageHint: string }[];
  shortcuts: { name: string; callbackId: string; type: 'global' | 'message'; description: string }[];
  place: { channel: string; messages: MessageSeen[]; readTo: string | null } | null;
  modal: ViewSeen | null;
  home: ViewSeen | null;
  violations: number;
}

/** Where something is operated. */
export type Spot = { channel: string; ts: string } | { view: string };

export type Act =
  | { do: 'type'; channel: string; text: string; thread?: string }
  | { do: 'act'; at: Spot; block: string; action: string; values: Values; option?: Option }
  | { do: 'submit'; view: string; values: Values }
  | { do: 'close'; view: string }
  | { do: 'shortcut'; callback: string; message?: { channel: string; ts: string } }
  | { do: 'home' }
  | { do: 'read'; channel: string }
  /** By label, as if typed and chosen. */
  | { do: 'fill'; fields: Record<string, string> };

/** `trouble`: what a person sees when the app did not answer as it must. */
export interface Done {
  trouble?: string;
}

export interface Suggest {
  at: Spot;
  block: string;
  action: string;
  query: string;
  values: Values;
}

export const MOVES = ['minutes', 'hours', 'morning', 'monday', 'weeks', 'outage'] as const;
export type Move = (typeof MOVES)[number];

export const FAULTS = ['rateLimit', 'slow', 'drop', 'away'] as const;
export type Fault = (typeof FAULTS)[number];

export interface TrafficRow {
  n: number;
  at: number;
  /** `in`: the app calls Slack. `out`: Slack sends to the app. */
  way: 'in' | 'out';
  what: string;
  about: string;
  /** HTTP status; 0 without an answer. */
  code: number;
  /** Until the answer; null while it is on its way. */
  ms: number | null;
  /** What went wrong, in Slack's word. */
  problem: string | null;
  /** A limit or a rule of Slack was broken. */
  violation: boolean;
}

export interface TrafficSeen {
  rows: TrafficRow[];
  violations: string[];
  faults: Record<Fault, boolean>;
}
