import { readFile } from 'node:fs/promises';
import { Stop } from './io.ts';

/** What the file holds, or stops with what is wrong with it. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(`${file} cannot be read (${error.code ?? 'unknown reason'}). Check the path.`);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Stop(`${file} is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
}
