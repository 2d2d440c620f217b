import { type Directory, findHandles, handleOf } from '../../people/find-handles.ts';
import { audit } from '../../platform/audit.ts';
import type { CsvTable, RejectedRow } from '../../platform/csv/csv.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { quoted } from '../../platform/text.ts';
import type { Source } from '../account.ts';
import { inTurn } from '../hold-accounts.ts';
import { writeParents } from '../parents.ts';
import { handlesIn, readAccountRow } from './account-row.ts';
import { loadKnown } from './load-known.ts';
import { emptyIndex, matchAccount, type NumberedRow } from './match-account.ts';
import { CHUNK, planAccounts, type Taken } from './plan-accounts.ts';
import { type MatchedRow, writeAccounts } from './write-accounts.ts';

export interface AccountItem {
  /** Its line in the file, or its place in the request. */
  line: number;
  cells: Readonly<Record<string, string>>;
}

export interface Taking {
  source: Source;
  /** What an item is called to those who sent it: line, item. */
  called: string;
  dryRun: boolean;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

const PARENTS_AT_ONCE = 2_000;

/**
 * Takes the good items, in chunks that stand on their own, and returns the others with a reason. All are matched
 * once before anything is written, since a parent may come later than its child, and again in the transaction
 * that writes them. What is taken is verified by it.
 */
export async function takeAccounts(ctx: Ctx, items: readonly AccountItem[], how: Taking): Promise<Taken[]> {
  const { request: _, ...own } = ctx; // names one transaction; here are several
  const taken = new Map<number, Taken>();
  const reject = (line: number, reason: string) => taken.set(line, { line, kind: 'reject', reason });
  const directory = await findHandles(
    ctx.db,
    ctx.workspace.id,
    items.flatMap(({ cells }) => handlesIn(cells)),
  );
  const rows: NumberedRow[] = [];
  for (const { line, cells } of items) {
    const row = readAccountRow(cells, (cell) => ownerIn(directory, cell));
    if ('reason' in row) reject(line, row.reason);
    else rows.push({ ...row, line, id: newId(ctx.now) });
  }
  const plan = await planAccounts(own, rows, how.called);
  for (const one of plan.taken) taken.set(one.line, one);

  if (!how.dryRun) {
    const good = rows.filter(({ line }) => taken.get(line)?.kind !== 'reject');
    const spoken = new Map<string, number>();
    for (let from = 0; from < good.length; from += CHUNK) {
      const chunk = good.slice(from, from + CHUNK);
      for (const one of await takeChunk(own, chunk, spoken, how)) {
        taken.set(one.line, one);
        if (one.kind !== 'reject') spoken.set(one.id, one.line);
      }
      how.onProgress?.(from + chunk.length, good.length);
    }
    for (const line of await takeParents(own, plan.parents, taken, how))
      reject(line, 'all but its parent was taken: they were moved meanwhile, and one would be above itself');
  }
  return [...taken.values()].sort((a, b) => a.line - b.line);
}

function takeChunk(
  ctx: Ctx,
  rows: readonly NumberedRow[],
  earlier: ReadonlyMap<string, number>,
  how: Taking,
): Promise<Taken[]> {
  return inTurn(ctx, async (ctx) => {
    const spoken = new Map(earlier);
    const answers: Taken[] = [];
    for (let left = rows; left.length > 0; ) {
      const index = emptyIndex();
      await loadKnown(ctx.tx, ctx.workspace.id, index, left, { lock: true, spoken });
      const matches = left.map((row) => ({ row, match: matchAccount(row, index, how.called) }));
      const matched = matches.flatMap(({ row, match }): MatchedRow[] =>
        match.kind === 'reject' ? [] : [{ row, ...match }],
      );
      const again = matched.length > 0 ? await writeAccounts(ctx, matched, how.source) : [];
      for (const { row, match } of matches) {
        if (again.includes(row)) continue;
        if (match.kind === 'reject') answers.push({ line: row.line, ...match });
        else {
          const { id, name } = match.account;
          spoken.set(id, row.line);
          answers.push({ line: row.line, kind: match.kind, id, name, renamedFrom: match.renamedFrom });
        }
      }
      left = again;
    }
    await auditTaken(ctx, answers, how.source);
    return answers;
  });
}

async function auditTaken(ctx: TxCtx, answers: readonly Taken[], source: Source): Promise<void> {
  const accounts = answers.flatMap((one) => (one.kind === 'reject' ? [] : [one.id]));
  if (accounts.length === 0) return;
  await audit(ctx, {
    subject: { type: 'workspace', id: ctx.workspace.id },
    action: 'accounts.imported',
    data: { source, accounts },
  });
}

/** Returns the lines whose parent could not be set. */
async function takeParents(
  ctx: Ctx,
  parents: ReadonlyMap<number, { id: string; line: number | undefined }>,
  taken: ReadonlyMap<number, Taken>,
  { source }: Taking,
): Promise<number[]> {
  const idOf = (line: number) => {
    const one = taken.get(line);
    return one === undefined || one.kind === 'reject' ? null : one.id;
  };
  const wishes = [...parents].flatMap(([line, parent]) => {
    const childId = idOf(line);
    const parentId = parent.line === undefined ? parent.id : (idOf(parent.line) ?? parent.id);
    return childId === null ? [] : [{ line, childId, parentId }];
  });
  const refused: number[] = [];
  for (let from = 0; from < wishes.length; from += PARENTS_AT_ONCE) {
    const some = wishes.slice(from, from + PARENTS_AT_ONCE);
    const left = await inTurn(ctx, (ctx) => writeParents(ctx, some, source));
    refused.push(...some.filter(({ childId }) => left.has(childId)).map(({ line }) => line));
  }
  return refused;
}

function ownerIn(directory: Directory, cell: string): { id: string } | { reason: string } {
  const known = directory.get(handleOf(cell));
  if (!known) return { reason: `nobody in this workspace is known as ${quoted(cell)}` };
  return known.unfit === null ? known : { reason: `${cell} is ${known.unfit} and cannot own an account` };
}

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
