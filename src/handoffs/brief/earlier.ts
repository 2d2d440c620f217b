import type { TxCtx } from '../../platform/ctx.ts';
import { isoDay } from '../../time/day.ts';
import { handoffName } from '../handoff.ts';
import { kindsWith } from '../kinds.ts';
import { type Brief, type BriefPart, readBrief } from './brief.ts';
import { fillIn, stillHolding } from './sources.ts';

/**
 * Fills in what the account's latest brief says that holds still, but for the parts in `except`. What was filled in from
 * that of another account goes. Of private ones nothing goes on. `today` is YYYY-MM-DD, the sender's.
 */
export async function withEarlier(
  ctx: TxCtx,
  accountId: string | null,
  brief: Brief,
  { today, except = [] }: { today: string; except?: readonly BriefPart[] },
): Promise<Brief> {
  const earlier = accountId === null ? null : await loadEarlier(ctx, accountId);
  if (!earlier) return fillIn(brief, {}, { from: 'handoff' });
  const held = Object.entries(stillHolding(readBrief(earlier.brief, earlier.id).brief, today));
  const answers = Object.fromEntries(held.filter(([part]) => !except.some((one) => one === part)));
  const on = isoDay(earlier.acceptedAt);
  return fillIn(brief, answers, { from: 'handoff', name: handoffName(earlier), ...(on && { on }) });
}

function loadEarlier({ tx, workspace }: TxCtx, accountId: string) {
  return tx.handoff.findFirst({
    where: {
      workspaceId: workspace.id,
      accountId,
      private: false,
      state: { in: ['accepted', 'finished'] },
      kind: { in: kindsWith('briefGoesOn') },
    },
    select: { id: true, number: true, acceptedAt: true, brief: true },
    orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }],
  });
}
