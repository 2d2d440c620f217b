import type { Config } from './config.ts';
import { CLICK_BOUNDS, type Database, openDatabase } from './database.ts';
import type { Logger } from './logger.ts';
import type { Bounds } from './session.ts';

/** Another system's request may take longer than a click, and no longer than its sender waits. */
const MACHINE_BOUNDS: Bounds = {
  connectMs: 2_000,
  lockMs: 2_000,
  statementMs: 5_000,
  answerMs: 6_000,
  idleInTransactionMs: 5_000,
  transactionMs: 10_000,
};

/** Nobody waits for a job; it only must not hang, nor hold what others wait for without end. */
export const JOB_BOUNDS: Bounds = {
  connectMs: 5_000,
  lockMs: 3_000,
  statementMs: 15_000,
  answerMs: 16_000,
  idleInTransactionMs: 10_000,
  transactionMs: 30_000,
};

/**
 * Connections that never wait for each other: a person's click stands behind no batch and no job, and what nobody
 * waits for may take its time. See docs/decisions/0017-three-pools.md.
 */
export interface Pools {
  people: Database;
  machines: Database;
  jobs: Database;
  close(): Promise<void>;
}

export function openPools({ url, config, log }: { url: string; config: Config; log: Logger }): Pools {
  const shared = { url, pooled: config.DATABASE_DIRECT_URL !== undefined, log };
  const open = (poolSize: number, bounds: Bounds) => openDatabase({ ...shared, poolSize, bounds });
  const people = open(config.DATABASE_POOL_PEOPLE, CLICK_BOUNDS);
  const machines = open(config.DATABASE_POOL_MACHINES, MACHINE_BOUNDS);
  const jobs = open(config.DATABASE_POOL_JOBS, JOB_BOUNDS);
  return {
    people,
    machines,
    jobs,
    async close() {
      await Promise.all([people, machines, jobs].map((database) => database.close()));
    },
  };
}
