import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/run.ts';
import type { World } from '../support/baton.ts';

/** Imports this text as the command line would, beside the running app. */
export async function importing(
  world: World,
  what: 'accounts' | 'people',
  csv: string,
): Promise<{ code: number; out: string; err: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-import-'));
  try {
    const path = join(folder, `${what}.csv`);
    await writeFile(path, csv);
    let out = '';
    let err = '';
    const code = await run([what, 'import', path], {
      env: { DATABASE_URL: world.database.url, SANDBOX: 'true', LOG_LEVEL: 'silent' },
      write: (text) => {
        out += text;
      },
      warn: (text) => {
        err += text;
      },
    });
    return { code, out, err };
  } finally {
    await rm(folder, { recursive: true });
  }
}
