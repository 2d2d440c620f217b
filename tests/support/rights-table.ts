import { readFileSync } from 'node:fs';

/** The last table under a heading of docs/rights.md: row → column → whether it is ticked. */
export function readRightsTable(heading: string): Map<string, Map<string, boolean>> {
  const text = readFileSync(new URL('../../docs/rights.md', import.meta.url), 'utf8');
  const part = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  // The table of verbs has no heading over its first column.
  const first = lines.findIndex((line) => /^\|\s*\|/.test(line));
  const [head = [], , ...rows] = lines.slice(first).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return new Map(
    rows.map(([row = '', ...cells]) => [
      row,
      new Map(cells.map((cell, index) => [head[index + 1] ?? '', isTicked(cell)])),
    ]),
  );
}

function isTicked(cell: string): boolean {
  if (cell !== '✓' && cell !== '–')
    throw new Error(`docs/rights.md has a cell that is neither ✓ nor –: ${cell}`);
  return cell === '✓';
}
