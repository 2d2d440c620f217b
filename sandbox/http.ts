import type { IncomingMessage, ServerResponse } from 'node:http';
import { callApi } from './api/index.ts';
import type { Core } from './core.ts';
import { record } from './record-call.ts';
import { postToResponseUrl, type Said } from './response-url.ts';
import { underFaults } from './under-faults.ts';
import { takeBytes } from './upload.ts';

const UPLOADS = '/upload/v1/';

/** One request to the sandbox: /api/METHOD, /response/TOKEN or /upload/v1/TICKET. */
export async function handleRequest(core: Core, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const started = performance.now();
  const path = new URL(req.url ?? '/', core.url).pathname;
  const bytes = await readBody(req);
  if (path.startsWith(UPLOADS)) return handleUpload(core, path.slice(UPLOADS.length), bytes, res, started);
  const body = bytes.toString('utf8');
  if (path.startsWith('/api/')) return handleCall(core, path.slice('/api/'.length), body, req, res, started);
  if (path.startsWith('/response/')) {
    const said = parseJson(body) as Said | undefined;
    return handleResponse(core, path.slice('/response/'.length), said, res, started);
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
  const { reply, dropped } = await underFaults(
    core,
    { method, channels: namesOf(core, args['channel']) },
    () => callApi(core, method, args, token),
  );
  const error =
    reply === null
      ? null
      : ((reply.body['error'] as string | undefined) ??
        (reply.status >= 500 ? `http_${reply.status}` : null));
  record(
    core,
    method,
    args,
    dropped ? 0 : (reply?.status ?? 0),
    dropped ? 'dropped' : error,
    reply?.body,
    started,
  );
  if (dropped || !reply) return void res.destroy();
  res.writeHead(reply.status, { ...reply.headers, 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(reply.body));
}

/** An answer to what somebody did. Faults know it as 'response_url'. */
async function handleResponse(
  core: Core,
  token: string,
  said: Said | undefined,
  res: ServerResponse,
  started: number,
): Promise<void> {
  const { reply, dropped } = await underFaults(core, { method: 'response_url', channels: [] }, () => {
    const { status, body } = said
      ? postToResponseUrl(core, token, said)
      : { status: 400, body: 'invalid_payload' };
    return { status, headers: {}, body: { text: body } };
  });
  const status = dropped ? 0 : (reply?.status ?? 0);
  const body = String(reply?.body['text'] ?? '');
  const error = dropped ? 'dropped' : status === 200 ? null : body || `http_${status}`;
  record(core, 'response_url', { ...said }, status, error, body, started);
  if (dropped || !reply) return void res.destroy();
  res.writeHead(status, { 'content-type': 'text/plain' }).end(body);
}

/** The bytes of a file, raw. Faults know it as 'upload'. */
async function handleUpload(
  core: Core,
  ticket: string,
  bytes: Buffer,
  res: ServerResponse,
  started: number,
): Promise<void> {
  const { reply, dropped } = await underFaults(core, { method: 'upload', channels: [] }, () =>
    takeBytes(core, ticket, bytes),
  );
  const status = dropped ? 0 : (reply?.status ?? 0);
  const error = dropped ? 'dropped' : status === 200 ? null : `http_${status}`;
  record(core, 'upload', { length: bytes.length }, status, error, reply?.body, started);
  if (dropped || !reply) return void res.destroy();
  res.writeHead(reply.status, { ...reply.headers, 'content-type': 'text/plain' });
  res.end(status === 200 ? `OK - ${bytes.length}` : 'failed');
}

/** Every name a fault may use for the channel of a call. */
function namesOf(core: Core, given: unknown): string[] {
  const id = String(given ?? '');
  const channel = core.world.channels.get(id);
  const people = channel?.kind === 'im' ? [...channel.members] : [id];
  const handles = people.map((each) => core.world.people.get(each)?.name);
  return [id, channel?.name, ...people, ...handles].filter((each): each is string => Boolean(each));
}

/** Slack takes a form with JSON in its nested fields, or a JSON body. */
function readArgs(body: string, req: IncomingMessage): Record<string, unknown> {
  const query = Object.fromEntries(new URL(req.url ?? '/', 'http://localhost').searchParams);
  if (req.headers['content-type']?.startsWith('application/json'))
    return { ...query, ...nested((parseJson(body) as Record<string, unknown> | undefined) ?? {}) };
  return nested({ ...query, ...Object.fromEntries(new URLSearchParams(body)) });
}

const NESTED = ['blocks', 'attachments', 'files', 'metadata', 'view'];

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

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
