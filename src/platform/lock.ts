import type { TxCtx } from './ctx.ts';

/**
 * A lock on something of the workspace, until the transaction ends. Any number may share it; who holds it alone
 * waits for them, and they for it. To be taken before anything is read that the decision rests on.
 */
export async function lock(ctx: TxCtx, subject: string, how: 'shared' | 'alone'): Promise<void> {
  const name = `${subject}:${ctx.workspace.id}`;
  if (how === 'shared')
    await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`;
  else await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
