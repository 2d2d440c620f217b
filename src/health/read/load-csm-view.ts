import type { Db } from '../../platform/ctx.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { plusDays } from '../../time/day.ts';
import { type CsmView, readView } from '../csm-view.ts';

/** The latest of an account; null: nobody has said any in the last year. */
export async function loadCsmView(db: Db, workspaceId: string, accountId: string): Promise<CsmView | null> {
  const latest = await db.accountView.findFirst({
    where: { workspaceId, accountId },
    orderBy: [{ saidAt: 'desc' }, { id: 'desc' }],
  });
  const value = latest ? readView(latest.value) : null;
  if (!latest || value === null || isRefusal(value)) return null;
  const by = latest.memberId
    ? await db.member.findFirst({
        where: { id: latest.memberId, workspaceId },
        select: { id: true, slackUserId: true, name: true },
      })
    : null;
  return { value, saidAt: latest.saidAt, by };
}

const KEPT_DAYS = 365;

export async function forgetViews(db: Db, workspaceId: string, now: Date): Promise<void> {
  await db.accountView.deleteMany({ where: { workspaceId, saidAt: { lt: plusDays(now, -KEPT_DAYS) } } });
}
