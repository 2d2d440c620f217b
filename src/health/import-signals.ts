import type { CsvRow, CsvTable, RejectedRow } from '../platform/csv.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { saidOf } from '../platform/said-nothing.ts';
import type { NewSignal } from './new-signal.ts';
import { readNumber } from './read-number.ts';
import { recordSignals, tryOutSignals } from './record-signals.ts';
import { readSignalItem, signalItem } from './signal-item.ts';

/** A column for each field of the HTTP API. */
export const SIGNAL_COLUMNS = Object.keys(signalItem.shape);

/** What other systems call these columns. */
export const SIGNAL_ALIASES = {
  account: ['account_name', 'company_name', 'account_id'],
  type: ['signal_type', 'metric'],
  observed_at: ['timestamp'],
  note: ['comment'],
};

export interface SignalsImport {
  accepted: number;
  /** Of these: too old to count today. */
  stale: number;
  duplicate: number;
  rejected: RejectedRow[];
}

const CHUNK = 500;

/**
 * Takes the good rows of a file by the checks of the HTTP API, and returns the others with a reason. A file may be
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
    const item = itemOf(row);
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

/** An empty cell says nothing. */
function itemOf({ cells }: CsvRow): NewSignal | Refusal {
  const said = Object.entries(cells).filter(
    ([name, cell]) => saidOf(cell) !== '' && SIGNAL_COLUMNS.includes(name),
  );
  const item: Record<string, unknown> = Object.fromEntries(said);
  if (typeof item['value'] === 'string') {
    const value = readNumber(item['value']);
    if (isRefusal(value)) return value;
    item['value'] = value;
  }
  return readSignalItem(item, 'import');
}
