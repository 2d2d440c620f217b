import type { Account, Handoff } from '../../prisma/generated/client.ts';
import { setAccountFields } from '../accounts/set-account-fields.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import { isRefusal } from '../platform/refusal.ts';
import { passOnRisks } from '../risks/pass-on-risks.ts';
import { decideAccept } from './answers.ts';
import { type Changed, changeHandoff } from './change-handoff.ts';
import { loadBookEntry } from './load-book.ts';
import type { Scene } from './scene.ts';

/** The brief suffices, and the receiver answers for what was handed over. */
export function acceptHandoff(ctx: Ctx, command: { handoffId: string }): Promise<Changed | Refusal> {
  return changeHandoff(ctx, command.handoffId, {
    verb: 'accept',
    decide: async (scene, tx) => {
      const decision = decideAccept(scene.handoff, scene.actor.id, ctx.now);
      if (!isRefusal(decision)) await handOverAccount(tx, scene);
      return decision;
    },
  });
}

async function handOverAccount(ctx: TxCtx, { handoff, account }: Scene): Promise<void> {
  if (!account) throw new Error('A submitted handoff has an account');
  await setAccountFields(ctx, account, ownersAfter(handoff, account), 'slack');
  if (handoff.kind !== 'cs_to_cs' || !handoff.bookId || !handoff.receiverId) return;
  const book = await loadBookEntry(ctx, handoff.bookId);
  // Whoever had it when it was passed on, and whoever has it by now: another system may have been faster.
  const fromIds = [book?.fromId, account.csOwnerId].filter((id) => typeof id === 'string');
  const reason = 'The account has a new CSM.';
  await passOnRisks(ctx, { accountId: account.id, fromIds, toId: handoff.receiverId, reason });
}

function ownersAfter(
  handoff: Handoff,
  account: Account,
): Partial<Pick<Account, 'csOwnerId' | 'salesOwnerId' | 'stage'>> {
  switch (handoff.kind) {
    // The account is theirs, and enters adoption.
    case 'sales_to_cs':
      return {
        csOwnerId: handoff.receiverId,
        salesOwnerId: account.salesOwnerId ?? handoff.senderId,
        stage: account.stage === 'land' ? 'adopt' : account.stage,
      };
    // The opportunity is theirs. The account stays with its CSM, and with a rep it may have.
    case 'cs_to_sales':
      return { salesOwnerId: account.salesOwnerId ?? handoff.receiverId };
    case 'cs_to_cs':
      return { csOwnerId: handoff.receiverId };
  }
}
