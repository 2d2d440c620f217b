import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { errorCode, openConnection } from '../database/database.ts';
import type { Logger } from '../logger.ts';
import { preparePlace } from './place.ts';
import { ensureCluster, readPassword, removeLeftovers, SUPERUSER } from './server.ts';
import { joinServer, leaveServer } from './session.ts';

/** Who Baton works as: owner of its database and of nothing else on the server. */
const APP_ROLE = 'baton_app';
const DATABASE = 'baton';

/** Follows from the superuser's, so that all processes know it and nothing more need be kept. */
function appPassword(superuserPassword: string): string {
  return createHmac('sha256', superuserPassword).update(APP_ROLE).digest('base64url');
}

/** Made by another process meanwhile: duplicate_object, duplicate_database, or the same seen a moment earlier. */
const MADE_MEANWHILE = /^(42710|42P04|23505)$/;

/** Makes role and database unless they are there, on a connection of the superuser. */
async function ensureDatabase(server: pg.Client, password: string): Promise<void> {
  const make = async (present: string, statement: string) => {
    if ((await server.query(present)).rowCount === 1) return;
    await server.query(statement).catch((error: unknown) => {
      if (!MADE_MEANWHILE.test(errorCode(error) ?? '')) throw error;
    });
  };
  await make(
    `SELECT 1 FROM pg_roles WHERE rolname = '${APP_ROLE}'`,
    `CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '${password}'`,
  );
  await make(
    `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`,
    `CREATE DATABASE ${DATABASE} OWNER ${APP_ROLE}`,
  );
}

/** What belongs to whoever asks, as the statement that gives it away. */
const MINE = `
  SELECT format('ALTER %s %s OWNER TO ${APP_ROLE}', kind, name) AS statement FROM (
    SELECT 'DATABASE' AS kind, quote_ident(datname) AS name FROM pg_database
     WHERE datname = current_database() AND datdba = current_user::regrole
    UNION ALL SELECT 'SCHEMA', quote_ident(nspname) FROM pg_namespace
     WHERE nspowner = current_user::regrole AND nspname !~ '^(pg_|information_schema$)'
    UNION ALL SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass::text
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relowner = current_user::regrole AND relkind IN ('r', 'p', 'v', 'S') AND nspname !~ '^(pg_|information_schema$)'
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') AND relkind = 'S')
    UNION ALL SELECT 'TYPE', t.oid::regtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
     WHERE typowner = current_user::regrole AND typtype IN ('e', 'd') AND nspname !~ '^(pg_|information_schema$)'
    UNION ALL SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
     WHERE proowner = current_user::regrole AND nspname !~ '^(pg_|information_schema$)'
  ) AS mine`;

/** A version before worked as superuser: what it made is given to the role, on a superuser's connection to the database. */
async function giveAway(database: pg.Client): Promise<void> {
  // One at a time: of two that start together the second finds nothing left.
  await database.query("BEGIN; SET LOCAL lock_timeout TO '10s'; SELECT pg_advisory_xact_lock(4271, 4)");
  const { rows } = await database.query<{ statement: string }>(MINE);
  await database.query([...rows.map(({ statement }) => statement), 'COMMIT'].join('; '));
}

export { EmbeddedError } from './binaries.ts';

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
