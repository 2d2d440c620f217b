import type { Ctx, TxCtx } from '../platform/ctx.ts';

/** How long it may take is its pool's to say. */
export const COMPOSING = { isolationLevel: 'RepeatableRead' } as const;

/** Reads of one moment: what is told in one place agrees with what is told in another. */
export function inSnapshot<T>(ctx: Ctx, read: (ctx: TxCtx) => Promise<T>): Promise<T> {
  const { db, request: _, ...rest } = ctx;
  return db.$transaction((tx) => read({ ...rest, tx }), COMPOSING);
}
