import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf } from '../src/platform/failure.ts';
import type { Logger } from '../src/platform/logger.ts';
import type { Refusal } from '../src/platform/refusal.ts';

const STATUS: Record<string, number> = {
  bad_body: 400,
  bad_json: 400,
  bad_idempotency_key: 400,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  too_many: 413,
  unsupported_media_type: 415,
  key_reused: 422,
  busy: 429,
  starting: 503,
  unavailable: 503,
  internal: 503,
};

/** Seconds after which it is worth another try. */
const RETRY_AFTER: Record<string, number> = { busy: 1, starting: 5, unavailable: 1, internal: 60 };

/** Every answer that is no success has this shape. */
export function sendRefusal(reply: FastifyReply, { refused, message }: Refusal): FastifyReply {
  const seconds = RETRY_AFTER[refused];
  if (seconds !== undefined) reply.header('retry-after', `${seconds}`);
  return reply.code(STATUS[refused] ?? 400).send({ error: refused, message });
}

const UNKNOWN_OUTCOME =
  'This may or may not have been recorded. Send it again: with the same keys nothing is there twice.';

/**
 * What was thrown: by fastify itself for requests it cannot read, by the database, or by a mistake of ours. Senders
 * drop what was answered with a 4xx, so that whatever is not their fault must be a 503, read or not.
 */
export function sendFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const { statusCode, name } = error as { statusCode?: number; name?: string };
  if (statusCode === 415)
    return sendRefusal(reply, {
      refused: 'unsupported_media_type',
      message: 'Send application/json in UTF-8, not compressed.',
    });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return reply.code(statusCode).send({ error: 'bad_request', message: 'The request cannot be read.' });
  const hungUp = request.raw.destroyed && !request.raw.complete;
  if (hungUp) return reply.code(400).send({ error: 'bad_request', message: 'The request ended early.' });
  log.error({ path: request.routeOptions.url, ...failureOf(error) }, 'a request to the API failed');
  const isDatabase = /^(Prisma|DriverAdapter)/.test(name ?? '');
  return sendRefusal(reply, { refused: isDatabase ? 'unavailable' : 'internal', message: UNKNOWN_OUTCOME });
}
