import type { CsvRow, CsvTable, RejectedRow } from '../platform/csv.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { NewSignal } from './new-signal.ts';
import { recordSignals, tryOutSignals } from './record-signals.ts';
import { readSignalItem, signalItem } from './signal-item.ts';

/** A column for each field of the HTTP API. */
export const SIGNAL_COLUMNS = Object.keys(signalItem.shape);

export interface SignalsImport {
  accepted: number;
  /** Of these: too old to count today. */
  stale: number;
  duplicate: number;
  rejected: RejectedRow[];
}

const CHUNK = 500;

/**
 * Takes the good rows of a file by the checks of the HTTP API, and answers the others with a reason. A file may be
 * imported again: what is there already is a duplicate.
 */
export async function importSignals(
  ctx: Ctx,
  table: CsvTable,
  options: { dryRun: boolean; onProgress?: (done: number, total: number) => void },
): Promise<SignalsImport> {
  const result: SignalsImport = { accepted: 0, stale: 0, duplicate: 0, rejected: [...table.rejected] };
  for (let from = 0; from < table.rows.length; from += CHUNK) {
    const rows = table.rows.slice(from, from + CHUNK);
    await takeRows(ctx, rows, options.dryRun, result);
    options.onProgress?.(from + rows.length, table.rows.length);
  }
  result.rejected.sort((a, b) => a.line - b.line);
  return result;
}

async function takeRows(ctx: Ctx, rows: CsvRow[], dryRun: boolean, result: SignalsImport): Promise<void> {
  const reject = ({ line, raw }: CsvRow, reason: string) => result.rejected.push({ line, reason, raw });
  const good: { row: CsvRow; item: NewSignal }[] = [];
  for (const row of rows) {
    const item = readSignalItem(itemOf(row), 'import');
    if (isRefusal(item)) reject(row, item.message);
    else good.push({ row, item });
  }
  const items = good.map(({ item }) => item);
  const results = await (dryRun ? tryOutSignals(ctx, items) : recordSignals(ctx, items));
  for (const [i, { row }] of good.entries()) {
    const one = results[i];
    if (one?.state === 'rejected') reject(row, one.message);
    else if (one?.state === 'duplicate') result.duplicate += 1;
    else {
      result.accepted += 1;
      if (one?.stale) result.stale += 1;
    }
  }
}

/** An empty cell says nothing, and a number is one as JSON writes it: 1,5 could be meant in two ways. */
function itemOf({ cells }: CsvRow): unknown {
  const said = Object.entries(cells).filter(([name, cell]) => cell !== '' && SIGNAL_COLUMNS.includes(name));
  const isNumber = (cell: string) => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell);
  return Object.fromEntries(
    said.map(([name, cell]) => [name, name === 'value' && isNumber(cell) ? Number(cell) : cell]),
  );
}
