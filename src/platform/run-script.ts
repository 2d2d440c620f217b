import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { errorCode } from './database.ts';
import type { Logger } from './logger.ts';

/** The first line of a migration whose statements PostgreSQL refuses inside a transaction. */
const OUTSIDE = /^-- outside a transaction\n/;
/** They let others read and write while they wait, and what they wait for may be a backup. */
const OUTSIDE_LOCK = '10min';

/** Deadlock, or no lock in time: with everything given back, another try may find the table free. */
export const isInTheWay = (error: unknown): boolean => /^(40P01|55P03)$/.test(errorCode(error) ?? '');
const PATIENCE_MS = 120_000;
const PAUSE_MS = 1_500;

/**
 * Runs a migration on the connection that holds our lock: the server finishes a script whose sender is dead, and
 * nobody may come in before that. Sent whole, PostgreSQL runs it in one transaction; the statement that records it is
 * part of that, so that a process killed here leaves either all of a migration or nothing.
 */
export async function runScript(
  client: pg.PoolClient,
  script: string,
  record: string,
  log: Logger,
): Promise<void> {
  if (OUTSIDE.test(script)) await runOneByOne(client, [...statementsOf(script), record]);
  else await runWhole(client, `${script}\n;${record}`, log);
}

async function runWhole(client: pg.PoolClient, script: string, log: Logger): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(script);
      return;
    } catch (error) {
      if (!isInTheWay(error) || performance.now() > deadline) throw error;
      if (attempt === 1) log.warn('migration waits for a table that is in use, trying again');
      await pause(PAUSE_MS);
    }
  }
}

/** Each statement must bear being run again: what stands after a crash is not undone. */
async function runOneByOne(client: pg.PoolClient, statements: string[]): Promise<void> {
  const { rows } = await client.query<{ lock_timeout: string }>('SHOW lock_timeout');
  await client.query(`SET lock_timeout TO '${OUTSIDE_LOCK}'`);
  for (const statement of statements) await client.query(statement);
  await client.query(`SET lock_timeout TO '${rows[0]?.lock_timeout}'`);
}

/** They end with the line. */
export function statementsOf(script: string): string[] {
  return script
    .replace(/^\s*--.*$/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean);
}
