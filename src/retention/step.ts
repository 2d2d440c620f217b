import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { transact } from '../platform/transact.ts';

/** One step of a walk: how many rows went, and how far it came. Null: there is nothing behind it. */
export interface Step {
  gone: number;
  last: string | null;
}

/**
 * Deletes in steps, each a transaction of its own, as one goes through rows in the order of a key: what is killed goes
 * on with what is left. Where a step deletes, the same rows are looked at again. Returns how many went.
 */
export async function walk(
  ctx: Ctx,
  from: string,
  stopping: AbortSignal | undefined,
  step: (ctx: TxCtx, after: string) => Promise<Step>,
): Promise<number> {
  let gone = 0;
  for (let after: string | null = from; after !== null && !stopping?.aborted; ) {
    const at: string = after;
    const done = await transact(ctx, async (tx) => ((await isOurs(tx)) ? step(tx, at) : null));
    // Another process forgets in this workspace: it goes on alone.
    if (done === null) return gone;
    gone += done.gone;
    after = done.gone > 0 ? at : done.last;
  }
  return gone;
}

async function isOurs({ tx, workspace }: TxCtx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`retention:${workspace.id}`}, 0)) AS taken`;
  return row?.taken ?? false;
}

/** Lets this transaction delete history. */
export async function mayErase({ tx }: TxCtx): Promise<void> {
  await tx.$executeRaw`SELECT set_config('baton.purge', 'on', true)`;
}
