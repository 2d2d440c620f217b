import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { lock } from '../platform/lock.ts';
import { isLockTimeout, transact } from '../platform/transact.ts';

/**
 * Whatever matches, merges or moves accounts of a workspace takes turns from here to the end of its transaction:
 * what it found stays true while it writes.
 */
export const takeTurns = (ctx: TxCtx): Promise<void> => lock(ctx, 'accounts', 'alone');

const PATIENCE = 20;

/** A transaction for which nobody sits and waits: it queues again when its turn does not come in time. */
export async function inTurn<T>(ctx: Ctx, work: (ctx: TxCtx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(ctx, async (ctx) => {
        await takeTurns(ctx);
        return work(ctx);
      });
    } catch (error) {
      if (attempt >= PATIENCE || !isLockTimeout(error)) throw error;
    }
  }
}
