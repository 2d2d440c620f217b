import { randomUUID } from 'node:crypto';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, inject } from 'vitest';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { CLICK_BOUNDS, openDatabase } from '../../src/platform/database/database.ts';
import type { Bounds } from '../../src/platform/database/session.ts';

export interface TestDatabase {
  url: string;
  db: PrismaClient;
  pool: pg.Pool;
  /** Closes the pool and removes the database, whoever else is connected to it. */
  drop(): Promise<void>;
}

/** A busy machine is no fault of what is tested: a test waits for what it needs. Locks are as a click waits for them. */
export const PATIENT: Bounds = {
  ...CLICK_BOUNDS,
  connectMs: 20_000,
  statementMs: 20_000,
  answerMs: 21_000,
  idleInTransactionMs: 30_000,
  transactionMs: 30_000,
};

/** A database of one's own, migrated and empty: a clone of the run's template. */
export async function createTestDatabase(
  options: { poolSize?: number; bounds?: Bounds } = {},
): Promise<TestDatabase> {
  const name = await createEmptyDatabase(inject('templateDatabase'));
  const url = urlOf(name);
  const { db, pool, close } = openDatabase({
    url,
    bounds: PATIENT,
    ...options,
    log: pino({ level: 'silent' }),
  });
  return {
    url,
    db,
    pool,
    async drop() {
      await close();
      await dropDatabase(name);
    },
  };
}

/** The same for the tests of one file: made before the first of them, and gone after the last. */
export function ownDatabase(): TestDatabase {
  const database = {} as TestDatabase;
  beforeAll(async () => {
    Object.assign(database, await createTestDatabase());
  });
  afterAll(() => database.drop());
  return database;
}

/** A database with nothing in it, or a copy of `template`. Answers its name; the run removes what is left. */
export async function createEmptyDatabase(template = 'template0'): Promise<string> {
  const name = `${inject('templateDatabase')}_${randomUUID().slice(0, 8)}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  if (inject('poolerUrl')) {
    // As far from what Baton needs as a server's own settings may be.
    await onServer(`ALTER DATABASE ${name} SET TimeZone TO 'America/New_York'`);
    await onServer(`ALTER DATABASE ${name} SET DateStyle TO 'German, DMY'`);
  }
  return name;
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

export function urlOf(database: string): string {
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${database}`;
  return url.href;
}

/** How Baton is told of a test's database: by way of the pooler where the run has one. */
export function addressesOf(url: string): { DATABASE_URL: string; DATABASE_DIRECT_URL?: string } {
  const pooler = inject('poolerUrl');
  if (!pooler) return { DATABASE_URL: url };
  const { host } = new URL(pooler);
  return { DATABASE_URL: Object.assign(new URL(url), { host }).href, DATABASE_DIRECT_URL: url };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
