import { cut } from '../platform/plain-text.ts';
import { isoMinute } from '../time/day.ts';

const WIDTH = 100;

/** At most two decimals, and none that say nothing. */
export function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A score: one decimal, rounded as the points are that add up to it. */
export function tenth(score: number): string {
  return (Math.round(score * 10) / 10).toFixed(1);
}

export const minute = (at: Date): string => `${isoMinute(at)} UTC`;

/** Each column's width; figures stand to the right. The last takes what is left. */
const COLUMNS = [
  { width: 22 },
  { width: 16, right: true },
  { width: 5, right: true },
  { width: 11, right: true },
  { width: 5, right: true },
  { width: 6, right: true },
  { width: 6, right: true },
  { width: 15 },
] as const;

export function lay(cells: readonly string[]): string {
  const laid = COLUMNS.map((column, index) => {
    const text = cut(cells[index] ?? '', column.width);
    const blank = ' '.repeat(column.width - [...text].length);
    return 'right' in column ? blank + text : text + blank;
  });
  return laid.join('  ').trimEnd();
}

/** Broken between words, later lines set in. */
export function wrap(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).flatMap(pieces)) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if ([...longer].length <= WIDTH) line = longer;
    else {
      lines.push(line);
      line = `${indent || '    '}${word}`;
    }
  }
  return [...lines, line];
}

/** A word that fits no line is cut into some that do. */
function pieces(word: string): string[] {
  const characters = [...word];
  const most = WIDTH - 8;
  const found: string[] = [];
  for (let at = 0; at < characters.length; at += most) found.push(characters.slice(at, at + most).join(''));
  return found;
}
