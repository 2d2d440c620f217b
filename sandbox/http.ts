import type { IncomingMessage, ServerResponse } from 'node:http';
import { callApi, type Reply, rateLimited } from './api/index.ts';
import { sleep } from './clock.ts';
import type { Core } from './core.ts';
import { postToResponseUrl, type Said } from './response-url.ts';

/** One request to the sandbox: /api/METHOD or /response/TOKEN. */
export async function handleRequest(core: Core, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const started = performance.now();
  const path = new URL(req.url ?? '/', core.url).pathname;
  const body = await readBody(req);
  if (path.startsWith('/api/')) return handleCall(core, path.slice('/api/'.length), body, req, res, started);
  if (path.startsWith('/response/')) {
    const said = parseJson(body) as Said | undefined;
    const reply = said
      ? postToResponseUrl(core, path.slice('/response/'.length), said)
      : { status: 400, body: 'invalid_payload' };
    record(
      core,
      'response_url',
      { ...said },
      reply.status,
      reply.status === 200 ? null : reply.body,
      reply.body,
      started,
    );
    res.writeHead(reply.status, { 'content-type': 'text/plain' }).end(reply.body);
    return;
  }
  res.writeHead(404).end('not found');
}

async function handleCall(
  core: Core,
  method: string,
  body: string,
  req: IncomingMessage,
  res: ServerResponse,
  started: number,
): Promise<void> {
  const { token: inBody, ...args } = readArgs(body, req);
  const token = req.headers.authorization?.replace(/^Bearer\s+/i, '') ?? (inBody as string | undefined);
  const postsBefore = core.world.posts.length;
  const drawn = core.draw(method, namesOf(core, args['channel']));
  const fault = <W extends (typeof drawn)[number]['what']>(what: W) =>
    drawn.find((each): each is Extract<(typeof drawn)[number], { what: W }> => each.what === what);
  const drop = fault('drop');
  const reply = ((): Reply | null => {
    const limited = fault('rateLimit');
    if (limited) return rateLimited(limited.retryAfter);
    const broken = fault('serverError');
    if (broken) return { status: broken.code, headers: {}, body: {} };
    const wrong = fault('error');
    if (wrong) return { status: 200, headers: {}, body: { ok: false, error: wrong.error } };
    return drop && !drop.processed ? null : callApi(core, method, args, token);
  })();
  const error =
    reply === null
      ? null
      : ((reply.body['error'] as string | undefined) ??
        (reply.status >= 500 ? `http_${reply.status}` : null));
  const slow = fault('slow');
  if (drop) for (const post of core.world.posts.slice(postsBefore)) post.dropped = true;
  if (slow) await sleep(slow.ms);
  record(core, method, args, drop ? 0 : (reply?.status ?? 0), drop ? 'dropped' : error, reply?.body, started);
  if (drop || !reply) return void res.destroy();
  res.writeHead(reply.status, { ...reply.headers, 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(reply.body));
}

/** Every name a fault may use for the channel of a call. */
function namesOf(core: Core, given: unknown): string[] {
  const id = String(given ?? '');
  const channel = core.world.channels.get(id);
  const people = channel?.kind === 'im' ? [...channel.members] : [id];
  const handles = people.map((each) => core.world.people.get(each)?.name);
  return [id, channel?.name, ...people, ...handles].filter((each): each is string => Boolean(each));
}

function record(
  core: Core,
  method: string,
  args: Record<string, unknown>,
  status: number,
  error: string | null,
  answer: unknown,
  started: number,
): void {
  const ms = performance.now() - started;
  core.traffic.addCall({
    method,
    args,
    status,
    ok: error === null && status === 200,
    error,
    answer,
    ms,
    at: core.world.clock.now(),
  });
  if (
    (error?.startsWith('invalid_') && error !== 'invalid_auth') ||
    ['no_text', 'msg_too_long', 'msg_blocks_too_long', 'view_too_large'].includes(error ?? '')
  )
    core.traffic.flag(
      `${method}: ${error} ${JSON.stringify((answer as { response_metadata?: unknown } | undefined)?.response_metadata ?? '')}`,
    );
}

/** Slack takes a form with JSON in its nested fields, or a JSON body. */
function readArgs(body: string, req: IncomingMessage): Record<string, unknown> {
  const query = Object.fromEntries(new URL(req.url ?? '/', 'http://localhost').searchParams);
  if (req.headers['content-type']?.startsWith('application/json'))
    return { ...query, ...nested((parseJson(body) as Record<string, unknown> | undefined) ?? {}) };
  return nested({ ...query, ...Object.fromEntries(new URLSearchParams(body)) });
}

const NESTED = ['blocks', 'attachments', 'metadata', 'view'];

function nested(args: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(args).map(([name, value]): [string, unknown] =>
    NESTED.includes(name) && typeof value === 'string' ? [name, parseJson(value) ?? value] : [name, value],
  );
  return Object.fromEntries(entries);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
