import { readFile, writeFile } from 'node:fs/promises';
import {
  type CsvColumns,
  type CsvTable,
  type RejectedRow,
  readCsv,
  writeRejected,
} from '../src/platform/csv.ts';
import { count } from '../src/platform/plain-text.ts';
import { agreed, type Io, Stop } from './io.ts';

const SHOWN = 20;
/** Some rows were not taken: the others are in. */
const SOME_REJECTED = 2;

/** Reads the file, or stops before anything is written. */
export async function readTable(file: string, columns: CsvColumns): Promise<CsvTable> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Stop(`${file} cannot be read (${error.code ?? 'unknown reason'}). Check the path.`);
  });
  return agreed(readCsv(bytes, columns));
}

/** Shows what was rejected and why. Kept in a file beside the given one, unless nothing is to be written. */
export async function reportRejected(
  io: Io,
  file: string,
  csv: CsvTable,
  rejected: readonly RejectedRow[],
  keep: boolean,
): Promise<void> {
  if (rejected.length === 0) return;
  for (const { line, reason } of rejected.slice(0, SHOWN)) io.write(`  line ${line}: ${reason}\n`);
  if (rejected.length > SHOWN) io.write(`  and ${count(rejected.length - SHOWN, 'more row')}\n`);
  if (!keep) return;
  const beside = `${file.replace(/\.(?:csv|tsv|txt)$/i, '')}.rejected.csv`;
  await writeFile(beside, writeRejected(csv, rejected));
  throw new Stop(`The rejected rows are in ${beside}. Mend them there and import that file.`, SOME_REJECTED);
}
