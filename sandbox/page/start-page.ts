import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerApi } from './api.ts';
import type { Files } from './build.ts';
import { BadRequest, sendFile, sendJson, sendStarting, serveOn } from './respond.ts';
import { type Play, type Show, startShow } from './show.ts';

export interface Page {
  url: string;
  /** Shows this one from now on, in place of any before. */
  show(play: Play): void;
  /** Shows nothing until the next one. */
  pause(): void;
  close(): Promise<void>;
}

/**
 * The sandbox as people see it: channels, modals, a clock, the traffic. Loopback only; rejects with EADDRINUSE where
 * the port is taken. `reset` pauses, begins anew and shows that.
 */
export async function startPage(options: {
  port: number;
  files: () => Files | null;
  /** Where Baton listens, which answers /readyz, /healthz and /v1 here too; null while it starts. */
  baton: () => string | null;
  reset: () => Promise<void>;
}): Promise<Page> {
  let show: Show | undefined;
  let stage = 0;
  const pause = (): void => {
    show?.end();
    show = undefined;
  };
  const serving = await serveOn(options.port, (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    if (pathname === '/readyz' || pathname === '/healthz' || pathname.startsWith('/v1/')) {
      return void passOn(req, res, options.baton());
    }
    if (!pathname.startsWith('/api/')) {
      const files = options.files();
      if (!files) return sendStarting(res);
      return sendFile(res, files, pathname === '/' ? '/index.html' : pathname);
    }
    if (!show) return sendJson(res, { trouble: 'It is starting anew.' }, 503);
    answerApi(show, req, res).catch((error: unknown) => {
      const isBad = error instanceof BadRequest;
      if (!isBad) console.error(error);
      if (res.headersSent) res.end();
      else sendJson(res, { trouble: isBad ? error.message : 'This failed.' }, isBad ? 400 : 500);
    });
  });
  return {
    url: serving.url,
    show(play) {
      pause();
      stage += 1;
      show = startShow(play, stage, options.reset);
    },
    pause,
    async close() {
      pause();
      await serving.close();
    },
  };
}

async function passOn(req: IncomingMessage, res: ServerResponse, baton: string | null): Promise<void> {
  const body: Buffer[] = [];
  for await (const part of req) body.push(part as Buffer);
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    typeof value === 'string' && !/^(host|connection|content-length|transfer-encoding|expect)$/.test(name)
      ? [[name, value] as [string, string]]
      : [],
  );
  const asked = {
    method: req.method ?? 'GET',
    headers,
    ...(body.length > 0 && { body: Buffer.concat(body) }),
  };
  const answer = baton ? await fetch(`${baton}${req.url}`, asked).catch(() => null) : null;
  const type = answer?.headers.get('content-type') ?? 'text/plain';
  res
    .writeHead(answer?.status ?? 503, { 'content-type': type })
    .end(answer ? await answer.text() : 'Baton is starting\n');
}
