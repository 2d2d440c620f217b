import type { Db } from '../platform/ctx.ts';
import { isWaiting, WAITING_STATES } from './handoff.ts';
import { kindsWith } from './kinds.ts';
import { loadReadable, type Reader } from './load-pictures.ts';
import type { HandoffPicture } from './picture.ts';

/** What an account's handoffs tell somebody. */
export interface AccountHandoffs {
  /** Those that wait for an answer, the newest first. */
  open: HandoffPicture[];
  /** The latest accepted from sales: why they bought, and what they were promised. */
  accepted: HandoffPicture | null;
}

const READ = 20;

/** What this reader may read of them. */
export async function loadAccountHandoffs(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  accountId: string,
  reader: Reader,
): Promise<AccountHandoffs> {
  const where = { workspaceId: ctx.workspace.id, accountId };
  const waiting = await ctx.db.handoff.findMany({
    where: { ...where, state: { in: [...WAITING_STATES] } },
    orderBy: { number: 'desc' },
    select: { id: true },
    take: READ,
  });
  const accepted = await ctx.db.handoff.findMany({
    where: { ...where, state: { in: ['accepted', 'finished'] }, kind: { in: kindsWith('isFromSeller') } },
    orderBy: { acceptedAt: 'desc' },
    select: { id: true },
    take: READ,
  });
  const ids = [...waiting, ...accepted].map(({ id }) => id);
  const readable = await loadReadable(ctx, ids, reader);
  return {
    open: readable.filter(({ state }) => isWaiting(state)),
    accepted: readable.find(({ state }) => !isWaiting(state)) ?? null,
  };
}
