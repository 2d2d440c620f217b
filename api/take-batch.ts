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

const BUSY = refuse('busy', 'Baton has as many requests as it takes at once. Send this again in a moment.');

/** Reads a batch, hands it on and sends what comes back. `name`: of the list in the body. */
export function takeBatch(name: string, take: Take) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { ctx, gate } = request;
    if (!ctx || !gate) throw new Error('batch route without authorize');
    const bytes = request.body as Buffer | Refusal | undefined;
    if (isRefusal(bytes)) return sendRefusal(reply, bytes);
    const leave = gate.enter();
    if (!leave) return sendRefusal(reply, BUSY);
    try {
      const answer = await read(ctx, request, bytes ?? Buffer.alloc(0));
      if (isRefusal(answer)) return sendRefusal(reply, answer);
      if (answer.replayed) reply.header('idempotent-replayed', 'true');
      return reply.code(answer.state).send(answer.body);
    } finally {
      leave();
    }
  };

  async function read(ctx: Ctx, request: FastifyRequest, bytes: Buffer): Promise<Answered | Refusal> {
    const read = readJson(bytes);
    if (isRefusal(read)) return read;
    const items = readBatch(read.json, name);
    if (isRefusal(items)) return items;
    const claim = claimOf(request, bytes);
    if (isRefusal(claim)) return claim;
    return take(ctx, items, claim ?? undefined);
  }
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
