import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import { mayRead } from './rights.ts';

/** More than these are read by nobody here. */
const MOST = 200;

/** Ids of an account's private handoffs that this member may read. */
export async function loadReadablePrivate(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  accountId: string,
  memberId: string,
): Promise<string[]> {
  const handoffs = await ctx.db.handoff.findMany({
    where: { workspaceId: ctx.workspace.id, accountId, private: true, number: { not: null } },
    orderBy: { number: 'desc' },
    select: { id: true, senderId: true, receiverId: true, private: true },
    take: MOST,
  });
  if (handoffs.length === 0) return [];
  const parties = handoffs.flatMap(({ senderId, receiverId }) => [senderId, receiverId]);
  const ids = [memberId, ...parties].filter((id) => id !== null);
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const me = people.get(memberId);
  return handoffs.filter((one) => me && mayRead(one, me, people, ctx.now)).map(({ id }) => id);
}
