import { CsvError, parse } from 'csv-parse/sync';
import { closest } from './closest.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';

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
  header: readonly string[];
  rows: CsvRow[];
  rejected: RejectedRow[];
}

const LARGEST_FILE = 32 * 1024 * 1024;
const LONGEST_ROW = 64 * 1024;
// Columns that writeRejected adds: a mended file of rejected rows can be imported as it is.
const OURS = ['line', 'reason'];

/**
 * Reads a CSV file with a header: UTF-8 with or without a byte order mark, commas, semicolons or tabs.
 * Refuses unknown, missing and repeated columns, and a file that is broken as a whole; a row with the wrong
 * number of cells is rejected by itself.
 */
export function readCsv(
  bytes: Uint8Array,
  columns: { known: readonly string[]; required: readonly string[] },
): CsvTable | Refusal {
  const text = decode(bytes);
  if (isRefusal(text)) return text;
  const body = text.replace(/\r\n?/g, '\n').replace(/^sep=.\n/i, '\n'); // `sep=;` is Excel's own first line
  const delimiter = delimiterOf(body);
  const records = parseRecords(body, delimiter);
  if (isRefusal(records)) return records;
  const [first, ...rest] = records;
  if (!first) return no('The file is empty. Its first line names the columns.');
  const header = first.cells.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const wrong = checkHeader(header, columns);
  if (wrong) return wrong;

  const table: CsvTable = { delimiter, header: first.cells, rows: [], rejected: [] };
  for (const { line, cells: raw } of rest) {
    const cells = Object.fromEntries(header.map((name, i) => [name, raw[i]?.trim() ?? '']));
    if (raw.length === header.length) table.rows.push({ line, cells, raw });
    else {
      const reason = `has ${raw.length} cells and the first line has ${header.length}`;
      table.rejected.push({ line, reason, raw });
    }
  }
  return table;
}

/** The rejected rows as a file that opens in a spreadsheet: the line, the reason, and the row as it was. */
export function writeRejected(table: CsvTable, rejected: readonly RejectedRow[]): string {
  const kept = table.header.map((name, i) => ({ name, i })).filter(({ name }) => !isOurs(name));
  const lines = rejected.map(({ line, reason, raw }) => [
    `${line}`,
    reason,
    // A row that is too short stays so: filled up with nothing it would be taken as it is.
    ...kept.filter(({ i }) => i < raw.length).map(({ i }) => raw[i] ?? ''),
    ...raw.slice(table.header.length),
  ]);
  const rows = [[...OURS, ...kept.map(({ name }) => name)], ...lines];
  return `\uFEFF${rows.map((row) => row.map((cell) => quote(cell, table.delimiter)).join(table.delimiter)).join('\r\n')}\r\n`;
}

function decode(bytes: Uint8Array): string | Refusal {
  if (bytes.length > LARGEST_FILE) return no('The file is larger than 32 MB. Split it.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return no('The file is not in UTF-8. Save it as "CSV UTF-8" and import it again.');
  }
}

function delimiterOf(text: string): string {
  const header = (/\S.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function parseRecords(text: string, delimiter: string): { line: number; cells: string[] }[] | Refusal {
  try {
    const records = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: LONGEST_ROW,
      info: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return records.map(({ info, record }) => {
      const breaks = record.join('').match(/\n/g)?.length ?? 0;
      return { line: info.lines - breaks, cells: record };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = /at line (\d+)/.exec(error.message)?.[1];
    const line = at ? ` at line ${at}` : '';
    if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
      return no(`A quotation mark (") is opened${line} and never closed. Close it or take it out.`);
    return no(`The file cannot be read as CSV${line}: ${error.code}.`);
  }
}

function checkHeader(
  header: readonly string[],
  columns: { known: readonly string[]; required: readonly string[] },
): Refusal | null {
  const problems: string[] = [];
  for (const name of header) {
    if (columns.known.includes(name) || isOurs(name)) continue;
    const near = closest(name, columns.known);
    problems.push(`there is no column "${name}"${near ? ` (did you mean ${near}?)` : ''}`);
  }
  for (const name of columns.required) if (!header.includes(name)) problems.push(`"${name}" is missing`);
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) problems.push(`"${twice}" is there twice`);
  if (problems.length === 0) return null;
  const known = `Known columns: ${columns.known.join(', ')}.`;
  return refuse('bad_columns', `Nothing was read: ${problems.join('; ')}. ${known}`);
}

function isOurs(name: string): boolean {
  return OURS.includes(name.toLowerCase());
}

function quote(cell: string, delimiter: string): string {
  const needed = cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell);
  return needed ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function no(message: string): Refusal {
  return refuse('bad_csv', message);
}
