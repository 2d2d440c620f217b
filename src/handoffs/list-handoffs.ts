import type { Prisma } from '../../prisma/generated/client.ts';
import { standsInFor } from '../people/stands-in-for.ts';
import type { Ctx } from '../platform/ctx.ts';
import { OPEN_STATES, WAITING_STATES } from './handoff.ts';
import { loadShown } from './load-pictures.ts';
import type { ShownHandoff } from './picture.ts';

export const PAGE = 10;

export interface HandoffPage {
  items: ShownHandoff[];
  /** Pass it to get the next page; null at the end. */
  next: string | null;
  total: number;
}

/**
 * mine: what I, or whom I stand in for, sent or was given and is not accepted yet. all: every open handoff I may read.
 * Newest number first; private ones only to the people they name.
 */
export async function listHandoffs(
  ctx: Ctx,
  command: { which: 'mine' | 'all'; memberId: string; cursor?: string },
): Promise<HandoffPage> {
  const { memberId } = command;
  const mine = await standsInFor(ctx, memberId);
  const named: Prisma.HandoffWhereInput = {
    OR: [{ senderId: { in: mine } }, { receiverId: { in: mine } }],
  };
  const where: Prisma.HandoffWhereInput = {
    workspaceId: ctx.workspace.id,
    ...(command.which === 'mine'
      ? { state: { in: [...WAITING_STATES] }, ...named }
      : { state: { in: [...OPEN_STATES] }, OR: [{ private: false }, named] }),
  };
  const before = command.cursor === undefined ? Number.NaN : Number.parseInt(command.cursor, 10);
  const rows = await ctx.db.handoff.findMany({
    where: Number.isNaN(before) ? where : { AND: [where, { number: { lt: before } }] },
    select: { id: true, number: true },
    orderBy: { number: 'desc' },
    take: PAGE + 1,
  });
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1)?.number;
  return {
    items: await loadShown(
      ctx,
      shown.map(({ id }) => id),
      { memberId },
    ),
    next: rows.length > PAGE && last ? String(last) : null,
    total: await ctx.db.handoff.count({ where }),
  };
}
