import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from './config.ts';
import { errorCode, openConnection } from './database.ts';
import type { Logger } from './logger.ts';

const ATTEMPTS = 15;
const PAUSE_MS = 2_000;
/** PostgreSQL's codes for a user, a password or a database that it does not know: waiting changes nothing. */
const UNKNOWN_THERE = /^(28\d{3}|3D000)$/;

/** Resolves when the database answers. Rejects with a ConfigError after half a minute, or where waiting cannot help. */
export async function waitForDatabase(options: {
  url: string;
  log: Logger;
  stopping: AbortSignal;
}): Promise<void> {
  const { url, log, stopping } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      // Not by the pool: it would leave its settings in the sessions of a pooler that has not been checked yet.
      const client = await openConnection(url, 'baton (start)');
      await client.query('SELECT 1').finally(() => client.end());
      return;
    } catch (error) {
      const code = errorCode(error);
      if (attempt === ATTEMPTS || UNKNOWN_THERE.test(code ?? ''))
        throw new ConfigError([
          `DATABASE_URL does not answer (${code ?? 'no reason given'}): look whether the server runs and lets Baton in`,
        ]);
      log.warn({ code }, 'the database does not answer yet; trying again');
      await pause(PAUSE_MS, undefined, { signal: stopping });
    }
  }
}
