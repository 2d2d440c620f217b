import { Prisma } from '../../prisma/generated/client.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { uuid, uuids } from '../platform/sql.ts';
import { isLockTimeout, lock, transact } from '../platform/transact.ts';

/**
 * Keeps these accounts from being merged into others until the transaction ends, and returns for each id what it
 * is now: itself, or what it was merged into just before. Whoever writes a row that points at an account asks
 * first: else the row may be left behind at one that is no more. Others may change the accounts meanwhile.
 */
export async function holdAccounts(ctx: TxCtx, ids: readonly string[]): Promise<Map<string, string>> {
  const now = new Map<string, string>();
  let asked = [...new Set(ids)];
  while (asked.length > 0) {
    // A merge locks both rows for itself: this waits for it, and sees what it did.
    const rows = await ctx.tx.$queryRaw<{ id: string; intoId: string | null }[]>(Prisma.sql`
      SELECT id, merged_into_id AS "intoId" FROM accounts
       WHERE workspace_id = ${uuid(ctx.workspace.id)} AND id = ANY(${uuids(asked)})
       ORDER BY id FOR KEY SHARE`);
    for (const { id, intoId } of rows) {
      now.set(id, intoId ?? id);
      for (const [before, at] of now) if (at === id) now.set(before, intoId ?? id);
    }
    asked = rows.flatMap(({ intoId }) => (intoId !== null && !now.has(intoId) ? [intoId] : []));
  }
  return now;
}

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
