import type { Ctx } from '../platform/ctx.ts';
import { transact } from '../platform/transact.ts';
import { memberFacts, type SlackUser } from './slack-user.ts';
import { writeMembers } from './write-members.ts';

/** More people whom Baton has not met are left to the daily sync. */
const MOST_LOOKED_UP = 50;

/**
 * Is any of these people a guest, of another company, or unknown here? Up to ten thousand ids. A bot of
 * this workspace is none of them. A few whom Baton has not met are looked up in Slack and kept as members;
 * whom Slack does not show either stays unknown.
 */
export async function hasOutsiders(
  ctx: Omit<Ctx, 'actor' | 'request'>,
  slackUserIds: string[],
  lookUp: (slackUserId: string) => Promise<SlackUser | null | undefined>,
): Promise<boolean> {
  const ids = [...new Set(slackUserIds)];
  const members = await ctx.db.member.findMany({
    where: { workspaceId: ctx.workspace.id, slackUserId: { in: ids } },
    select: { slackUserId: true, isGuest: true, isStranger: true },
  });
  if (members.some((member) => member.isGuest || member.isStranger)) return true;
  const met = new Set(members.map((member) => member.slackUserId));
  const unmet = ids.filter((id) => !met.has(id));
  if (unmet.length === 0) return false;
  if (unmet.length > MOST_LOOKED_UP) return true;

  const found: SlackUser[] = [];
  for (const id of unmet) {
    const user = await lookUp(id);
    if (user?.id === id) found.push(user);
  }
  await transact({ ...ctx, actor: { type: 'job', name: 'delivery' } }, (tx) => writeMembers(tx, found));
  return (
    found.length < unmet.length ||
    found.some((user) => {
      const facts = memberFacts(user, ctx.workspace.slackTeamId);
      return facts === null || facts.isGuest || facts.isStranger;
    })
  );
}
