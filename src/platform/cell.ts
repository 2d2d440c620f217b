import { closest } from './closest.ts';

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
