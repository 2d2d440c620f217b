import { type Refusal, refuse } from '../refusal.ts';

const LARGEST_FILE = 32 * 1024 * 1024;
/** How files begin that are no text, and what they are. */
const OTHERS: [bytes: string, what: string][] = [
  ['504b0304', 'The file is a workbook or a zip archive.'],
  ['d0cf11e0', 'The file is a workbook.'],
  ['25504446', 'The file is a PDF.'],
  ['1f8b', 'The file is compressed.'],
];
const SAVE = 'Save it as "CSV UTF-8" and import it again.';

/**
 * The text of a file, with \n at the ends of its lines: UTF-8, or UTF-16 with its mark. A stray byte among UTF-8
 * becomes U+FFFD, which costs its row; a file in another encoding is refused, as guessing would garble its names.
 */
export function decodeText(bytes: Uint8Array): string | Refusal {
  if (bytes.length > LARGEST_FILE) return no('The file is larger than 32 MB. Split it.');
  const begin = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const other = OTHERS.find(([start]) => begin.startsWith(start));
  if (other) return no(`${other[1]} ${SAVE}`);
  const text = decode(bytes, begin);
  if (text === null) return no(`The file is not in UTF-8. ${SAVE}`);
  return text.replace(/^\uFEFF+/, '').replace(/\r\n?/g, '\n');
}

function decode(bytes: Uint8Array, begin: string): string | null {
  if (begin.startsWith('fffe')) return new TextDecoder('utf-16le').decode(bytes);
  if (begin.startsWith('feff')) return new TextDecoder('utf-16be').decode(bytes);
  if (isWide(bytes)) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  const lost = countOf(text, /\uFFFD/g);
  return lost === 0 || countOf(text, /[^\p{ASCII}\uFFFD]/gu) >= lost ? text : null;
}

/** UTF-16 without its mark: every other byte of Latin text is zero. */
function isWide(bytes: Uint8Array): boolean {
  const some = [...bytes.subarray(0, 64)];
  const zeros = (from: 0 | 1) => some.filter((byte, i) => i % 2 === from && byte === 0).length;
  return some.length >= 4 && Math.max(zeros(0), zeros(1)) > some.length / 4;
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function no(message: string): Refusal {
  return refuse('bad_csv', message);
}

export interface CsvRecord {
  /** The line on which it begins. */
  line: number;
  cells: string[];
  /** Why it cannot be read, or null. */
  flaw: string | null;
  /** Nothing follows it, not even the end of its line. */
  atEnd: boolean;
}

const LONGEST_CELL = 64 * 1024;
const UNCLOSED = 'has a quotation mark (") that is opened and not closed; close it, or take it out';

/**
 * The rows of a text, without blank ones. A quotation mark that is never closed, or only behind what looks like
 * another row, costs its own line alone: the next line begins a row. (A parser that knows no rows reads on to the
 * next mark, and swallows what is between.)
 */
export function recordsOf(text: string, delimiter: string): CsvRecord[] {
  const lines = text.split('\n');
  const records: CsvRecord[] = [];
  let width = 0;
  for (let row = 0; row < lines.length; ) {
    const { cells, flaw, next } = readRecord(lines, row, delimiter, width);
    if (cells.some((cell) => cell.trim() !== '')) {
      width ||= cells.length;
      records.push({ line: row + 1, cells, flaw, atEnd: next === lines.length });
    }
    row = next;
  }
  return records;
}

function readRecord(
  lines: readonly string[],
  row: number,
  delimiter: string,
  width: number,
): { cells: string[]; flaw: string | null; next: number } {
  const cells: string[] = [];
  const first = lines[row] ?? '';
  for (let place = { row, at: 0 }; ; ) {
    const line = lines[place.row] ?? '';
    const from = skipBlanks(line, place.at, delimiter);
    if (line[from] !== '"') {
      const to = line.indexOf(delimiter, place.at);
      cells.push(line.slice(place.at, to < 0 ? undefined : to));
      if (to < 0) return { cells, flaw: null, next: place.row + 1 };
      place = { row: place.row, at: to + 1 };
      continue;
    }
    const cell = readQuoted(lines, { row: place.row, at: from + 1 }, delimiter, width);
    if (!cell) {
      const left =
        place.row === row ? [...cells, ...line.slice(from).split(delimiter)] : first.split(delimiter);
      return { cells: left, flaw: UNCLOSED, next: row + 1 };
    }
    cells.push(cell.text);
    if (cell.isLast) return { cells, flaw: null, next: cell.row + 1 };
    place = { row: cell.row, at: cell.at };
  }
}

/** What stands between quotation marks, and where the next cell begins; null when they are not closed. */
function readQuoted(
  lines: readonly string[],
  start: { row: number; at: number },
  delimiter: string,
  width: number,
): { text: string; row: number; at: number; isLast: boolean } | null {
  let { row, at } = start;
  let text = '';
  for (;;) {
    const line = lines[row] ?? '';
    const mark = line.indexOf('"', at);
    if (mark >= 0 && line[mark + 1] === '"') {
      text += `${line.slice(at, mark)}"`;
      at = mark + 2;
      continue;
    }
    const end = mark < 0 ? -1 : skipBlanks(line, mark + 1, delimiter);
    if (mark >= 0 && (end === line.length || line[end] === delimiter)) {
      if (row > start.row && looksLikeRow(line.slice(0, mark), delimiter, width)) return null;
      return { text: text + line.slice(at, mark), row, at: end + 1, isLast: end === line.length };
    }
    if (mark >= 0) {
      // A mark in the middle of the words is one of them.
      text += line.slice(at, mark + 1);
      at = mark + 1;
      continue;
    }
    if (row > start.row && looksLikeRow(line, delimiter, width)) return null;
    text += `${line.slice(at)}\n`;
    row += 1;
    at = 0;
    if (row === lines.length || text.length > LONGEST_CELL) return null;
  }
}

/** As many cells as the header, and no blank behind a delimiter, as prose has behind its commas. */
function looksLikeRow(line: string, delimiter: string, width: number): boolean {
  if (width === 0 || line.trim() === '') return false;
  const [, ...others] = line.split(delimiter);
  return others.length + 1 === width && others.every((cell) => !cell.startsWith(' '));
}

function skipBlanks(line: string, from: number, delimiter: string): number {
  let at = from;
  while (at < line.length && line[at] !== delimiter && line[at]?.trim() === '') at += 1;
  return at;
}
