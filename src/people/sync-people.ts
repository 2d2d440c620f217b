import type { Ctx } from '../platform/ctx.ts';
import { transact } from '../platform/transact.ts';
import type { SlackUser } from './slack-user.ts';
import { writeMembers } from './write-members.ts';

const BATCH = 500;

/**
 * Brings the members in line with Slack's list, in batches that stand on their own: what was read before
 * the list broke off is kept, and the workspace is marked as synced only at the end.
 */
export async function syncPeople(
  ctx: Ctx,
  listUsers: () => AsyncIterable<SlackUser>,
): Promise<{ seen: number; changed: number }> {
  let seen = 0;
  let changed = 0;
  let batch: SlackUser[] = [];
  const flush = async () => {
    const users = batch;
    batch = [];
    seen += users.length;
    changed += await transact(ctx, (tx) => writeMembers(tx, users));
  };
  for await (const user of listUsers()) {
    batch.push(user);
    if (batch.length >= BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await ctx.db.workspace.update({ where: { id: ctx.workspace.id }, data: { peopleSyncedAt: ctx.now } });
  return { seen, changed };
}
