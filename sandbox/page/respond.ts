// HTTP for pages on this machine.
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Files } from './build.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};
/** Nothing from anywhere else: the page works without internet, and text of a message cannot bring in anything. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const LARGEST = 1_000_000;

export interface Serving {
  url: string;
  close(): Promise<void>;
}

/** Loopback only. Rejects with EADDRINUSE where the port is taken; 0 is any free one. */
export async function serveOn(port: number, listener: RequestListener): Promise<Serving> {
  const server: Server = createServer((req, res) => {
    // A page of another name must not reach us by pointing its name at this machine.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(req.headers.host ?? ''))
      return void res.writeHead(403).end();
    listener(req, res);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Until there is a page: one that looks again by itself. */
export function sendStarting(res: ServerResponse): void {
  res.writeHead(503, {
    'content-type': TYPES['html'],
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'retry-after': '1',
  });
  res.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="1">
<title>Baton is starting</title>
<main>
<h1>Baton is starting</h1>
<p>It makes a database, a sample company and this page. That takes up to a minute; then the page opens by itself.</p>
</main>
</html>
`);
}

export function sendFile(res: ServerResponse, files: Files, path: string): void {
  const content = files.get(path);
  if (content === undefined) return void res.writeHead(404).end('not found');
  res.writeHead(200, {
    'content-type': TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
  });
  res.end(content);
}

export function sendJson(res: ServerResponse, body: unknown, code = 200): void {
  res.writeHead(code, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}

export function sendPicture(res: ServerResponse, { type, bytes }: { type: string; bytes: Buffer }): void {
  res.writeHead(200, {
    'content-type': type,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  res.end(bytes);
}

/** Only JSON, which no page of another origin may send unasked. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  if (!req.headers['content-type']?.startsWith('application/json')) throw new BadRequest('JSON is wanted');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > LARGEST) throw new BadRequest('too large');
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BadRequest('no JSON');
  }
}

export class BadRequest extends Error {}
