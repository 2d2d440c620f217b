import type { Db } from '../platform/ctx.ts';
import { isWaiting, WAITING_STATES } from './handoff.ts';
import { loadPictures } from './load-pictures.ts';
import { loadRoles } from './load-roles.ts';
import type { HandoffPicture } from './picture.ts';
import { may } from './rights.ts';

/** What an account's handoffs tell somebody. */
export interface AccountHandoffs {
  /** Those that wait for an answer, the newest first. */
  open: HandoffPicture[];
  /** The latest accepted from sales: why they bought, and what they were promised. */
  accepted: HandoffPicture | null;
}

const READ = 20;

/** What this member may read of them: private ones only if they name them, and with `publicOnly` none. */
export async function loadAccountHandoffs(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  accountId: string,
  memberId: string,
  { publicOnly = false }: { publicOnly?: boolean } = {},
): Promise<AccountHandoffs> {
  const where = { workspaceId: ctx.workspace.id, accountId, ...(publicOnly && { private: false }) };
  const waiting = await ctx.db.handoff.findMany({
    where: { ...where, state: { in: [...WAITING_STATES] } },
    orderBy: { number: 'desc' },
    select: { id: true },
    take: READ,
  });
  const accepted = await ctx.db.handoff.findMany({
    where: { ...where, state: { in: ['accepted', 'finished'] }, kind: 'sales_to_cs' },
    orderBy: { acceptedAt: 'desc' },
    select: { id: true },
    take: READ,
  });
  const pictures = await loadPictures(
    ctx,
    [...waiting, ...accepted].map(({ id }) => id),
  );
  const roles = await loadRoles(ctx, pictures, memberId);
  const readable = pictures.filter((one) => may('read', roles.get(one.id) ?? [], one.private));
  return {
    open: readable.filter(({ state }) => isWaiting(state)),
    accepted: readable.find(({ state }) => !isWaiting(state)) ?? null,
  };
}
