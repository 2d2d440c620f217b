import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../platform/ctx.ts';
import { OPEN_RISK_STATES, riskName } from './risk.ts';
import type { SetAside, SetAsideAs } from './set-aside.ts';
import { setAsideSql } from './set-aside-sql.ts';

/** What sets an account aside, with the risk that says so; null while a risk is open. */
export async function loadSetAside(
  ctx: { db: Db; workspace: { id: string } },
  accountId: string,
): Promise<SetAside | null> {
  const where = { workspaceId: ctx.workspace.id, accountId };
  const open = await ctx.db.risk.count({ where: { ...where, state: { in: [...OPEN_RISK_STATES] } } });
  if (open > 0) return null;
  const [found] = await ctx.db.$queryRaw<{ as: SetAsideAs | null }[]>`
    SELECT ${setAsideSql(Prisma.sql`${accountId}::uuid`, ctx.workspace.id)} AS "as"`;
  const latest = await ctx.db.risk.findFirst({
    where: { ...where, state: 'resolved' },
    orderBy: [{ resolvedAt: 'desc' }, { number: 'desc' }],
    select: { number: true, resolvedAt: true },
  });
  if (!found?.as || !latest?.resolvedAt) return null;
  return { as: found.as, riskName: riskName(latest), at: latest.resolvedAt };
}
