import type { Db, Tx } from '../platform/ctx.ts';

/** What figures are read with. `now` is business time: they are as of then. */
export type Reading = { workspace: { id: string }; now: Date } & ({ tx: Tx } | { db: Db });
