import { Prisma } from '../../prisma/generated/client.ts';
import { amountOf } from '../figures/exposed.ts';
import { type BookAccount, MOST_ACCOUNTS } from '../handoffs/books/book.ts';
import { kindsWith } from '../handoffs/kinds.ts';
import type { Db } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { BookAccounts } from './book.ts';

const NAMES_SHOWN = 20;

interface Row extends BookAccount {
  waits: boolean;
  total: number;
}

/** What somebody looks after, largest first; what waits for another CSM already apart. */
export async function loadBookAccounts(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  ownerId: string,
): Promise<BookAccounts> {
  const workspaceId = uuid(ctx.workspace.id);
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const { join, amount } = amountOf(settings, ctx.now);
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH theirs AS (
      SELECT a.id, a.name, (${amount})::float8 AS amount, EXISTS (
               SELECT FROM handoffs h WHERE h.workspace_id = ${workspaceId} AND h.account_id = a.id
                  AND h.kind = ANY (${kindsWith('isOfBook')}::handoff_kind[]) AND h.state IN ('submitted', 'acknowledged', 'returned')) AS waits
        FROM accounts a ${join}
       WHERE a.workspace_id = ${workspaceId} AND a.cs_owner_id = ${uuid(ownerId)} AND a.merged_into_id IS NULL
    ), placed AS (
      SELECT theirs.*, count(*) OVER (PARTITION BY waits)::int AS total,
             row_number() OVER (PARTITION BY waits ORDER BY amount DESC NULLS LAST, name, id) AS place FROM theirs
    )
    SELECT id, name, amount, waits, total FROM placed
     WHERE place <= CASE WHEN waits THEN ${NAMES_SHOWN}::int ELSE ${MOST_ACCOUNTS}::int END
     ORDER BY waits, place`);
  const movable = rows.filter(({ waits }) => !waits);
  const waiting = rows.filter(({ waits }) => waits);
  return {
    movable: movable.map(({ id, name, amount }) => ({ id, name, amount })),
    total: movable[0]?.total ?? 0,
    waiting: { names: waiting.map(({ name }) => name), total: waiting[0]?.total ?? 0 },
    currency: settings.values['currency.reporting'],
  };
}
