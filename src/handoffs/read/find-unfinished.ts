import { Prisma } from '../../../prisma/generated/client.ts';
import { NAME_MAX, nameKey } from '../../accounts/account.ts';
import { standsInFor } from '../../people/stands-in-for.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import type { HandoffState } from '../handoff.ts';
import type { Unfinished } from './details.ts';

/**
 * Those whose brief this member fills: their own drafts, and what they, or whom they stand in for, sent or was given.
 * First those of these accounts, then by last change. `typed`: a part of the account's name, or a number.
 */
export async function findUnfinished(
  ctx: Ctx,
  { memberId, typed, accountIds }: { memberId: string; typed: string; accountIds: readonly string[] },
  most: number,
): Promise<Unfinished[]> {
  const mine = await standsInFor(ctx, memberId);
  const key = nameKey(typed.slice(0, NAME_MAX * 2).replaceAll('\u0000', ''));
  const number = /^(?:h-?)?(\d{1,9})$/i.exec(typed.trim())?.[1];
  const of = (side: Prisma.Sql, states: readonly HandoffState[], who = mine) =>
    Prisma.sql`SELECT h.id FROM handoffs h WHERE h.workspace_id = ${uuid(ctx.workspace.id)}
      AND ${side} = ANY (${uuids(who)}) AND h.state = ANY (${[...states]}::handoff_state[])`;
  const [sender, receiver] = [Prisma.sql`h.sender_id`, Prisma.sql`h.receiver_id`];
  return ctx.db.$queryRaw<Unfinished[]>(Prisma.sql`
    SELECT h.id, h.number, h.state::text AS state, h.account_id AS "accountId",
           coalesce(a.name, h.account_name) AS "accountName"
      FROM (${of(sender, ['draft'], [memberId])}
            UNION ${of(sender, ['submitted', 'acknowledged', 'returned', 'accepted'])}
            UNION ${of(receiver, ['submitted', 'acknowledged', 'accepted'])}) AS theirs
      JOIN handoffs h ON h.id = theirs.id
      LEFT JOIN accounts a ON a.id = h.account_id
     WHERE h.number = ${number === undefined ? null : Number(number)}::int
        OR strpos(account_search_text(coalesce(a.name_key, h.account_name, '')), account_search_text(${key})) > 0
     ORDER BY (h.account_id = ANY (${uuids(accountIds)})) IS TRUE DESC, h.updated_at DESC, h.id DESC
     LIMIT ${most}::int`);
}
