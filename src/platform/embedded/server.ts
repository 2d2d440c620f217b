import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chown, link, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { EmbeddedError, type Outcome, run } from './binaries.ts';
import type { Place } from './place.ts';

export const SUPERUSER = 'baton';

// Loopback only. The log keeps neither statements nor row values: they are what customers wrote.
const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_error_verbosity = terse
log_min_error_statement = panic
`;

export const clusterOf = (place: Place) => join(place.home, 'cluster');

/**
 * The superuser's password: random, made once, readable by us alone. It is linked into place whole, so that of
 * two processes that start together one decides and both read the same.
 */
export async function readPassword(place: Place): Promise<string> {
  const file = join(place.dataDir, 'password');
  if (existsSync(clusterOf(place)) && !existsSync(file)) {
    throw new EmbeddedError(
      'password_missing',
      `The file ${file} belongs to the database beside it and is missing. Put it back from a copy of the folder.`,
    );
  }
  const mine = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(mine, randomBytes(24).toString('base64url'), { mode: 0o600 });
  try {
    await link(mine, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(mine);
  }
  return readFile(file, 'utf8');
}

/** Makes the cluster unless it is there. Made beside its place and renamed: it is there whole or not at all. */
export async function ensureCluster(place: Place, password: string): Promise<void> {
  const cluster = clusterOf(place);
  if (await checkVersion(place)) return;

  const partial = `${cluster}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${partial}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if ('uid' in place.as) await chown(passwordFile, place.as.uid, place.as.gid);
  try {
    const made = await run(
      join(place.binaries, 'bin', 'initdb'),
      [
        ...['-D', partial, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ],
      { as: place.as },
    );
    if (!made.ok) throw new EmbeddedError('server_failed', `initdb failed in ${place.home}: ${made.output}`);
    await appendFile(join(partial, 'postgresql.conf'), SETTINGS);
    await rename(partial, cluster);
  } catch (error) {
    if (!(await checkVersion(place))) throw error;
  } finally {
    await rm(passwordFile, { force: true });
    await removeTree(partial);
  }
}

/** Whether there is a cluster, which must be of our major version. */
async function checkVersion(place: Place): Promise<boolean> {
  const found = await readFile(join(clusterOf(place), 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found === undefined) return false;
  const { output } = await run(join(place.binaries, 'bin', 'postgres'), ['--version'], { as: place.as });
  const ours = /(\d+)/.exec(output)?.[1];
  if (found.trim() === ours) return true;
  throw new EmbeddedError(
    'other_version',
    `The data in ${clusterOf(place)} was written by PostgreSQL ${found.trim()}; this Baton brings ${ours}. ` +
      'Nothing was changed: it goes on with the Baton that wrote it. To move, write a backup with that one ' +
      '(npm run baton -- backup FILE), move the folder away, and restore it with this one (npm run baton -- restore FILE).',
  );
}

export interface Running {
  pid: number;
  port: number;
}

/** What postmaster.pid says; the process it names may be gone. */
export async function readRunning(place: Place): Promise<Running | undefined> {
  const text = await readFile(join(clusterOf(place), 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/**
 * Starts the server in its own session, where the terminal's Ctrl-C does not reach it. PostgreSQL itself sees
 * to it that only one runs on a cluster, so that losing a race is just a failed outcome.
 */
export async function startServer(
  place: Place,
  port: number | undefined,
): Promise<Outcome & { port: number }> {
  await removeForeignPidFile(place);
  const chosen = port ?? (await freePort());
  const outcome = await run(
    join(place.binaries, 'bin', 'pg_ctl'),
    [
      ...['start', '-w', '-s', '-t', '60', '-D', clusterOf(place)],
      ...['-l', join(place.home, 'server.log'), '-o', `-p ${chosen}`],
    ],
    { as: place.as },
  );
  return { ...outcome, port: chosen };
}

/** Ends every session and stops the server. */
export async function stopServer(place: Place): Promise<Outcome> {
  return run(
    join(place.binaries, 'bin', 'pg_ctl'),
    ['stop', '-m', 'fast', '-w', '-s', '-t', '60', '-D', clusterOf(place)],
    { as: place.as },
  );
}

/**
 * After a crash of the whole machine or container, the pid in postmaster.pid may belong to another program of
 * the same user, and PostgreSQL would refuse to start for as long as that runs.
 */
async function removeForeignPidFile(place: Place): Promise<void> {
  const running = await readRunning(place);
  if (running === undefined) return;
  const name = await readFile(`/proc/${running.pid}/comm`, 'utf8').catch(() => 'postgres');
  if (!name.startsWith('postgres')) await rm(join(clusterOf(place), 'postmaster.pid'), { force: true });
}

/** The end of the server's log, to explain a failed start. */
export async function readLogTail(place: Place): Promise<string> {
  const file = await open(join(place.home, 'server.log')).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 1_000);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8').trim();
  } finally {
    await file.close();
  }
}

/** Leftovers of processes killed while they made a cluster. Only called once there is one: they lost anyway. */
export async function removeLeftovers(place: Place): Promise<void> {
  const names = await readdir(place.home);
  const left = names.filter((name) => name.startsWith('cluster.'));
  await Promise.all(left.map((name) => removeTree(join(place.home, name))));
}

/** Its maker may still write into it, or remove it too: what stays is removed at the next start. */
async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string')
    throw new Error('probe for a free port returned no port');
  return address.port;
}
