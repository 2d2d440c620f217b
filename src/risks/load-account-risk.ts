import type { Db } from '../platform/ctx.ts';
import { loadRiskPicture } from './load-risk-pictures.ts';
import type { RiskPicture } from './picture.ts';
import { OPEN_RISK_STATES } from './risk.ts';

/** The open risk of an account; null when it has none. */
export async function loadAccountRisk(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  accountId: string,
): Promise<RiskPicture | null> {
  const open = await ctx.db.risk.findFirst({
    where: { workspaceId: ctx.workspace.id, accountId, state: { in: [...OPEN_RISK_STATES] } },
    select: { id: true },
  });
  return open && loadRiskPicture(ctx, open.id);
}
