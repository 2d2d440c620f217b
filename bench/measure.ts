/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One line of the result. */
export interface Line {
  what: string;
  baton: string;
  beside: string;
  ratio: string;
  aim: string;
  met: boolean | null;
}

/** Milliseconds, less is better: medians and 99th percentiles side by side. */
export function compareLatency(what: string, baton: number[], beside: number[], atMost: number): Line {
  const ratio = median(baton) / median(beside);
  const figures = (values: number[]) =>
    `${median(values).toFixed(1)} ms (p99 ${quantile(values, 0.99).toFixed(1)})`;
  return {
    what,
    baton: figures(baton),
    beside: figures(beside),
    ratio: `${ratio.toFixed(2)}×`,
    aim: `≤ ${atMost}×`,
    met: ratio <= atMost,
  };
}

/** Per second, more is better: medians of the rounds. */
export function compareRate(what: string, baton: number[], beside: number[], atLeast: number): Line {
  const ratio = median(baton) / median(beside);
  return {
    what,
    baton: `${Math.round(median(baton))} /s`,
    beside: `${Math.round(median(beside))} /s`,
    ratio: `${ratio.toFixed(2)}×`,
    aim: `≥ ${atLeast}×`,
    met: ratio >= atLeast,
  };
}

export function table(lines: readonly Line[]): string {
  const head = ['', 'Baton', 'beside it', 'ratio', 'aim', ''];
  const rows = lines.map((line) => [
    line.what,
    line.baton,
    line.beside,
    line.ratio,
    line.aim,
    line.met === null ? '' : line.met ? 'met' : 'MISSED',
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
