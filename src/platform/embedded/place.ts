import { createHash } from 'node:crypto';
import { chown, cp, mkdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Logger } from '../logger.ts';
import { EmbeddedError, findBinaries, type Identity, INSTEAD, run } from './binaries.ts';

/** Where the unprivileged user can always go, for when our own folders are closed to it. */
const SHARED_PLACE = '/var/lib/baton';

export interface Place {
  /** Holds the password; ours alone. */
  dataDir: string;
  /** Holds the cluster and the server's log; belongs to whoever runs the server. */
  home: string;
  /** bin, lib and share of PostgreSQL. */
  binaries: string;
  /** Who runs the server. PostgreSQL refuses to run as root. */
  as: Identity;
}

/** Finds or makes the folders of the embedded database, and decides who runs it. */
export async function preparePlace(given: string, log: Logger): Promise<Place> {
  const packaged = await findBinaries();
  const dataDir = await makeDataDir(given);
  if (process.getuid?.() !== 0) {
    const home = await readLocation(dataDir);
    await mkdir(home, { recursive: true, mode: 0o700 }).catch((error) => refuseFolder(home, error));
    if (!(await canUse(home, {}))) refuseFolder(home);
    await checkBinaries(packaged, {});
    return { dataDir, home, binaries: packaged, as: {} };
  }

  const located = await readLocation(dataDir);
  const as = (await ownerOf(located)) ?? (await unprivilegedUser());
  await makeOwned(located, as);
  const home = (await canUse(located, as)) ? located : await moveHome(dataDir, located, as, log);
  const binaries = (await canRun(packaged, as)) ? packaged : await copyBinaries(packaged, log);
  await checkBinaries(binaries, as);
  return { dataDir, home, binaries, as };
}

async function makeDataDir(given: string): Promise<string> {
  const dataDir = resolve(given);
  await mkdir(dataDir, { recursive: true }).catch((error) => refuseFolder(dataDir, error));
  return realpath(dataDir);
}

/** The cluster stays where it once was put, whatever happens to the folders' permissions. */
async function readLocation(dataDir: string): Promise<string> {
  const written = await readFile(join(dataDir, 'location'), 'utf8').catch(() => '');
  return written.trim() || join(dataDir, 'postgres');
}

async function moveHome(dataDir: string, located: string, as: Identity, log: Logger): Promise<string> {
  // Closed since the data was put there: starting afresh elsewhere would look like losing it.
  await rmdir(located).catch((error) => refuseFolder(located, error));
  const home = join(SHARED_PLACE, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  await makeOwned(home, as);
  if (!(await canUse(home, as))) refuseFolder(home);
  await writeFile(join(dataDir, 'location'), `${home}\n`);
  log.warn(
    { dataDir, home },
    'the database cannot run as root inside this folder: its data is kept elsewhere',
  );
  return home;
}

async function copyBinaries(packaged: string, log: Logger): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(packaged), 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(SHARED_PLACE, `postgresql-${version}`);
  if (await exists(target)) return target;
  const partial = `${target}.${process.pid}`;
  await mkdir(SHARED_PLACE, { recursive: true, mode: 0o755 });
  await cp(packaged, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, target).catch(async (error) => {
    await rm(partial, { recursive: true });
    if (!(await exists(target))) throw error;
  });
  log.warn({ binaries: target }, 'the database cannot run as root from node_modules: copied its programs');
  return target;
}

async function makeOwned(folder: string, as: Identity): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ('uid' in as) await chown(folder, as.uid, as.gid);
  } catch (error) {
    refuseFolder(folder, error as NodeJS.ErrnoException);
  }
}

async function ownerOf(folder: string): Promise<Identity | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

async function unprivilegedUser(): Promise<Identity> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    if (uid.ok && gid.ok) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new EmbeddedError(
    'no_unprivileged_user',
    `PostgreSQL does not run as root, and this system has neither a user postgres nor nobody. Start Baton as another user. ${INSTEAD}`,
  );
}

async function canUse(folder: string, as: Identity): Promise<boolean> {
  if (process.platform === 'win32') return true;
  return (await run('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], { as })).ok;
}

async function canRun(binaries: string, as: Identity): Promise<boolean> {
  return (await run(join(binaries, 'bin', 'postgres'), ['--version'], { as })).ok;
}

async function checkBinaries(binaries: string, as: Identity): Promise<void> {
  const { ok, output } = await run(join(binaries, 'bin', 'postgres'), ['--version'], { as });
  if (ok) return;
  throw new EmbeddedError(
    'unsupported_system',
    `The embedded database does not run on this system (it needs glibc, which Alpine for one has not): ${output}. ${INSTEAD}`,
  );
}

function refuseFolder(folder: string, error?: NodeJS.ErrnoException): never {
  const why = error?.code ? ` (${error.code})` : '';
  throw new EmbeddedError(
    'folder_not_writable',
    `The folder ${folder} cannot be written to by the user that runs the database${why}. Start Baton as the ` +
      "folder's owner, open it and the folders above it to that user, or name another folder in DATA_DIR.",
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
