import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../logger.ts';
import { EmbeddedError } from './binaries.ts';
import type { Place } from './place.ts';
import { clusterOf, readLogTail, readRunning, SUPERUSER, startServer, stopServer } from './server.ts';

/** Our share in a running server: a connection that holds our advisory locks for as long as we live. */
export interface Session {
  client: pg.Client;
  port: number;
}

// Locks of the maintenance database. A killed process loses its connection, and with it its locks.
const TAKE_PART = 'SELECT pg_advisory_lock_shared(4271, 2)';
const LEAVE = 'SELECT pg_advisory_unlock_shared(4271, 2)';
const BE_LAST = 'SELECT pg_try_advisory_lock(4271, 2) AS taken';
const BE_THE_APP = 'SELECT pg_try_advisory_lock(4271, 3) AS taken';

const DEADLINE_MS = 60_000;
const RETRY_MS = 100;
const APP_ATTEMPTS = 20;

export interface JoinOptions {
  place: Place;
  password: string;
  as: 'app' | 'cli';
  /** The port to start on, where one is known already; otherwise any free one. */
  port?: number;
}

/** Joins the running server, or starts it and joins. */
export async function joinServer(options: JoinOptions): Promise<Session> {
  const { place, port } = options;
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const session = await tryJoin(options);
    if (session) {
      if (options.as === 'app') await beTheApp(session, place);
      return session;
    }
    const started = await startServer(place, port);
    if (started.ok) continue;
    // Somebody else may be starting or stopping it at this moment.
    if (performance.now() > deadline) {
      throw new EmbeddedError(
        'server_failed',
        `The embedded database in ${place.home} does not start. ${started.output}\n${await readLogTail(place)}`,
      );
    }
    await pause(RETRY_MS);
  }
}

/** Gives our share back; whoever finds no other share stops the server. */
export async function leaveServer(session: Session, place: Place, log: Logger): Promise<void> {
  const { client } = session;
  try {
    // Ours goes first: of two that leave together, the later one finds itself alone.
    await client.query(LEAVE);
    const { rows } = await client.query(BE_LAST);
    if (rows[0]?.taken) {
      const stopped = await stopServer(place);
      if (!stopped.ok) log.warn({ home: place.home }, 'embedded database did not stop');
    }
  } catch {
    log.warn({ home: place.home }, 'embedded database was gone already');
  } finally {
    await client.end().catch(() => {});
  }
}

async function tryJoin({ place, password }: JoinOptions): Promise<Session | undefined> {
  const running = await readRunning(place);
  if (running === undefined) return undefined;
  const client = new pg.Client({
    host: '127.0.0.1',
    port: running.port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    application_name: 'baton (share)',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => {}); // its end is what we act on
  try {
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    if (rows[0]?.data_directory === clusterOf(place)) {
      // Waits while the last one out stops the server, and then fails with it.
      await client.query("SET lock_timeout = '20s'");
      await client.query(TAKE_PART);
      return { client, port: running.port };
    }
    // The folder is a copy of one whose server runs. PostgreSQL still refuses to start twice on the same.
    await rm(join(clusterOf(place), 'postmaster.pid'), { force: true });
  } catch {
    // Not there, just starting, or just stopping: the caller starts it or comes back.
  }
  await client.end().catch(() => {});
  return undefined;
}

async function beTheApp(session: Session, place: Place): Promise<void> {
  for (let attempt = 1; attempt <= APP_ATTEMPTS; attempt++) {
    const { rows } = await session.client.query(BE_THE_APP);
    if (rows[0]?.taken) return;
    await pause(RETRY_MS);
  }
  await session.client.end(); // the app that runs holds a share: the server stays
  throw new EmbeddedError(
    'folder_in_use',
    `Another Baton runs in ${place.dataDir}. Stop it, or set DATABASE_URL to run several on one PostgreSQL.`,
  );
}
