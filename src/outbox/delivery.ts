import type { KnownBlock } from '@slack/types';
import type { UsersInfoResponse } from '@slack/web-api';
import type { Clock } from '../platform/clock.ts';
import type { Db, TxCtx, WorkspaceRef } from '../platform/ctx.ts';
import type { Logger } from '../platform/logger.ts';
import type { Slack } from '../platform/slack/slack.ts';
import type { Served } from '../workspaces/served.ts';
import type { Message } from './message.ts';
import type { Places } from './readers/places.ts';
import type { Outcome, Sent } from './send/outcome.ts';

export interface DeliveryCtx {
  workspace: WorkspaceRef;
  /** Business time. */
  now: Date;
  db: Db;
  log: Logger;
}

export interface Rendered {
  text: string;
  blocks: KnownBlock[];
}

export interface Where {
  dm: boolean;
  /** It stands there already, and is brought up to date. */
  posted: boolean;
  /** Slack refused the picture it has: it is to do without. */
  withoutPicture?: boolean;
}

/** What a message shows beside its words. */
export interface Picture {
  png: Buffer;
  /** As a file is called. */
  name: string;
  /** What it shows, in words. */
  alt: string;
  /** Remembers the file in Slack, so that it is shown from now on, and not uploaded again. */
  keep(fileId: string): Promise<unknown>;
}

/** A declared kind of message with how it is drawn (define-message.ts), as delivery needs it. */
export interface MessageKind {
  about: 'customer' | 'internal';
  whenUnknown: 'resend' | 'hold';
  /** The words as of now. Null: there is nothing left to say. */
  render(ctx: DeliveryCtx, message: Message, where: Where): Promise<Rendered | null>;
  /** Of several of one subject to one reader only the last asks: `isLatest` of a message says so. */
  onlyLastAsks?: boolean;
  /** Drawn and uploaded before it is first posted. Null: there is none, or it is in Slack already. */
  picture?(ctx: DeliveryCtx, message: Message): Promise<Picture | null>;
  fallback?(ctx: DeliveryCtx, message: Message): Promise<string | null>;
}

/** A user as Slack describes it, or null when Slack shows none. */
type LookUpUser = (slackUserId: string) => Promise<UsersInfoResponse['user'] | null>;

export interface DeliveryOptions {
  db: Db;
  clock: Clock;
  served: Served;
  kinds: Record<string, MessageKind>;
  /** Throws on what Slack would refuse. */
  validate: (rendered: Rendered) => void;
  /** Is any of these people a guest, a stranger, or unknown here? Whom we have not met may be looked up in Slack. */
  hasOutsiders: (ctx: DeliveryCtx, slackUserIds: string[], lookUp: LookUpUser) => Promise<boolean>;
  /** Runs in the transaction that blocks the lane, so that a block and its notice stand or fall together. */
  onLaneBlocked: (ctx: TxCtx, blocked: { lane: string; reason: string; scope?: string }) => Promise<void>;
  log: Logger;
  /** Hears what each try to deliver a message came to. */
  tried?: (outcome: Outcome['is']) => void;
  /** Between two posts to one channel. Slack allows about one a second. */
  paceMs?: number;
}

/** Why customers are not spoken of in a channel: others read it, or Slack does not let us find out. */
export type NotPrivate = 'shared' | 'readers_unknown';
export type Readers = 'private' | NotPrivate;

/** What the parts of delivery share while it runs. */
export interface Delivery extends DeliveryOptions {
  paceMs: number;
  slack: (workspace: WorkspaceRef) => Slack;
  /** Writes that a message is in Slack; those that are posted at once together. False: it had lost its lease. */
  recordSent: (sent: Sent) => Promise<boolean>;
  /** What is known of who reads a channel, by workspace and channel. */
  channels: Map<string, { readers: Readers; until: number }>;
  /** Where members of channels and messages in doubt were being looked for. */
  places: Places;
  /** The lane at which the last claim stopped: the next goes on from there, so that each has its turn. */
  cursor: { workspaceId: string; lane: string };
  /** Set when a channel may have to be looked at, or something to be removed, in the same run. */
  toClear: boolean;
  /** Set once: what has not been attempted is put back. */
  stopping: boolean;
}

/** Well above the longest call; a process that holds a message longer has lost it. */
export const LEASE_MS = 60_000;

export function deliveryCtx(d: Pick<Delivery, 'db' | 'clock' | 'log'>, workspace: WorkspaceRef): DeliveryCtx {
  return { workspace, now: d.clock.now(), db: d.db, log: d.log };
}
