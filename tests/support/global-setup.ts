import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.ts';
import { startEmbedded } from '../../src/platform/embedded/embedded.ts';
import { startPooler } from './pooler.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the database server, as someone who may create databases. */
    serverUrl: string;
    /** The same by way of a pooler in transaction mode, where the run has one. */
    poolerUrl: string | null;
    /** Name of a migrated database to clone. Every database of a run begins with it. */
    templateDatabase: string;
  }
}

const log = pino({ level: 'warn' });

/** One server for all test files: DATABASE_URL's, or an embedded one of our own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env['DATABASE_URL']
    ? { url: process.env['DATABASE_URL'], stop: async () => {} }
    : await startThrowaway();
  const template = `baton_test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const pooler =
    project.vite.config.mode === 'pooler' ? await startPooler(server.url, 'transaction') : undefined;
  await onServer(server.url, (client) => client.query(`CREATE DATABASE ${template}`));
  await migrate(withDatabase(server.url, template), log);
  project.provide('serverUrl', server.url);
  project.provide('poolerUrl', pooler?.through(server.url) ?? null);
  project.provide('templateDatabase', template);
  return async () => {
    await onServer(server.url, (client) => dropAll(client, template));
    await pooler?.close();
    await server.stop();
  };
}

async function startThrowaway() {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-test-'));
  await chmod(dataDir, 0o755); // as root, the server runs as somebody else, who must get in
  const { superuserUrl: url, release } = await startEmbedded({ dataDir, as: 'app', log });
  await onServer(url, async (client) => {
    // Nobody will miss this data after a crash.
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      await client.query(`ALTER SYSTEM SET ${setting} = off`);
    }
    await client.query('SELECT pg_reload_conf()');
  });
  return {
    url,
    stop: async () => {
      await release();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function dropAll(client: pg.Client, prefix: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [prefix],
  );
  for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}
