import { writeFile } from 'node:fs/promises';
import {
  type CsvColumns,
  type CsvTable,
  type RejectedRow,
  readCsv,
  writeRejected,
} from '../src/platform/csv/csv.ts';
import { agreed, type Io, readInput, Stop, someOf } from './io.ts';

const SHOWN = 20;
/** Some rows were not taken: the others are in. */
const SOME_REJECTED = 2;
export const DRY_RUN = 'write nothing, show what would happen; ends with the same exit code';
export const EXIT_CODES = `
Exit codes: 0 all rows are in, ${SOME_REJECTED} some were rejected and the others are in, 1 nothing was read.`;

/** Reads the file, or stops before anything is written. */
export async function readTable(file: string, columns: CsvColumns): Promise<CsvTable> {
  return agreed(readCsv(await readInput(file), columns));
}

/** Shows what was rejected and why, and ends with 2. Kept in a file beside the given one, unless nothing is to be written. */
export async function reportRejected(
  io: Io,
  file: string,
  csv: CsvTable,
  rejected: readonly RejectedRow[],
  keep: boolean,
): Promise<void> {
  if (rejected.length === 0) return;
  const lines = rejected.map(({ line, reason }) => `line ${line}: ${reason}`);
  io.write(someOf(lines, SHOWN, 'row'));
  if (!keep) throw new Stop('Mend these rows first, or import without them.', SOME_REJECTED);
  const beside = `${file.replace(/\.(?:csv|tsv|txt)$/i, '')}.rejected.csv`;
  await writeFile(beside, writeRejected(csv, rejected));
  throw new Stop(`The rejected rows are in ${beside}. Mend them there and import that file.`, SOME_REJECTED);
}
