import { Prisma } from '../../prisma/generated/client.ts';
import type { Ctx, Tx, TxCtx } from './ctx.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { uuid } from './sql.ts';

/** A conditional write found another version: somebody else was first. */
export class LostRace extends Error {
  constructor(subject: string) {
    super(`${subject} changed meanwhile`);
  }
}

/** The same request is still being carried out, for longer than its repeat may wait: what becomes of it is not known yet. */
export class StillRunning extends Error {
  constructor() {
    super('the same request is still running');
  }
}

class RolledBack extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction. A refusal returned by `work` rolls back whatever it wrote.
 * A lost race or a deadlock is tried again from the start, so that `work` decides on what is true now; so is a wait for
 * the same request, whose answer it will be.
 */
export async function transact<T>(ctx: Ctx, work: (ctx: TxCtx) => Promise<T>): Promise<T> {
  const { db, request: _, ...rest } = ctx;
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(async (tx) => {
        const result = await work({ ...rest, tx });
        if (isRefusal(result)) throw new RolledBack(result);
        return result;
      });
    } catch (error) {
      if (error instanceof RolledBack) return error.refusal as T;
      if (attempt >= ATTEMPTS || !isContention(error)) throw error;
    }
  }
}

/**
 * The same for what a person asked for once. The answer of “this verb in `ctx.request`” is stored beside its effects
 * and must be plain JSON; a repeat is answered from it, and does nothing. Where the request has no name it is only run.
 */
export async function transactOnce<T>(ctx: Ctx, verb: string, work: (ctx: TxCtx) => Promise<T>): Promise<T> {
  if (ctx.request === undefined) return transact(ctx, work);
  const key = `${verb}:${ctx.request}`;
  return transact(ctx, async (tx) => {
    const earlier = await claimRequest(tx.tx, ctx.workspace.id, key);
    if (earlier) return earlier.answer as T;
    const result = await work(tx);
    if (!isRefusal(result)) await storeAnswer(tx.tx, ctx.workspace.id, key, result);
    return result;
  });
}

/** Null when the request is new and now ours; a second one waits here until the first has committed or gone. */
async function claimRequest(tx: Tx, workspaceId: string, key: string): Promise<{ answer: unknown } | null> {
  const claimed = await tx.$executeRaw`
    INSERT INTO inbound_requests (workspace_id, key, received_at) VALUES (${uuid(workspaceId)}, ${key}, now())
    ON CONFLICT DO NOTHING`.catch((error: unknown) => {
    throw isLockTimeout(error) ? new StillRunning() : error;
  });
  if (claimed === 1) return null;
  return tx.inboundRequest.findUniqueOrThrow({
    where: { workspaceId_key: { workspaceId, key } },
    select: { answer: true },
  });
}

async function storeAnswer(tx: Tx, workspaceId: string, key: string, answer: unknown): Promise<void> {
  await tx.$executeRaw`
    UPDATE inbound_requests SET answer = ${JSON.stringify(answer ?? null)}::jsonb
    WHERE workspace_id = ${uuid(workspaceId)} AND key = ${key}`;
}

/** Somebody else wrote at the same time: from the start it may work. P2034: Prisma's code; 40001 and 40P01: PostgreSQL's. */
export function isContention(error: unknown): boolean {
  if (error instanceof LostRace || error instanceof StillRunning) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // Of a raw statement Prisma keeps PostgreSQL's own word below the adapter's error.
  const adapter = error.meta?.['driverAdapterError'] as { cause?: { originalCode?: string } } | undefined;
  return error.code === 'P2034' || /^(40001|40P01)$/.test(adapter?.cause?.originalCode ?? '');
}

/** 55P03: PostgreSQL waited as long for a lock as it may. Prisma keeps that below the adapter's error. */
export function isLockTimeout(error: unknown): boolean {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } };
  return meta?.driverAdapterError?.cause?.originalCode === '55P03';
}

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
