import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { askStandIns } from '../src/handoffs/ask-stand-ins.ts';
import { unblockLane } from '../src/outbox/block.ts';
import { refreshAllLanes, refreshLane } from '../src/outbox/refresh.ts';
import { memberBySlackId } from '../src/people/find-member.ts';
import type { SlackUser } from '../src/people/slack-user.ts';
import { upsertMember } from '../src/people/upsert-member.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { transact } from '../src/platform/transact.ts';
import { leaveWorkspace, loseToken } from '../src/workspaces/leave-workspace.ts';
import type { Deps } from './edge.ts';
import { onHomeOpened } from './home/opened.ts';

type Event = SlackEventMiddlewareArgs & AllMiddlewareArgs;
type EventHandler = (deps: Deps, args: Event) => Promise<void>;

/**
 * Slack takes its event back once Bolt has acked it, which is before this runs: what is lost here, the daily people
 * sync and the check at delivery find.
 */
export const EVENTS: Record<string, EventHandler> = {
  team_join: once(async (ctx, event) => void (await upsertMember(ctx, event['user'] as SlackUser))),
  user_change: once(async (ctx, event) => {
    const user = event['user'] as SlackUser;
    const was = await memberBySlackId(ctx.tx, ctx.workspace.id, String(user.id));
    const person = await upsertMember(ctx, user);
    if (person.isGuest && was?.isGuest === false) await refreshAllLanes(ctx);
    if (person.deactivatedAt) await askStandIns(ctx, [person.id]);
    // Somebody who is back can be written to again.
    if (user.id && user.deleted !== true) await unblockLane(ctx, user.id);
  }),
  channel_shared: once(readersChanged),
  channel_unshared: once(readersChanged),
  app_home_opened: onHomeOpened,
  // The two come in either order, and with nothing that could still call Slack.
  app_uninstalled: once((ctx) => leaveWorkspace(ctx)),
  tokens_revoked: once(async (ctx, event) => {
    const { bot = [] } = event['tokens'] as { bot?: string[] };
    if (bot.includes(ctx.workspace.botUserId)) await loseToken(ctx);
  }),
  channel_unarchive: once(opened),
  group_unarchive: once(opened),
  member_joined_channel: once(async (ctx, event) => {
    if (event['user'] === ctx.workspace.botUserId) await opened(ctx, event);
    else if (await isOutsider(ctx, event)) await readersChanged(ctx, event);
  }),
  member_left_channel: once(async (ctx, event) => {
    if (await isOutsider(ctx, event)) await readersChanged(ctx, event);
  }),
};

function readersChanged(ctx: TxCtx, event: Record<string, unknown>): Promise<void> {
  return refreshLane(ctx, String(event['channel']));
}

/** We can post there again; meanwhile somebody may have come whom we were not told of. */
async function opened(ctx: TxCtx, event: Record<string, unknown>): Promise<void> {
  await unblockLane(ctx, String(event['channel']));
  await readersChanged(ctx, event);
}

async function isOutsider(ctx: TxCtx, event: Record<string, unknown>): Promise<boolean> {
  const member = await memberBySlackId(ctx.tx, ctx.workspace.id, String(event['user']));
  return !member || member.isGuest || member.isStranger;
}

/** One effect for each event, however often Slack delivers it. */
function once(run: (ctx: TxCtx, event: Record<string, unknown>) => Promise<void>): EventHandler {
  return async (deps, { event, body }) => {
    await transact(
      {
        workspace: deps.workspace,
        actor: { type: 'job', name: `event ${event.type}` },
        now: deps.clock.now(),
        db: deps.db,
        log: deps.log,
        request: `event:${body.event_id}`,
      },
      (ctx) => run(ctx, event as unknown as Record<string, unknown>),
    );
  };
}
