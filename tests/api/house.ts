import { type ApiDeps, openGate } from '../../api/authorize.ts';
import { startServer } from '../../api/server.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { createToken } from '../../src/workspaces/tokens.ts';
import { NOW, newWorkspace } from '../people/world.ts';
import type { TestDatabase } from '../support/database.ts';

export interface Api {
  url: string;
  stop(): Promise<void>;
}

/** The HTTP API on a port of its own, at NOW, with nobody at /slack/. */
export async function startApi(database: TestDatabase, over: Partial<ApiDeps> = {}): Promise<Api> {
  const { log } = await newWorkspace(database.db);
  const server = await startServer({ port: 0, host: '127.0.0.1', log });
  server.serve({
    slack: (_, response) => response.writeHead(404).end(),
    api: { db: database.db, clock: { now: () => NOW, wall: () => NOW }, log, gate: openGate(8), ...over },
  });
  return { url: `http://127.0.0.1:${server.port}`, stop: server.stop };
}

export async function tokenOf(ctx: Ctx, name = 'sample'): Promise<string> {
  const made = await createToken(ctx, name);
  if (isRefusal(made)) throw new Error(made.message);
  return made.secret;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Sends a body, text as it stands, anything else as JSON. */
export async function post(
  api: Api,
  path: string,
  token: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Reply['body'],
  };
}
