import type { TxCtx } from '../platform/ctx.ts';
import type { AccountChange, Became } from './alert.ts';

/** Opens, updates and closes risks, and returns what became of each change, in order. Part of the transaction. */
export type Raise = (ctx: TxCtx, changes: readonly AccountChange[]) => Promise<Became[]>;
