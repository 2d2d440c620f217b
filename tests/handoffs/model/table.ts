export const EXPECTED: string[] = [];

export function tableOf(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, n]) => `${String(n).padStart(7)}  ${what}`)
    .join('\n');
}
