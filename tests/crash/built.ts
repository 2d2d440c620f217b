import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { projectFolder } from '../../src/platform/config.ts';

let made: Promise<string> | undefined;

/**
 * Returns the path of baton-process.ts and all it needs of ours as one program, made once, of the sources as they are
 * then. What is started by the dozen to be killed is there in a third of the time that TypeScript, file by file, takes.
 */
export async function builtProcess(): Promise<string> {
  made ??= make();
  return join(await made, 'process.js');
}

async function make(): Promise<string> {
  // Within the project, where it finds the packages.
  const outDir = await mkdtemp(join(projectFolder, 'node_modules', '.baton-crash-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  // app.ts stays a file of its own: as the program itself it would start a second Baton.
  const input = {
    process: fileURLToPath(new URL('baton-process.ts', import.meta.url)),
    app: fileURLToPath(new URL('../../app.ts', import.meta.url)),
  };
  await build({
    root: projectFolder,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { ssr: true, outDir, emptyOutDir: false, target: 'node20', rolldownOptions: { input } },
  });
  return outDir;
}
