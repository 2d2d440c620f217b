import { createAccount } from '../accounts/change/create-account.ts';
import { holdAccounts } from '../accounts/hold-accounts.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { handoffName, OPEN_STATES } from './handoff.ts';
import { KINDS } from './kinds.ts';
import type { Deal } from './moves.ts';
import type { Scene } from './scene.ts';

/** The account (made now if it is new), a number, and a free slot for the deal. */
export async function openDeal(
  ctx: TxCtx,
  { handoff, people, account: known }: Scene,
  secondDeal: boolean,
): Promise<Deal | Refusal> {
  // The row lock makes submissions of one workspace take turns from here: numbers and slots are given once.
  const { nextHandoffNumber } = await ctx.tx.workspace.update({
    where: { id: ctx.workspace.id },
    data: { nextHandoffNumber: { increment: 1 } },
    select: { nextHandoffNumber: true },
  });
  let account: Deal['account'] | null = known;
  if (!account) {
    const created = await createAccount(ctx, {
      name: handoff.accountName ?? '',
      ...(KINDS[handoff.kind].isFromSeller ? { salesOwnerId: handoff.senderId } : {}),
    });
    if (isRefusal(created)) return created;
    account = created.account;
  } else {
    // Merged into another since the scene was read: the handoff goes with it.
    const id = (await holdAccounts(ctx, [account.id])).get(account.id) ?? account.id;
    account = { ...account, id };
  }
  const open = await ctx.tx.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      // Sent twice at once, the second one must not meet itself.
      id: { not: handoff.id },
      accountId: account.id,
      kind: handoff.kind,
      dealType: handoff.dealType,
      state: { in: [...OPEN_STATES] },
    },
    select: { slot: true, number: true, private: true, senderId: true, receiverId: true },
    orderBy: { slot: 'asc' },
    take: 100,
  });
  const [first] = open;
  if (first && !secondDeal) {
    // Of a private one only those it names learn more than that it is there.
    const named = !first.private || [first.senderId, first.receiverId].includes(handoff.senderId);
    const holder = named ? people.get(first.receiverId ?? '')?.name : undefined;
    const which = `${named ? handoffName(first) : 'A handoff'} for this account is open already${holder ? `, with ${holder}` : ''}`;
    return refuse(
      'open_already',
      `${which}. If this is another deal, tick the box and submit again.`,
      'secondDeal',
    );
  }
  const taken = new Set(open.map(({ slot }) => slot));
  let slot = 1;
  while (taken.has(slot)) slot++;
  return { account, number: nextHandoffNumber - 1, slot };
}
