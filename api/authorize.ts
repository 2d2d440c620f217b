import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../src/platform/clock.ts';
import type { Ctx, Db } from '../src/platform/ctx.ts';
import type { Logger } from '../src/platform/logger.ts';
import { findToken } from '../src/workspaces/tokens.ts';
import { sendRefusal } from './answers.ts';

/** Lets a few in at once. */
export interface Gate {
  /** Returns how to leave; null where no place is free. */
  enter(): (() => void) | null;
}

/**
 * What other systems send is work for the same process and database as a person's click. So much of it is done at
 * once, and whoever comes beyond that is asked to come again: nobody waits in a queue that grows.
 */
export function openGate(places: number): Gate {
  let taken = 0;
  return {
    enter() {
      if (taken >= places) return null;
      taken += 1;
      let inside = true;
      return () => {
        if (inside) taken -= 1;
        inside = false;
      };
    },
  };
}

export interface ApiDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  /** Of everybody together who sends batches. */
  gate: Gate;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the token's workspace; there on every route behind `authorize`. */
    ctx: Ctx | null;
    gate: Gate | null;
  }
}

const UNAUTHORIZED = {
  refused: 'unauthorized',
  message:
    'Send a token that is in use: Authorization: Bearer baton_…. Make one: npm run baton -- tokens create NAME',
};

/** Lets pass who holds a token. Unknown, revoked and misspelt ones get the same answer. */
export async function authorize(
  { db, clock, log, gate }: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const { authorization = '' } = request.headers;
  const secret = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  const found = secret === undefined ? null : await findToken(db, secret);
  if (!found) {
    const problem = secret === undefined ? '' : ', error="invalid_token"';
    return sendRefusal(reply.header('www-authenticate', `Bearer realm="baton"${problem}`), UNAUTHORIZED);
  }
  const actor = { type: 'token', tokenId: found.tokenId } as const;
  request.ctx = { workspace: found.workspace, actor, now: clock.now(), db, log };
  request.gate = gate;
  return undefined;
}
