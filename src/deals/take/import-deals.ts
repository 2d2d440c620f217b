import type { CsvTable, RejectedRow } from '../../platform/csv/csv.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type TakenDeal, type TakingDeals, takeDeals } from './take-deals.ts';

export interface DealsImport {
  created: number;
  updated: number;
  same: number;
  rejected: RejectedRow[];
  /** In the order of the file: what was done, or on a dry run would be. */
  planned: Exclude<TakenDeal, { kind: 'reject' }>[];
}

/** Takes the good rows of a file, and returns the others with a reason. A file may be imported again. */
export async function importDeals(
  ctx: Ctx,
  table: CsvTable,
  options: Pick<TakingDeals, 'dryRun' | 'onProgress'>,
): Promise<DealsImport> {
  const taken = await takeDeals(ctx, table.rows, { source: 'import', called: 'line', ...options });
  const planned = taken.filter((one) => one.kind !== 'reject');
  const raw = new Map(table.rows.map((row) => [row.line, row.raw]));
  const bad = taken.flatMap((one) =>
    one.kind === 'reject' ? [{ line: one.line, reason: one.reason, raw: raw.get(one.line) ?? [] }] : [],
  );
  const count = (kind: TakenDeal['kind']) => planned.filter((one) => one.kind === kind).length;
  return {
    created: count('create'),
    updated: count('update'),
    same: count('same'),
    rejected: [...table.rejected, ...bad].sort((a, b) => a.line - b.line),
    planned,
  };
}
