import type { Db } from '../platform/ctx.ts';
import { isoDay } from '../time/day.ts';
import { type Lifecycle, spansOf } from './lifecycle.ts';

const ENTRIES = 20;

/** The stages an account went through, and when it reached its first value; null when there is no such account. */
export async function loadLifecycle(
  ctx: { db: Db; workspace: { id: string } },
  accountId: string,
): Promise<Lifecycle | null> {
  const account = await ctx.db.account.findFirst({
    where: { id: accountId, workspaceId: ctx.workspace.id },
    select: {
      contractStart: true,
      firstValueOn: true,
      stages: { select: { stage: true, enteredAt: true }, orderBy: { enteredAt: 'desc' }, take: ENTRIES },
    },
  });
  return (
    account && {
      spans: spansOf(account.stages.toReversed()),
      contractStart: isoDay(account.contractStart),
      firstValueOn: isoDay(account.firstValueOn),
    }
  );
}
