import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { closest, count, quoted } from '../text.ts';
import { decodeText, recordsOf } from './csv-records.ts';

/** A cell that cannot be taken. The message is the reason shown for its row. */
export class BadCell extends Error {}

/** The one of some words that a cell says, in small letters or capitals. */
export function oneOf<T extends string>(cell: string, column: string, words: readonly T[]): T {
  const found = words.find((word) => word === cell.toLowerCase());
  if (found) return found;
  const near = closest(cell, words);
  throw new BadCell(`${column} is one of ${words.join(', ')}${near ? `; did you mean ${near}?` : ''}`);
}

/** What spreadsheets and programs write where there is nothing. */
const NOTHING = /^(?:[-–—]+|#?n\/a|null|\(null\)|\(blank\)|undefined|nan)$/i;

/** The cell, or an empty one where it only says that there is nothing. */
export function saidOf(cell: string): string {
  return NOTHING.test(cell.trim()) ? '' : cell;
}

export interface CsvRow {
  /** As an editor counts it: the line on which the row begins. */
  line: number;
  /** By column; trimmed, empty where the row has nothing. */
  cells: Readonly<Record<string, string>>;
  /** As it stands in the file, to hand a rejected row back. */
  raw: readonly string[];
}

export interface RejectedRow {
  line: number;
  reason: string;
  raw: readonly string[];
}

export interface CsvTable {
  delimiter: string;
  /** As it stands in the file. */
  header: readonly string[];
  /** The same by our names. */
  columns: readonly string[];
  rows: CsvRow[];
  rejected: RejectedRow[];
}

export interface CsvColumns {
  known: readonly string[];
  required: readonly string[];
  /** What other systems call a column: our word → theirs. */
  aliases?: Readonly<Record<string, readonly string[]>>;
}

const DELIMITERS = [',', ';', '\t', '|'];
// Columns that writeRejected adds: a mended file of rejected rows can be imported as it is.
const OURS = ['line', 'reason'];

/**
 * Reads a CSV file with a header: UTF-8 or UTF-16, commas, semicolons, tabs or bars. Refuses unknown, missing and
 * repeated columns, and what is no such file at all; a row that cannot be read is rejected by itself.
 */
export function readCsv(bytes: Uint8Array, columns: CsvColumns): CsvTable | Refusal {
  const text = decodeText(bytes);
  if (isRefusal(text)) return text;
  // `sep=;` is a spreadsheet's own first line; lines are counted with it.
  const [, declared] = /^sep=(.)(?=\n|$)/i.exec(text) ?? [];
  const body = declared === undefined ? text : text.slice('sep=;'.length);
  const delimiter = declared ?? delimiterOf(body);
  const [first, ...rest] = recordsOf(body, delimiter);
  if (!first) return refuse('bad_csv', 'The file is empty. Its first line names the columns.');
  const header = first.cells.map((name) => columnOf(name, columns));
  const wrong = checkHeader(header, columns);
  if (wrong) return wrong;

  const table: CsvTable = { delimiter, header: first.cells, columns: header, rows: [], rejected: [] };
  const isPadded = rest.some(({ cells, flaw }) => !flaw && cells.length >= header.length);
  for (const { line, cells: raw, flaw, atEnd } of rest) {
    const reason = flaw ?? misfit(raw, header, atEnd && isPadded);
    if (reason === null) table.rows.push({ line, cells: cellsOf(raw, header), raw });
    else table.rejected.push({ line, reason, raw });
  }
  return table;
}

/** The rejected rows as a file that opens in a spreadsheet: the line, the reason, and the row as it was. */
export function writeRejected(table: CsvTable, rejected: readonly RejectedRow[]): string {
  const kept = table.header
    .map((name, i) => ({ name, i }))
    .filter(({ name }) => edgesOff(name) !== '' && !OURS.includes(keyOf(name)));
  const lines = rejected.map(({ line, reason, raw }) => [
    `${line}`,
    reason,
    ...rowUnder(
      kept.map(({ i }) => i),
      table.header,
      raw,
    ),
  ]);
  const rows = [[...OURS, ...kept.map(({ name }) => name)], ...lines];
  return `\uFEFF${rows.map((row) => row.map(writeCell).join(table.delimiter)).join('\r\n')}\r\n`;
}

// Blanks, soft hyphens, zero-width marks and marks of direction. Not all of \p{Cf}: flags end in tags.
const EDGE = '[\\s\\u00AD\\u061C\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF]+';
const EDGES = new RegExp(`^${EDGE}|${EDGE}$`, 'gu');
const ERROR = /^#(?:REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!)$/;
/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;
const GUARDED = /^'(?=\s*[=+\-@＝＋－＠])/;

/** A row that is too short stays so, and what stands in no column stays too: neither is taken as it is. */
function rowUnder(kept: readonly number[], header: readonly string[], raw: readonly string[]): string[] {
  const stray = raw.filter((cell, i) => isStray(cell, i, header));
  const cells = kept.filter((i) => i < raw.length || stray.length > 0).map((i) => raw[i] ?? '');
  return [...cells, ...stray];
}

/** A cell without blanks and invisible marks around it. */
function edgesOff(cell: string): string {
  return cell.replace(EDGES, '');
}

function writeCell(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  // Whatever delimiter a spreadsheet expects, a cell stays one.
  return /[",;|\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a column is called here; as it stands, where there is none. */
function columnOf(name: string, { known, aliases = {} }: CsvColumns): string {
  const key = keyOf(name);
  const alias = Object.entries(aliases).find(([, theirs]) => theirs.some((one) => keyOf(one) === key));
  return [...known, ...OURS].find((one) => keyOf(one) === key) ?? alias?.[0] ?? edgesOff(name);
}

function keyOf(name: string): string {
  return edgesOff(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.-]+/g, '');
}

function delimiterOf(text: string): string {
  const header = (/\S.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function checkHeader(header: readonly string[], columns: CsvColumns): Refusal | null {
  const problems: string[] = [];
  for (const name of header) {
    if (name === '' || columns.known.includes(name) || OURS.includes(name)) continue;
    const near = name.length <= 60 ? closest(name, columns.known) : undefined;
    problems.push(`there is no column ${quoted(name)}${near ? ` (did you mean ${near}?)` : ''}`);
  }
  for (const name of columns.required) if (!header.includes(name)) problems.push(`"${name}" is missing`);
  const twice = header.find((name, i) => name !== '' && header.indexOf(name) !== i);
  if (twice !== undefined) problems.push(`${quoted(twice)} is there twice`);
  if (problems.length === 0) return null;
  const known = `Known columns: ${columns.known.join(', ')}.`;
  return refuse('bad_columns', `Nothing was read: ${problems.slice(0, 10).join('; ')}. ${known}`);
}

/** Why the row does not fit under the header, or null. Empty cells at its end may be left out, or be too many. */
function misfit(raw: readonly string[], header: readonly string[], mayBeCut: boolean): string | null {
  const stray = raw.find((cell, i) => isStray(cell, i, header));
  if (stray !== undefined && raw.length <= header.length)
    return `has ${quoted(edgesOff(stray))} in a column without a name`;
  const isOwn = (i: number) => header[i] !== '' && !OURS.includes(header[i] ?? '');
  const columns = header.filter((_, i) => isOwn(i)).length;
  const cells = raw.filter((_, i) => i >= header.length || isOwn(i)).length;
  const unequal = `has ${count(cells, 'cell')} and the first line has ${columns}`;
  if (stray !== undefined) return unequal;
  // The foot of a report, or the half of a line that was broken.
  if (cells === 1 && columns > 2) return unequal;
  if (cells < columns && mayBeCut) return `${unequal}; the file ends in the middle of it`;
  const failed = raw.findIndex((cell, i) => isOwn(i) && ERROR.test(edgesOff(cell)));
  if (failed >= 0)
    return `${header[failed]} has an error of the spreadsheet (${edgesOff(raw[failed] ?? '')})`;
  const odd = raw.findIndex((cell, i) => isOwn(i) && /[\0\uFFFD]/.test(cell));
  if (odd < 0) return null;
  return raw[odd]?.includes('\0')
    ? `${header[odd]} has line breaks or invisible characters`
    : `${header[odd]} has a character (\uFFFD) that was lost when the file was saved; save it as "CSV UTF-8"`;
}

/** Something stands where the header names no column. */
function isStray(cell: string, i: number, header: readonly string[]): boolean {
  return edgesOff(cell) !== '' && edgesOff(header[i] ?? '') === '';
}

function cellsOf(raw: readonly string[], header: readonly string[]): Record<string, string> {
  const named = header.map((name, i) => [name, edgesOff(edgesOff(raw[i] ?? '').replace(GUARDED, ''))]);
  return Object.fromEntries(named.filter(([name]) => name !== ''));
}
