import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { postAccounts } from './accounts.ts';
import { sendFailure, sendRefusal } from './answers.ts';
import { type ApiDeps, authorize } from './authorize.ts';
import { readBytes } from './batch.ts';
import { openApi } from './openapi.ts';
import { postSignals } from './signals.ts';

export interface ServerOptions extends ApiDeps {
  port: number;
  host: string;
  /** Takes what comes to /slack/…, and throws for what it does not know. */
  slack: RequestListener;
  ready(): Promise<{ ok: boolean; text: string }>;
}

/** From the first to the last byte of a request. */
const REQUEST_TIMEOUT_MS = 30_000;
/** What is in flight when Baton stops gets this long. */
const DRAIN_MS = 5_000;

/** One port for everything: Slack's requests go to Slack's receiver, all others to the API. */
export async function startServer(options: ServerOptions): Promise<{ port: number; stop(): Promise<void> }> {
  const { app, server } = buildServer(options);
  await app.listen({ port: options.port, host: options.host });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async stop() {
      const closed = app.close();
      // A connection whose request ends now is kept alive once more, and nobody would close it.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const impatient = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed.finally(() => {
        clearInterval(idle);
        clearTimeout(impatient);
      });
    },
  };
}

function buildServer({ slack, ready, ...deps }: ServerOptions) {
  const server: Server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS });
  const app = fastify({
    serverFactory: (other) => server.on('request', slackOr(slack, other)),
    frameworkErrors: (error, request, reply) => void sendFailure(error, request, reply, deps.log),
  });
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, deps.log));
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.replace(/\?.*$/, '');
    const allowed = (['GET', 'POST'] as const).filter((method) => app.hasRoute({ method, url }));
    if (allowed.length === 0)
      return sendRefusal(reply, { refused: 'not_found', message: 'There is nothing here.' });
    const message = `Only ${allowed.join(' and ')} is possible here.`;
    return sendRefusal(reply.header('allow', allowed.join(', ')), { refused: 'method_not_allowed', message });
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (_: unknown, payload: IncomingMessage) => readBytes(payload));
  app.decorateRequest('ctx', null);

  app.get('/healthz', (_, reply) => reply.send('ok\n'));
  app.get('/readyz', async (_, reply) => {
    const { ok, text } = await ready();
    return reply.code(ok ? 200 : 503).send(`${text}\n`);
  });
  app.get('/v1/openapi.json', (_, reply) => reply.send(openApi()));
  app.register(async (v1) => {
    v1.addHook('onRequest', authorize(deps));
    v1.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { 'content-encoding': encoding = 'identity' } = request.headers;
      if (encoding.toLowerCase() !== 'identity')
        return sendFailure({ statusCode: 415 }, request, reply, deps.log);
      return undefined;
    });
    v1.post('/v1/signals', postSignals);
    v1.post('/v1/accounts', postAccounts);
  });
  return { app, server };
}

function slackOr(slack: RequestListener, other: RequestListener): RequestListener {
  return (request, response) => {
    if (!request.url?.startsWith('/slack/')) return other(request, response);
    try {
      return slack(request, response);
    } catch {
      return other(request, response);
    }
  };
}
