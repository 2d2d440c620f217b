import { Prisma } from '../../prisma/generated/client.ts';
import type { Tx } from '../platform/ctx.ts';
import { rankOf } from './rank.ts';
import { setAsideSql } from './set-aside-sql.ts';

/** How many accounts of a segment are low now, and the worst of them. What a person has set aside is neither. */
export interface Low {
  atRisk: number;
  critical: number;
  /** Ids, the worst first. */
  worst: string[];
}

export async function findLow(
  ctx: { tx: Tx; workspace: { id: string }; now: Date },
  segment: string,
  most: number,
): Promise<Low> {
  const band = Prisma.sql`(CASE WHEN h.override_until > ${ctx.now}::timestamptz THEN h.override_band
                                WHEN h.known THEN h.band END)`;
  const rows = await ctx.tx.$queryRaw<{ id: string; atRisk: number; critical: number }[]>`
    SELECT a.id, (count(*) FILTER (WHERE ${band} = 'at_risk') OVER ())::int AS "atRisk",
           (count(*) FILTER (WHERE ${band} = 'critical') OVER ())::int AS critical
      FROM account_health h JOIN accounts a ON a.id = h.account_id
     WHERE h.workspace_id = ${ctx.workspace.id}::uuid AND a.merged_into_id IS NULL
       AND coalesce(a.segment, '') = ${segment} AND ${band} IN ('at_risk', 'critical')
       AND ${setAsideSql(Prisma.sql`a.id`, ctx.workspace.id)} IS NULL
     ORDER BY ${rankOf(band, ctx.now)} DESC, a.name_key, a.id
     LIMIT ${most}::int`;
  const { atRisk = 0, critical = 0 } = rows[0] ?? {};
  return { atRisk, critical, worst: rows.map(({ id }) => id) };
}
