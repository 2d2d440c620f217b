import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, openConnection } from './database.ts';
import { APP_ROLE, appPassword, DATABASE, ensureDatabase, giveAway } from './embedded/app-role.ts';
import { preparePlace } from './embedded/place.ts';
import { ensureCluster, readPassword, removeLeftovers, SUPERUSER } from './embedded/server.ts';
import { joinServer, leaveServer } from './embedded/session.ts';
import type { Logger } from './logger.ts';

export { EmbeddedError } from './embedded/error.ts';

export interface Embedded {
  /** As a role that owns Baton's database, and has no other right. */
  url: string;
  /** For tests and benchmarks, which make databases of their own. */
  superuserUrl: string;
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
  await prepareDatabase();
  watch();
  return {
    url: urlOf(APP_ROLE, appPassword(password), session.port),
    superuserUrl: urlOf(SUPERUSER, password, session.port),
    async release() {
      if (released) return;
      released = true;
      await leaveServer(session, place, log);
    },
  };

  async function prepareDatabase(): Promise<void> {
    await ensureDatabase(session.client, appPassword(password));
    const owner = await openConnection(urlOf(SUPERUSER, password, session.port), 'baton (share)');
    try {
      await giveAway(owner);
    } finally {
      await owner.end();
    }
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

function urlOf(role: string, password: string, port: number): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
}
