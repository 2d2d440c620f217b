import type { Db } from '../platform/ctx.ts';

/** What has not gone out of itself, and has no way to. */
export interface Backlog {
  /** Channels that Slack keeps closed to Baton, up to twenty. */
  closed: { key: string; blockedReason: string | null }[];
  dead: number;
  held: number;
  blocked: number;
  withheld: number;
  /** Refused for want of a scope, and waiting for it. */
  unscoped: number;
  /** Messages that could not be taken down where they should not stand. */
  leftBehind: number;
}

const CLOSED_SHOWN = 20;

/** Returns what waits for somebody to put it right. */
export async function loadBacklog(db: Db, workspaceId: string): Promise<Backlog> {
  const closed = await db.outboxLane.findMany({
    where: { workspaceId, blockedAt: { not: null } },
    select: { key: true, blockedReason: true },
    orderBy: { key: 'asc' },
    take: CLOSED_SHOWN,
  });
  const groups = await db.outboxMessage.groupBy({
    by: ['state'],
    where: { workspaceId, state: { in: ['held', 'dead', 'blocked', 'withheld'] } },
    _count: true,
  });
  const of = (state: string) => groups.find((group) => group.state === state)?._count ?? 0;
  return {
    closed,
    dead: of('dead'),
    held: of('held'),
    blocked: of('blocked'),
    withheld: of('withheld'),
    unscoped: await db.outboxMessage.count({
      where: { workspaceId, state: 'pending', error: 'missing_scope' },
    }),
    leftBehind: await db.outboxLeftBehind.count({ where: { workspaceId, attempt: { gt: 0 } } }),
  };
}
