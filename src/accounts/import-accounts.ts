import type { CsvTable, RejectedRow } from '../platform/csv.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Taken } from './plan-accounts.ts';
import { takeAccounts } from './take-accounts.ts';

export interface AccountsImport {
  created: number;
  updated: number;
  rejected: RejectedRow[];
  /** In the order of the file: what was done, or on a dry run would be. */
  planned: Extract<Taken, { kind: 'create' | 'update' }>[];
}

/**
 * Takes the good rows of a file, in chunks that stand on their own, and returns the others with a reason.
 * A row may be imported again: it finds its account as `matchAccount` says. An empty cell leaves
 * what is known. Imported accounts are verified.
 */
export async function importAccounts(
  ctx: Ctx,
  table: CsvTable,
  options: { dryRun: boolean; onProgress?: (done: number, total: number) => void },
): Promise<AccountsImport> {
  const taken = await takeAccounts(ctx, table.rows, { source: 'import', called: 'line', ...options });
  const planned = taken.filter((one) => one.kind !== 'reject');
  const raw = new Map(table.rows.map((row) => [row.line, row.raw]));
  const bad = taken.flatMap((one) =>
    one.kind === 'reject' ? [{ line: one.line, reason: one.reason, raw: raw.get(one.line) ?? [] }] : [],
  );
  const created = planned.filter(({ kind }) => kind === 'create').length;
  return {
    created,
    updated: planned.length - created,
    rejected: [...table.rejected, ...bad].sort((a, b) => a.line - b.line),
    planned,
  };
}
