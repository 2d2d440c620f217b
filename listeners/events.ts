import { z } from 'zod';
import { unblockLane } from '../src/outbox/block.ts';
import { refreshLane } from '../src/outbox/refresh.ts';
import { memberBySlackId } from '../src/people/find-member.ts';
import { upsertMember } from '../src/people/upsert-member.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { transactOnce } from '../src/platform/transact.ts';
import { findWorkspace } from '../src/workspaces/find-workspace.ts';
import type { Deps } from './edge.ts';
import { drawHome } from './home/publish-home.ts';
import { maybe, SlackUserSchema, text } from './payload-parts.ts';

/** What came with an event: the workspace it is for, and a name that stays when it is delivered again. */
export interface Delivery {
  teamId: string;
  eventId: string;
}

type Run = (deps: Deps, delivery: Delivery) => Promise<void>;

/** Reads an event, and says what to do about it. Null where it does not read: then nothing. */
export type EventHandler = (event: unknown) => Run | null;

const OfUser = { user: SlackUserSchema };
const OfChannel = { channel: text };

/**
 * Slack takes its event back once Bolt has acked it, which is before this runs: what is lost here, the daily people
 * sync and the check at delivery find.
 */
export const EVENTS: Readonly<Record<string, EventHandler>> = {
  team_join: once(OfUser, async (ctx, { user }) => void (await upsertMember(ctx, user))),
  user_change: once(OfUser, async (ctx, { user }) => {
    await upsertMember(ctx, user);
    // Somebody who is back can be written to again.
    if (user.deleted !== true) await unblockLane(ctx, user.id);
  }),
  channel_shared: once(OfChannel, (ctx, { channel }) => refreshLane(ctx, channel)),
  // Somebody opens their Home: what they left it at, as it is now.
  app_home_opened: on(
    { user: text, tab: maybe(text), view: maybe(z.object({ hash: maybe(text) })) },
    async (deps, { user, tab, view }, { teamId }) => {
      if (tab === 'home') await drawHome(deps, { teamId, userId: user }, { hash: view?.hash });
    },
  ),
  channel_unarchive: once(OfChannel, (ctx, { channel }) => unblockLane(ctx, channel)),
  group_unarchive: once(OfChannel, (ctx, { channel }) => unblockLane(ctx, channel)),
  member_joined_channel: once({ channel: text, user: text }, async (ctx, { channel, user }) => {
    if (user === ctx.workspace.botUserId) return unblockLane(ctx, channel);
    const joined = await memberBySlackId(ctx.tx, ctx.workspace.id, user);
    if (!joined || joined.isGuest || joined.isStranger) await refreshLane(ctx, channel);
  }),
};

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
  return on(shape, async ({ db, clock, log }, event, { teamId, eventId }) => {
    const workspace = await findWorkspace(db, teamId);
    if (!workspace) return;
    const ctx = { workspace, actor: { type: 'job', name: 'event' } as const, now: clock.now(), db, log };
    await transactOnce({ ...ctx, request: eventId }, 'event', (tx) => run(tx, event));
  });
}
