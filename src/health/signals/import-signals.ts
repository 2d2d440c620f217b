import { type CsvRow, type CsvTable, type RejectedRow, saidOf } from '../../platform/csv/csv.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { quoted } from '../../platform/text.ts';
import type { NewSignal } from '../signal.ts';
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

/** The number in a cell of a file. One that could be read in two ways is refused: 1,234 is a thousand, or not much. */
function readNumber(cell: string): number | Refusal {
  const text = cell
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/^'(?=[\d-])/, '') // a spreadsheet's mark for text
    .replace(/^[\u2212\u2013]/, '-')
    .replace(/\s/gu, ' ')
    .trim();
  // Of one comma with other than three digits behind it, it is certain that it is no thousand's.
  const plain = text.replace(/^([+-]?\d+),(\d{1,2}|\d{4,})$/, '$1.$2');
  if (/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? value : no(cell, 'is too large to be a number');
  }
  if (/^[+-]?[\d.,]+ ?%$/.test(text))
    return no(cell, "has a percent sign; write the number alone, in the type's unit");
  if (/^\(.*\d.*\)$/.test(text))
    return no(cell, 'stands in parentheses; write a minus where it is below zero');
  if (/^[+-]?\d+,\d{3}$/.test(text))
    return no(cell, 'could be a fraction or thousands; write it without a comma');
  if (/^[+-]?\d[\d.,' ]*$/.test(text)) return no(cell, 'has marks between its digits; write it like 1234.5');
  return no(cell, 'is not a number; write it like 80 or 80.5');
}

function no(cell: string, wrong: string): Refusal {
  return refuse('bad_value', `value ${quoted(cell)} ${wrong}.`, 'value');
}
