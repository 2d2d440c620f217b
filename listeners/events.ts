import { z } from 'zod';
import { unblockLane } from '../src/outbox/readers/block.ts';
import { recheckReaders } from '../src/outbox/refresh.ts';
import { memberBySlackId } from '../src/people/load-people.ts';
import { upsertMember } from '../src/people/sync-people.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { transactOnce } from '../src/platform/transact.ts';
import { leaveWorkspace, loseToken } from '../src/workspaces/workspace.ts';
import type { Deps } from './edge.ts';
import { drawHome } from './home/publish-home.ts';
import { channelId, maybe, personId, SlackUserSchema, text, viewHash } from './payload-parts.ts';

/** What came with an event: a name that stays when it is delivered again. */
export interface Delivery {
  eventId: string;
}

type Run = (deps: Deps, delivery: Delivery) => Promise<void>;

/** Reads an event, and says what to do about it. Null where it does not read: then nothing. */
export type EventHandler = (event: unknown) => Run | null;

const OfUser = { user: SlackUserSchema };
const OfChannel = { channel: channelId };

/**
 * Acked when it is done. What fails here is not asked for again: the daily people sync and the check at delivery find
 * it.
 */
export const EVENTS: Readonly<Record<string, EventHandler>> = {
  team_join: once(OfUser, async (ctx, { user }) => void (await upsertMember(ctx, user))),
  user_change: once(OfUser, async (ctx, { user }) => {
    await upsertMember(ctx, user);
    // Somebody who is back can be written to again.
    if (user.deleted !== true) await unblockLane(ctx, user.id);
  }),
  channel_shared: once(OfChannel, (ctx, { channel }) => recheckReaders(ctx, channel)),
  channel_unshared: once(OfChannel, (ctx, { channel }) => recheckReaders(ctx, channel)),
  // Somebody opens their Home: what they left it at, as it is now.
  app_home_opened: on(
    { user: personId, tab: maybe(text), view: maybe(z.object({ hash: viewHash })) },
    async (deps, { user, tab, view }) => {
      if (tab === 'home') await drawHome(deps, { userId: user }, { hash: view?.hash });
    },
  ),
  // The two come in either order, and with nothing that could still call Slack.
  app_uninstalled: once({}, (ctx) => leaveWorkspace(ctx)),
  tokens_revoked: once({ tokens: z.object({ bot: maybe(z.array(text)) }) }, async (ctx, { tokens }) => {
    if (tokens.bot?.includes(ctx.workspace.botUserId)) await loseToken(ctx);
  }),
  channel_unarchive: once(OfChannel, (ctx, { channel }) => opened(ctx, channel)),
  group_unarchive: once(OfChannel, (ctx, { channel }) => opened(ctx, channel)),
  member_joined_channel: once({ channel: channelId, user: text }, async (ctx, { channel, user }) => {
    if (user === ctx.workspace.botUserId) await opened(ctx, channel);
    else if (await isOutsider(ctx, user)) await recheckReaders(ctx, channel);
  }),
  member_left_channel: once({ channel: channelId, user: text }, async (ctx, { channel, user }) => {
    if (await isOutsider(ctx, user)) await recheckReaders(ctx, channel);
  }),
};

/** We can post there again; meanwhile somebody may have come whom we were not told of. */
async function opened(ctx: TxCtx, channel: string): Promise<void> {
  await unblockLane(ctx, channel);
  await recheckReaders(ctx, channel);
}

async function isOutsider(ctx: TxCtx, user: string): Promise<boolean> {
  const member = await memberBySlackId(ctx.tx, ctx.workspace.id, user);
  return !member || member.isGuest || member.isStranger;
}

function on<S extends z.ZodRawShape>(
  shape: S,
  run: (deps: Deps, event: z.output<z.ZodObject<S>>, delivery: Delivery) => Promise<void>,
): EventHandler {
  const schema = z.object(shape);
  return (raw) => {
    const event = schema.safeParse(raw).data;
    return event === undefined ? null : (deps, delivery) => run(deps, event, delivery);
  };
}

/** One effect for each event, however often Slack delivers it. */
function once<S extends z.ZodRawShape>(
  shape: S,
  run: (ctx: TxCtx, event: z.output<z.ZodObject<S>>) => Promise<void>,
): EventHandler {
  return on(shape, async ({ db, clock, workspace, log }, event, { eventId }) => {
    const ctx = { workspace, actor: { type: 'job', name: 'event' } as const, now: clock.now(), db, log };
    await transactOnce({ ...ctx, request: eventId }, 'event', (tx) => run(tx, event));
  });
}
