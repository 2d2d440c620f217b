import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts';
import type { Logger } from './logger.ts';

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

export type Actor =
  | { type: 'member'; memberId: string }
  | { type: 'token'; tokenId: string }
  | { type: 'cli' }
  | { type: 'job'; name: string };

/** The id of the member who acts. For verbs that only people are offered. */
export function actingMember({ actor }: { actor: Actor }): string {
  if (actor.type !== 'member') throw new Error(`reserved for members, but called by a ${actor.type}`);
  return actor.memberId;
}

/** The Slack tenant in whose name something happens. Every query is bound to its id. */
export interface WorkspaceRef {
  id: string;
  slackTeamId: string;
  botUserId: string;
}

/** What every verb is given. `now` is business time, read once at the edge. */
export interface Ctx {
  workspace: WorkspaceRef;
  actor: Actor;
  now: Date;
  db: Db;
  log: Logger;
  /**
   * Names one press of a person, the same when it is sent again. A verb that must not be done twice gives it to its
   * transaction (`transactOnce`); a verb of several gives it to one, or to each under a name of its own.
   */
  request?: string;
}

/** The same inside a transaction: `db` is gone, so that nothing can reach round the transaction. */
export type TxCtx = Omit<Ctx, 'db' | 'request'> & { tx: Tx };

/** What a loader is given outside of transactions. */
export type ReadCtx = { db: Db; workspace: Pick<WorkspaceRef, 'id'> };

/** Whoever only reads, inside a transaction or not. */
export type Reading = { workspace: Pick<WorkspaceRef, 'id'> } & ({ tx: Tx } | { db: Db });

/** What a reader reads with. */
export function dbOf(ctx: { tx: Tx } | { db: Db }): Db | Tx {
  return 'tx' in ctx ? ctx.tx : ctx.db;
}
