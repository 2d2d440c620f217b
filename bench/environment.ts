import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { projectFolder } from '../src/platform/config.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { startEmbedded } from '../src/platform/embedded/embedded.ts';

export const log = pino({ level: 'warn' });
export const SIGNING_SECRET = 'a secret for benchmarks';
export const BOT_TOKEN = 'xoxb-bench';

export interface Server {
  /** A migrated database, empty or as `from` is; answers its connection string. */
  createDatabase(name: string, from?: string): Promise<string>;
  version: string;
  close(): Promise<void>;
}

/** An embedded PostgreSQL in a folder of its own, with the durability of a real one. */
export async function startServer(): Promise<Server> {
  const dataDir = await temporaryFolder();
  const { superuserUrl: url, release } = await startEmbedded({ dataDir, as: 'app', log });
  const named = (name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const ask = <T extends pg.QueryResultRow>(sql: string) => onDatabase(url, (client) => client.query<T>(sql));
  await ask('CREATE DATABASE empty');
  await migrate(named('empty'), log);
  const { rows } = await ask<{ server_version: string }>('SHOW server_version');
  return {
    version: rows[0]?.server_version ?? '',
    async createDatabase(name, from = 'empty') {
      await ask(`CREATE DATABASE ${name} TEMPLATE ${from}`);
      return named(name);
    },
    async close() {
      await release();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** In UTC, as Baton's own sessions. */
export const UTC = '-c TimeZone=UTC';

export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: UTC });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** As root, the database runs as somebody else, who must get in. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-bench-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Of the last minute, before we add to it. */
export const loadNow = (): number => loadavg()[0] ?? 0;

/** Compiles the product and these files as they are built for production; answers where a file's JavaScript is. */
export async function build(): Promise<(file: string) => string> {
  const outDir = join(projectFolder, 'node_modules', '.cache', 'bench');
  const tsc = join(projectFolder, 'node_modules', '.bin', 'tsc');
  const problems = await new Promise<string>((resolve) => {
    execFile(tsc, ['-p', 'bench/tsconfig.json', '--outDir', outDir], { cwd: projectFolder }, (error, out) =>
      resolve(error ? out || error.message : ''),
    );
  });
  if (problems) console.error(problems);
  if (!existsSync(join(outDir, 'app.js'))) throw new Error('the product does not compile');
  return (file) => join(outDir, file);
}

/** `load` is what else the machine was doing before the run: the processes that wanted a core in the last minute. */
export function machine(postgres: string, load: number): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const [cpu] = cpus();
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}, PostgreSQL ${postgres}; load before the run ${load.toFixed(1)}`;
}
