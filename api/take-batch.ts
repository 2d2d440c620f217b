import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answered, Claim } from '../src/platform/answer-once.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { readBody } from '../src/platform/read-body.ts';
import { isRefusal, type Refusal, refuse } from '../src/platform/refusal.ts';
import { sendRefusal } from './answers.ts';

export const MOST_ITEMS = 1_000;

/** Returns the bytes of a request, or too_large. */
export async function readBytes(stream: AsyncIterable<Buffer>): Promise<Buffer | Refusal> {
  const bytes = await readBody(stream);
  return bytes ?? refuse('too_large', 'A request is at most 1 MB (1,048,576 bytes). Send smaller ones.');
}

/** The items of a body: one by itself, a list of them, or the list under its name. */
function readBatch(body: unknown, name: string): unknown[] | Refusal {
  const items = Array.isArray(body) ? body : listIn(body, name);
  if (items === null)
    return refuse(
      'bad_body',
      `Send one item, a list of items, or {"${name}": [items]} and nothing beside it.`,
    );
  if (items.length > MOST_ITEMS)
    return refuse(
      'too_many',
      `A request has at most 1,000 items, and this one has ${items.length}. Send several.`,
    );
  return items;
}

function listIn(body: unknown, name: string): unknown[] | null {
  if (typeof body !== 'object' || body === null) return null;
  if (!Object.hasOwn(body, name)) return [body];
  const { [name]: list, ...others } = body as Record<string, unknown>;
  return Array.isArray(list) && Object.keys(others).length === 0 ? list : null;
}

function readJson(bytes: Buffer): { json: unknown } | Refusal {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refuse('bad_json', 'The body is not JSON in UTF-8.');
  }
}

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
