import type { Ctx, Db, Tx, TxCtx } from './ctx.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import { uuid } from './sql.ts';
import { transact } from './transact.ts';

/** An Idempotency-Key, and what it was sent with. */
export interface Claim {
  key: string;
  bodyHash: string;
}

export interface Answer {
  /** HTTP status. */
  state: number;
  /** Plain JSON. */
  body: unknown;
}

export type Answered = Answer & { replayed: boolean };

/**
 * Does the work in one transaction and stores its answer beside its effects: the same claim gets the same answer,
 * and does nothing. A second one that comes meanwhile waits for the first.
 */
export async function answerOnce(
  ctx: Ctx,
  claim: Claim | undefined,
  work: (ctx: TxCtx) => Promise<Answer>,
): Promise<Answered | Refusal> {
  return transact(ctx, async (ctx) => {
    if (claim && !(await keep(ctx.tx, ctx.workspace.id, claim, { state: 0, body: null })))
      return findAnswer(ctx.tx, ctx.workspace.id, claim);
    const answer = storable(await work(ctx));
    if (claim)
      await ctx.tx.$executeRaw`
        UPDATE api_requests SET state = ${answer.state}, answer = ${JSON.stringify(answer.body)}::jsonb
         WHERE workspace_id = ${uuid(ctx.workspace.id)} AND key = ${claim.key}`;
    return { ...answer, replayed: false };
  });
}

/**
 * The same for work that takes several transactions and may be done twice: it is done again after a crash, and
 * by two that come at once, who get one answer.
 */
export async function answerAgain(
  ctx: Ctx,
  claim: Claim | undefined,
  work: () => Promise<Answer>,
): Promise<Answered | Refusal> {
  const { db, workspace } = ctx;
  if (!claim) return { ...(await work()), replayed: false };
  const earlier = await findAnswer(db, workspace.id, claim);
  if (isRefusal(earlier) || earlier.state > 0) return earlier;
  const answer = storable(await work());
  if (await keep(db, workspace.id, claim, answer)) return { ...answer, replayed: false };
  return findAnswer(db, workspace.id, claim);
}

/** Without what jsonb cannot hold: an answer may quote what was sent. */
function storable({ state, body }: Answer): Answer {
  const plain = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replace(/[\0\p{Cs}]/gu, '\uFFFD') : value;
  return { state, body: JSON.parse(JSON.stringify(body, plain)) };
}

async function keep(
  db: Db | Tx,
  workspaceId: string,
  claim: Claim,
  { state, body }: Answer,
): Promise<boolean> {
  const kept = await db.$executeRaw`
    INSERT INTO api_requests (workspace_id, key, body_hash, state, answer, received_at)
    VALUES (${uuid(workspaceId)}, ${claim.key}, ${claim.bodyHash}, ${state}, ${JSON.stringify(body)}::jsonb, now())
    ON CONFLICT DO NOTHING`;
  return kept === 1;
}

/** What was answered; with state 0 when nothing was yet. Refused when the key came with another body. */
async function findAnswer(db: Db | Tx, workspaceId: string, claim: Claim): Promise<Answered | Refusal> {
  const row = await db.apiRequest.findUnique({ where: { workspaceId_key: { workspaceId, key: claim.key } } });
  if (!row) return { state: 0, body: null, replayed: false };
  if (row.bodyHash !== claim.bodyHash)
    return refuse(
      'key_reused',
      'This Idempotency-Key was used for another request. Take a new one for this.',
    );
  return { state: row.state, body: row.answer, replayed: true };
}
