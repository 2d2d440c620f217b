import { type Directory, findHandles, handleOf } from '../people/find-handles.ts';
import { audit } from '../platform/audit.ts';
import type { CsvTable, RejectedRow } from '../platform/csv.ts';
import type { Ctx, Db } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { transact } from '../platform/transact.ts';
import { readAccountRow } from './account-row.ts';
import { type AccountIndex, indexAccounts, type KnownAccount, matchAccount } from './match-account.ts';
import { type PlannedAccount, writeAccounts } from './write-accounts.ts';

export interface AccountsImport {
  created: number;
  updated: number;
  rejected: RejectedRow[];
  /** In the order of the file: what was done, or on a dry run would be. */
  planned: PlannedAccount[];
}

const CHUNK = 250;
const PAGE = 5_000;

/**
 * Takes the good rows of a file, in chunks that stand on their own, and answers the others with a reason.
 * A row may be imported again: it finds its account by external id, then domain, then name. An empty cell leaves
 * what is known. Imported accounts are verified.
 */
export async function importAccounts(
  ctx: Ctx,
  table: CsvTable,
  options: { dryRun: boolean; onProgress?: (done: number, total: number) => void },
): Promise<AccountsImport> {
  const owners = table.rows.flatMap(({ cells }) => [cells['sales_owner'] ?? '', cells['cs_owner'] ?? '']);
  const directory = await findHandles(ctx.db, ctx.workspace.id, owners);
  const index = await loadIndex(ctx.db, ctx.workspace.id);
  const { planned, rejected } = plan(table, directory, index, () => newId(ctx.now));

  if (!options.dryRun) {
    for (let from = 0; from < planned.length; from += CHUNK) {
      const chunk = planned.slice(from, from + CHUNK);
      await transact(ctx, async (ctx) => {
        await writeAccounts(ctx, chunk);
        await audit(ctx, {
          subject: { type: 'workspace', id: ctx.workspace.id },
          action: 'accounts.imported',
          data: { accounts: chunk.map(({ id }) => id) },
        });
      });
      options.onProgress?.(from + chunk.length, planned.length);
    }
  }
  const created = planned.filter(({ kind }) => kind === 'create').length;
  return { created, updated: planned.length - created, rejected, planned };
}

function plan(table: CsvTable, directory: Directory, index: AccountIndex, id: () => string) {
  const planned: PlannedAccount[] = [];
  const rejected = [...table.rejected];
  for (const { line, cells, raw } of table.rows) {
    const row = readAccountRow(cells, (cell) => ownerIn(directory, cell));
    if ('reason' in row) {
      rejected.push({ line, reason: row.reason, raw });
      continue;
    }
    const match = matchAccount(row, line, index, id);
    if (match.kind === 'reject') rejected.push({ line, reason: match.reason, raw });
    else {
      const renamed = match.kind === 'update' && match.renamed;
      planned.push({ ...row, id: match.account.id, line, kind: match.kind, renamed });
    }
  }
  rejected.sort((a, b) => a.line - b.line);
  return { planned, rejected };
}

function ownerIn(directory: Directory, cell: string): { id: string } | { reason: string } {
  const known = directory.get(handleOf(cell));
  if (!known) return { reason: `nobody in this workspace is known as "${cell}"` };
  return known.unfit === null ? known : { reason: `${cell} is ${known.unfit} and cannot own an account` };
}

async function loadIndex(db: Db, workspaceId: string): Promise<AccountIndex> {
  const accounts: KnownAccount[] = [];
  for (let after = ''; ; ) {
    const page = await db.account.findMany({
      where: { workspaceId, nameKey: { gt: after } },
      select: { id: true, name: true, nameKey: true, domain: true, externalId: true },
      orderBy: { nameKey: 'asc' },
      take: PAGE,
    });
    accounts.push(...page);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return indexAccounts(accounts);
    after = last.nameKey;
  }
}
