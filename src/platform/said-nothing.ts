/** What spreadsheets and programs write where there is nothing. */
const NOTHING = /^(?:[-–—]+|#?n\/a|null|\(null\)|\(blank\)|undefined|nan)$/i;

/** The cell, or an empty one where it only says that there is nothing. */
export function saidOf(cell: string): string {
  return NOTHING.test(cell.trim()) ? '' : cell;
}
