import { readInput, Stop } from './io.ts';

/** What the file holds, or stops with what is wrong with it. */
export async function readJson(file: string): Promise<unknown> {
  const text = (await readInput(file)).toString();
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Stop(`${file} is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
}
