import { holdAccounts } from '../accounts/hold-accounts.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Left } from './book.ts';
import { isWaiting, OPEN_STATES } from './handoff.ts';

export interface TakenAccount {
  id: string;
  /** The lowest that none of its open handoffs to a CSM has. */
  slot: number;
}

/** What there is to move, as this transaction sees it. */
export interface TakenBook {
  shares: { toId: string; accounts: TakenAccount[] }[];
  left: Left[];
  /** The first number of as many as there are accounts. */
  firstNumber: number;
}

/** Of what was asked for, what can be moved; its numbers are taken. Moves of one workspace take turns from here. */
export async function takeBook(
  ctx: TxCtx,
  { fromId, shares }: { fromId: string; shares: readonly { toId: string; accountIds: string[] }[] },
): Promise<TakenBook | Refusal> {
  const workspaceId = ctx.workspace.id;
  const [workspace] = await ctx.tx.$queryRaw<{ number: number }[]>`
    SELECT next_handoff_number AS number FROM workspaces WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  if (!workspace) throw new Error('The workspace is there');
  const asked = shares.flatMap(({ accountIds }) => accountIds);
  await holdAccounts(ctx, asked);
  const accounts = await ctx.tx.account.findMany({
    where: { id: { in: asked }, workspaceId },
    select: { id: true, name: true, csOwnerId: true, mergedIntoId: true },
    take: asked.length,
  });
  const open = await ctx.tx.handoff.findMany({
    where: {
      ...{ workspaceId, accountId: { in: asked }, kind: 'cs_to_cs', dealType: 'new' },
      state: { in: [...OPEN_STATES] },
    },
    select: { accountId: true, slot: true, state: true },
    take: asked.length * 10,
  });
  const whyLeft = ({ id, csOwnerId, mergedIntoId }: (typeof accounts)[number]): Left['why'] | null => {
    if (csOwnerId !== fromId || mergedIntoId !== null) return 'gone';
    return open.some(({ accountId, state }) => accountId === id && isWaiting(state)) ? 'waits' : null;
  };
  const moved = new Set(accounts.filter((one) => whyLeft(one) === null).map(({ id }) => id));
  const left = accounts.flatMap((one): Left[] => {
    const why = whyLeft(one);
    return why ? [{ name: one.name, why }] : [];
  });
  if (moved.size === 0)
    return refuse('nothing_left', 'None of these accounts can be moved any more: somebody was faster.');
  await ctx.tx.workspace.update({
    where: { id: workspaceId },
    data: { nextHandoffNumber: { increment: moved.size } },
    select: { id: true },
  });
  const taken = shares.map(({ toId, accountIds }) => ({
    toId,
    accounts: accountIds
      .filter((id) => moved.has(id))
      .map((id) => ({ id, slot: freeSlot(open.filter(({ accountId }) => accountId === id)) })),
  }));
  return {
    shares: taken.filter((share) => share.accounts.length > 0),
    left,
    firstNumber: workspace.number,
  };
}

/** One that was accepted lately, and is not finished, has its own. */
function freeSlot(open: readonly { slot: number }[]): number {
  const taken = new Set(open.map(({ slot }) => slot));
  let slot = 1;
  while (taken.has(slot)) slot++;
  return slot;
}
