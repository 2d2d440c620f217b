import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { measureCases, measureTimers } from '../src/cases/measure-cases.ts';
import { measureLag } from '../src/health/evaluate/measure-lag.ts';
import { measureMessages, measureRedraws } from '../src/outbox/measure-outbox.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { ClockWatch } from '../src/platform/clock-watch.ts';
import type { Db } from '../src/platform/ctx.ts';
import { failureOf } from '../src/platform/failure.ts';
import type { Logger } from '../src/platform/logger.ts';
import type { Metrics } from '../src/platform/metrics.ts';
import type { Seen, Stored } from '../src/platform/metrics-seen.ts';
import type { Served } from '../src/workspaces/served.ts';
import { listBlocked } from '../src/workspaces/workspace.ts';
import { sendRefusal } from './answers.ts';
import { fresh } from './watch-parts.ts';

export interface Measured {
  metrics: Metrics;
  /** Of a connection that nobody else waits for. */
  db: Db;
  clock: Clock;
  served: Served;
  /** Kinds of cases. */
  kinds: readonly string[];
  heartbeat: { sinceBeatMs(): number; runs(): Seen['jobs'] };
  clocks: ClockWatch;
  pools: Seen['pools'];
  log: Logger;
}

/** Returns how /metrics is written. However many ask, the database is read once at a time, and not again at once. */
export function measure(measured: Measured): () => Promise<string> {
  const { metrics, heartbeat, clocks, pools, log } = measured;
  let wasReadable = true;
  const read = fresh(async (): Promise<Stored | null> => {
    try {
      const stored = await readStored(measured);
      wasReadable = true;
      return stored;
    } catch (error) {
      if (wasReadable) log.warn(failureOf(error), 'the database did not say in time what /metrics shows');
      wasReadable = false;
      return null;
    }
  });
  return async () => {
    const stored = await read();
    return metrics.print({
      stored,
      sinceBeatMs: heartbeat.sinceBeatMs(),
      jobs: heartbeat.runs(),
      clockAheadMs: clocks.aheadMs(),
      pools,
    });
  };
}

/** One statement after the other, on one connection; the first that fails ends it. */
async function readStored({ db, clock, served, kinds }: Measured): Promise<Stored> {
  const now = clock.now();
  return {
    blockedWorkspaces: (await listBlocked(db, served)).length,
    timers: await measureTimers(db, served, now),
    messages: await measureMessages(db, served, now),
    redraws: await measureRedraws(db, served),
    evaluations: await measureLag(db, served, now),
    cases: await measureCases(db, served, now, kinds),
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Lets pass who holds METRICS_TOKEN. Where there is none, nothing is here: an address says nothing of who asks, since a
 * proxy on the same machine speaks for everybody.
 */
export function guardMetrics(token: string | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (token === undefined)
      return sendRefusal(reply, { refused: 'not_found', message: 'There is nothing here.' });
    const { authorization = '' } = request.headers;
    const given = /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
    if (timingSafeEqual(digest(given), digest(token))) return undefined;
    const challenge = reply.header('www-authenticate', 'Bearer realm="baton metrics"');
    return sendRefusal(challenge, {
      refused: 'unauthorized',
      message: 'Send METRICS_TOKEN as a bearer token.',
    });
  };
}
