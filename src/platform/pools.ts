import type pg from 'pg';
import type { Config } from './config.ts';
import type { Db } from './ctx.ts';
import { openDatabase } from './database.ts';
import type { Logger } from './logger.ts';

/**
 * Connections that never wait for each other: a person's click stands behind no batch and no job, and what nobody
 * waits for may take its time.
 */
export interface Pools {
  people: { db: Db; pool: pg.Pool };
  machines: { db: Db };
  jobs: { db: Db };
  close(): Promise<void>;
}

export type PoolSizes = Pick<
  Config,
  'DATABASE_POOL_PEOPLE' | 'DATABASE_POOL_MACHINES' | 'DATABASE_POOL_JOBS'
>;

export function openPools(options: { url: string; sizes: PoolSizes; log: Logger }): Pools {
  const { url, sizes, log } = options;
  const people = openDatabase({ url, poolSize: sizes.DATABASE_POOL_PEOPLE, log });
  const machines = openDatabase({ url, poolSize: sizes.DATABASE_POOL_MACHINES, log });
  const jobs = openDatabase({ url, poolSize: sizes.DATABASE_POOL_JOBS, log });
  return {
    people,
    machines,
    jobs,
    async close() {
      await Promise.all([people.close(), machines.close(), jobs.close()]);
    },
  };
}
