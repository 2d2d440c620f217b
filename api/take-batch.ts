import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answered, Claim } from '../src/platform/answer-once.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../src/platform/refusal.ts';
import { sendRefusal } from './answers.ts';
import { readBatch, readJson } from './batch.ts';

export type Take = (
  ctx: Ctx,
  items: readonly unknown[],
  claim: Claim | undefined,
) => Promise<Answered | Refusal>;

/** Reads a batch, hands it on and sends what comes back. `name`: of the list in the body. */
export function takeBatch(name: string, take: Take) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.ctx) throw new Error('a batch is taken behind authorize');
    const bytes = request.body as Buffer | Refusal | undefined;
    if (isRefusal(bytes)) return sendRefusal(reply, bytes);
    const read = readJson(bytes ?? Buffer.alloc(0));
    if (isRefusal(read)) return sendRefusal(reply, read);
    const items = readBatch(read.json, name);
    if (isRefusal(items)) return sendRefusal(reply, items);
    const claim = claimOf(request, bytes ?? Buffer.alloc(0));
    if (isRefusal(claim)) return sendRefusal(reply, claim);

    const answer = await take(request.ctx, items, claim ?? undefined);
    if (isRefusal(answer)) return sendRefusal(reply, answer);
    if (answer.replayed) reply.header('idempotent-replayed', 'true');
    return reply.code(answer.state).send(answer.body);
  };
}

function claimOf(request: FastifyRequest, bytes: Buffer): Claim | Refusal | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key))
    return refuse('bad_idempotency_key', 'Idempotency-Key is 1 to 255 printable ASCII characters.');
  const bodyHash = createHash('sha256')
    .update(`${request.routeOptions.url}\n`)
    .update(bytes)
    .digest('base64url');
  return { key, bodyHash };
}
