import { Prisma } from '../../prisma/generated/client.ts';
import { standsInFor } from '../people/stands-in-for.ts';
import type { Db } from '../platform/ctx.ts';
import { loadRiskPictures } from './load-risk-pictures.ts';
import type { RiskPicture } from './picture.ts';
import { rankOf } from './rank.ts';

export const RISK_PAGE = 10;

export interface RiskPage {
  items: RiskPicture[];
  /** Of the page after this one; null at the end. */
  next: number | null;
  total: number;
}

/**
 * Open risks by rank: severity × ARR × nearness of renewal, so that what is worst, largest and soonest comes first.
 * ARR of different currencies is compared by its figure. mine: those I, or whom I stand in for, own or am partner
 * of. `page` counts from 0.
 */
export async function listRisks(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  command: { which: 'mine' | 'all'; memberId: string; page: number },
): Promise<RiskPage> {
  const mine = command.which === 'mine' ? await standsInFor(ctx, command.memberId) : null;
  const where = Prisma.sql`r.workspace_id = ${ctx.workspace.id}::uuid AND r.state IN ('open', 'claimed')
    ${mine ? Prisma.sql`AND (r.owner_id = ANY(${mine}::uuid[]) OR r.partner_id = ANY(${mine}::uuid[]))` : Prisma.empty}`;
  const rows = await ctx.db.$queryRaw<{ id: string; total: bigint }[]>`
    SELECT r.id, count(*) OVER () AS total
      FROM risks r JOIN accounts a ON a.id = r.account_id
     WHERE ${where}
     ORDER BY ${rankOf(Prisma.sql`r.severity`, ctx.now)} DESC, r.number
     LIMIT ${RISK_PAGE + 1}::int OFFSET ${command.page * RISK_PAGE}::int`;
  const shown = rows.slice(0, RISK_PAGE).map(({ id }) => id);
  return {
    items: await loadRiskPictures(ctx, shown),
    next: rows.length > RISK_PAGE ? command.page + 1 : null,
    total: Number(rows[0]?.total ?? 0),
  };
}
