import type { Ctx } from '../../platform/ctx.ts';
import { inCircles, loadParents } from '../parents.ts';
import { loadKnown } from './load-known.ts';
import { emptyIndex, findNamed, type KnownAccount, matchAccount, type NumberedRow } from './match-account.ts';

interface Placed {
  row: NumberedRow;
  account: KnownAccount;
  kind: 'create' | 'update';
  renamedFrom: string | null;
  parent: KnownAccount | null;
}

export type Taken =
  | { line: number; kind: 'create' | 'update'; id: string; name: string; renamedFrom: string | null }
  | { line: number; kind: 'reject'; reason: string };

export interface AccountsPlan {
  taken: Taken[];
  /** By line of the child: the account above it, and the line that speaks of that one. */
  parents: Map<number, { id: string; line: number | undefined }>;
}

/** So many rows are matched, and written, at once. */
export const CHUNK = 250;

/** Says of each row what will become of it, from what is known now. Writes nothing. */
export async function planAccounts(
  ctx: Ctx,
  rows: readonly NumberedRow[],
  called: string,
): Promise<AccountsPlan> {
  const rejected = new Map<number, string>();
  const index = emptyIndex();
  let placed: Placed[] = [];
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    await loadKnown(ctx.db, ctx.workspace.id, index, chunk, { lock: false, spoken: new Map() });
    for (const row of chunk) {
      const match = matchAccount(row, index, called);
      if (match.kind === 'reject') rejected.set(row.line, match.reason);
      else placed.push({ row, ...match, parent: null });
    }
  }

  const drop = (reasonFor: (one: Placed) => string | null) => {
    const before = placed.length;
    placed = placed.filter((one) => {
      const reason = reasonFor(one);
      if (reason !== null) rejected.set(one.row.line, reason);
      return reason === null;
    });
    return placed.length < before;
  };
  drop((one) => {
    if (one.row.parent === null) return null;
    const found = findNamed(one.row.parent, index);
    if ('reason' in found) return `parent: ${found.reason}`;
    one.parent = found;
    return found === one.account ? 'parent: an account cannot be its own parent' : null;
  });
  const wishes = wishesOf(placed);
  const circular = inCircles(
    wishes,
    await loadParents(
      ctx.db,
      ctx.workspace.id,
      wishes.flatMap(({ childId, parentId }) => [childId, parentId]),
    ),
  );
  drop(({ row, account }) =>
    circular.has(account.id)
      ? `parent: "${row.parent}" stands below this account, and cannot be above it`
      : null,
  );
  // Whose parent was to be made by a row that is not taken is not taken either.
  for (let left = true; left; ) {
    const made = new Set(placed.map(({ account }) => account));
    left = drop(({ parent }) =>
      parent && parent.stored === null && !made.has(parent)
        ? `parent: ${called} ${parent.line} was not taken`
        : null,
    );
  }

  const taken = [
    ...[...rejected].map(([line, reason]) => ({ line, kind: 'reject' as const, reason })),
    ...placed.map(({ row, account, kind, renamedFrom }) => ({
      line: row.line,
      kind,
      id: account.id,
      name: account.name,
      renamedFrom,
    })),
  ];
  const parents = placed.flatMap(({ row, parent }) =>
    parent ? [[row.line, { id: parent.id, line: parent.line }] as const] : [],
  );
  return { taken, parents: new Map(parents) };
}

function wishesOf(placed: readonly Placed[]) {
  return placed.flatMap(({ account, parent }) =>
    parent ? [{ childId: account.id, parentId: parent.id }] : [],
  );
}
