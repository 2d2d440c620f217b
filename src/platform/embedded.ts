import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './database.ts';
import { preparePlace } from './embedded/place.ts';
import { ensureCluster, readPassword, removeLeftovers, SUPERUSER } from './embedded/server.ts';
import { joinServer, leaveServer } from './embedded/session.ts';
import type { Logger } from './logger.ts';

export { EmbeddedError } from './embedded/error.ts';

export interface Embedded {
  url: string;
  /** Lets go of the server; the last one to do so stops it. */
  release(): Promise<void>;
}

/**
 * The embedded PostgreSQL of a folder: started, or joined where it runs already, also where a killed process
 * left it. One app per folder; command lines join beside it. Throws an EmbeddedError that says what to do.
 */
export async function startEmbedded(options: {
  dataDir: string;
  as: 'app' | 'cli';
  log: Logger;
}): Promise<Embedded> {
  const { as, log } = options;
  const place = await preparePlace(options.dataDir, log);
  const password = await readPassword(place);
  await ensureCluster(place, password);
  await removeLeftovers(place);

  let released = false;
  let session = await joinServer({ place, password, as });
  await ensureDatabase();
  watch();
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${session.port}/baton`,
    async release() {
      if (released) return;
      released = true;
      await leaveServer(session, place, log);
    },
  };

  async function ensureDatabase(): Promise<void> {
    const { rowCount } = await session.client.query("SELECT 1 FROM pg_database WHERE datname = 'baton'");
    if (rowCount === 1) return;
    await session.client.query('CREATE DATABASE baton').catch((error: unknown) => {
      // Made by another process meanwhile: duplicate_database, or the same seen a moment earlier.
      if (!['42P04', '23505'].includes(errorCode(error) ?? '')) throw error;
    });
  }

  // The server has no owner. If it dies, whoever still needs it brings it back on the same port.
  function watch(): void {
    session.client.once('end', () => {
      if (!released) void rejoin();
    });
  }

  async function rejoin(): Promise<void> {
    log.warn('embedded database lost, joining it again');
    while (!released) {
      try {
        session = await joinServer({ place, password, as, port: session.port });
        watch();
        log.info('embedded database joined again');
        if (released) await leaveServer(session, place, log);
        return;
      } catch (error) {
        log.error({ code: errorCode(error) }, 'embedded database does not come back, trying again');
        await pause(1_000);
      }
    }
  }
}
