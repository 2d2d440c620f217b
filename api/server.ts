import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FastifyReply, fastify } from 'fastify';
import { ConfigError } from '../src/platform/config.ts';
import { errorCode } from '../src/platform/database/database.ts';
import type { Logger } from '../src/platform/logger.ts';
import { postAccounts } from './accounts.ts';
import { sendFailure, sendRefusal } from './answers.ts';
import { type ApiDeps, authorize } from './authorize.ts';
import { postHandoffs } from './handoffs.ts';
import { guardMetrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import { postSignals } from './signals.ts';
import { readBytes } from './take-batch.ts';
import { type Part, type Readiness, readinessAnswer } from './watch-parts.ts';

/** What takes requests, once it is there. */
export interface Serving {
  /** Takes what is posted to /slack/events; null where Slack sends by a socket. */
  slack: RequestListener | null;
  api: ApiDeps;
  /** Writes /metrics. */
  metrics?: () => Promise<string>;
}

export interface ServerOptions {
  port: number;
  host: string;
  log: Logger;
  /** Without one there is no /metrics. */
  metricsToken?: string | undefined;
  limits?: Limits;
}

export interface RunningServer {
  port: number;
  /** From now on /readyz says this. */
  report(readiness: Readiness): void;
  /** From now on requests are taken; before, they are asked to come again. */
  serve(serving: Serving): void;
  /** Finishes what is in flight. */
  stop(): Promise<void>;
}

/** Of what strangers may hold. */
interface Limits {
  /** From the opening of a connection to the last byte of a request, in milliseconds. */
  requestMs: number;
  /** How often that is looked at. */
  lookMs: number;
  connections: number;
}

const LIMITS: Limits = { requestMs: 10_000, lookMs: 1_000, connections: 300 };
/** What is in flight when Baton stops gets this long. */
const DRAIN_MS = 5_000;

/** Prometheus's text format. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const NOT_YET: Part = { name: 'start', ok: false, text: 'not begun' };
const BY_SOCKET = {
  refused: 'not_found',
  message: 'This Baton takes what Slack sends by Socket Mode (SLACK_APP_TOKEN is set).',
};
const STARTING = { refused: 'starting', message: 'Baton is starting. Send this again in a moment.' };

/**
 * One port for everything: Slack's requests go to Slack's receiver, all others to the API. It listens before there
 * is anything behind it, so that who looks after Baton can see what it waits for. Throws a ConfigError where it
 * cannot listen.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const holder: Holder = { serving: null, readiness: async () => [NOT_YET] };
  const { app, server } = buildServer(options, holder);
  try {
    await app.listen({ port: options.port, host: options.host });
  } catch (error) {
    throw new ConfigError([whyNot(error, options)]);
  }
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    port,
    report(readiness) {
      holder.readiness = readiness;
    },
    serve(serving) {
      holder.serving = serving;
    },
    async stop() {
      stopped ??= close();
      await stopped;
    },
  };

  async function close(): Promise<void> {
    const closed = app.close();
    // A connection whose request ends now is kept alive once more, and nobody would close it.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const impatient = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed.finally(() => {
      clearInterval(idle);
      clearTimeout(impatient);
    });
  }
}

interface Holder {
  serving: Serving | null;
  readiness: Readiness;
}

function buildServer({ log, metricsToken, limits = LIMITS }: ServerOptions, holder: Holder) {
  const server: Server = createServer({
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lookMs,
  });
  server.maxConnections = limits.connections;
  const app = fastify({
    serverFactory: (other) => server.on('request', slackOr(holder, other)),
    frameworkErrors: (error, request, reply) => void sendFailure(error, request, reply, log),
  });
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, log));
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
  app.decorateRequest('gate', null);

  app.get('/healthz', (_, reply) => reply.send('ok\n'));
  app.get('/readyz', async (_, reply) => {
    const { state, text } = readinessAnswer(await holder.readiness());
    return reply.code(state).send(text);
  });
  app.get('/metrics', { onRequest: guardMetrics(metricsToken) }, async (_, reply) => {
    const { metrics } = holder.serving ?? {};
    if (!metrics) return sendRefusal(reply, STARTING);
    return reply.type(METRICS_TYPE).send(await metrics());
  });
  app.get('/v1/openapi.json', (_, reply) => reply.send(openApi()));
  // Whoever gets here is not served yet, or comes by the wrong way.
  const turnAway = async (_: unknown, reply: FastifyReply) =>
    sendRefusal(reply, holder.serving ? BY_SOCKET : STARTING);
  app.post('/slack/events', { onRequest: turnAway }, () => {});
  app.register(async (v1) => {
    v1.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (!holder.serving) return sendRefusal(reply, STARTING);
      return authorize(holder.serving.api, request, reply);
    });
    v1.addHook('onRequest', async (request, reply) => {
      const { 'content-encoding': encoding = 'identity' } = request.headers;
      if (encoding.toLowerCase() !== 'identity') return sendFailure({ statusCode: 415 }, request, reply, log);
      return undefined;
    });
    v1.post('/v1/signals', postSignals);
    v1.post('/v1/accounts', postAccounts);
    v1.post('/v1/handoffs', postHandoffs);
  });
  return { app, server };
}

function slackOr(holder: Holder, other: RequestListener): RequestListener {
  return (request, response) => {
    const isSlack = request.method === 'POST' && /^\/slack\/events(\?|$)/.test(request.url ?? '');
    const listener = isSlack ? holder.serving?.slack : null;
    return (listener ?? other)(request, response);
  };
}

/** Why the server cannot listen, as a sentence about a setting. */
function whyNot(error: unknown, { port }: ServerOptions): string {
  const code = errorCode(error);
  if (code === 'EADDRINUSE')
    return `PORT ${port} is taken: stop what listens there, perhaps another Baton, or set another: PORT=4000 npm start`;
  if (code === 'EACCES') return `PORT ${port} needs rights that Baton does not have: set one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'HOST is no address of this machine: leave it out, or set 0.0.0.0 for all of them';
  throw error;
}
