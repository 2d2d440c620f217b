import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { askStandIns } from '../src/handoffs/ask-stand-ins.ts';
import { unblockLane } from '../src/outbox/block.ts';
import { refreshLane } from '../src/outbox/refresh.ts';
import { memberBySlackId } from '../src/people/find-member.ts';
import type { SlackUser } from '../src/people/slack-user.ts';
import { upsertMember } from '../src/people/upsert-member.ts';
import type { TxCtx } from '../src/platform/ctx.ts';
import { transact } from '../src/platform/transact.ts';
import { findWorkspace } from '../src/workspaces/find-workspace.ts';
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
    const member = await upsertMember(ctx, user);
    if (member.deactivatedAt) await askStandIns(ctx, [member.id]);
    // Somebody who is back can be written to again.
    if (user.id && user.deleted !== true) await unblockLane(ctx, user.id);
  }),
  channel_shared: once((ctx, event) => refreshLane(ctx, String(event['channel']))),
  app_home_opened: onHomeOpened,
  channel_unarchive: once((ctx, event) => unblockLane(ctx, String(event['channel']))),
  group_unarchive: once((ctx, event) => unblockLane(ctx, String(event['channel']))),
  member_joined_channel: once(async (ctx, event) => {
    const channel = String(event['channel']);
    const user = String(event['user']);
    if (user === ctx.workspace.botUserId) return unblockLane(ctx, channel);
    const joined = await memberBySlackId(ctx.tx, ctx.workspace.id, user);
    if (!joined || joined.isGuest || joined.isStranger) await refreshLane(ctx, channel);
  }),
};

/** One effect for each event, however often Slack delivers it. */
function once(run: (ctx: TxCtx, event: Record<string, unknown>) => Promise<void>): EventHandler {
  return async (deps, { event, body }) => {
    const workspace = await findWorkspace(deps.db, body.team_id);
    if (!workspace) return;
    await transact(
      {
        workspace,
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
