import type { Ctx, TxCtx } from '../platform/ctx.ts';

/** Long enough for every statement of a digest to take all the time it may. */
export const COMPOSING = { isolationLevel: 'RepeatableRead', maxWait: 5_000, timeout: 15_000 } as const;

/** Reads of one moment: what is told in one place agrees with what is told in another. */
export function inSnapshot<T>(ctx: Ctx, read: (ctx: TxCtx) => Promise<T>): Promise<T> {
  const { db, request: _, ...rest } = ctx;
  return db.$transaction((tx) => read({ ...rest, tx }), COMPOSING);
}
