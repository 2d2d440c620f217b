import { enqueue } from '../outbox/enqueue.ts';
import { refresh } from '../outbox/refresh.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each.ts';
import { transact } from '../platform/transact.ts';
import type { Asks, CaseKind, CaseShape } from './case-kind.ts';
import { writeOwed } from './owed.ts';

/** More than wait for anybody. */
const MOST = 5_000;

/** Asks who stands in for this member, who is away or has left, in each case of a kind that waits for them. */
export type AskStandIns = (ctx: Ctx, memberId: string, stopping: AbortSignal) => Promise<void>;

/** Each in a transaction of its own. Whoever was asked already is not asked again. */
export function standInsOf<C extends CaseShape>(kind: CaseKind<C>): AskStandIns {
  return async (ctx, memberId, stopping) => {
    const waiting = await ctx.db.owed.findMany({
      where: {
        workspaceId: ctx.workspace.id,
        subjectType: kind.type,
        memberId,
        NOT: { clocks: { isEmpty: true } },
      },
      orderBy: { subjectId: 'asc' },
      select: { subjectId: true },
      take: MOST,
    });
    await eachAnyway(waiting, async ({ subjectId }) => {
      if (!stopping.aborted) await transact(ctx, (ctx) => askFor(ctx, kind, subjectId, memberId));
    });
  };
}

async function askFor<C extends CaseShape>(
  ctx: TxCtx,
  kind: CaseKind<C>,
  id: string,
  memberId: string,
): Promise<void> {
  const before = (await kind.loadBatch(ctx, [id])).parties.get(id);
  if (!before) return;
  const row = kind.row(before);
  if (kind.running(row).length === 0 || kind.owed(row)?.memberId !== memberId) return;
  const to = kind.answers(before, ctx.now);
  if (!to || to.id === memberId) return;
  const last = await lastAsked(ctx, kind.asks(row));
  // Or it has moved to their DM, because that of whom it was for is closed.
  if (last && (last.memberId === to.id || last.lane === to.slackUserId)) return;
  const raised = await kind.write(ctx, row, {});
  const parties = await kind.after(ctx, before, raised);
  await writeOwed(ctx, kind, [parties]);
  const subject = { type: kind.type, id };
  const entryId = await audit(ctx, {
    subject,
    action: `${kind.type}.stand_in_asked`,
    data: { to: to.id },
  });
  await enqueue(ctx, kind.askStandIn(ctx, parties, to, { entryId, last: last?.asks ?? null }));
  for (const shown of [subject, ...(kind.shownIn?.(raised) ?? [])])
    await refresh(ctx, shown, { urgent: true });
}

interface LastAsked {
  asks: Asks;
  memberId: string | null;
  lane: string;
}

async function lastAsked(ctx: TxCtx, all: readonly Asks[]): Promise<LastAsked | null> {
  for (const asks of all) {
    const { subject, kinds, data } = asks;
    const last = await ctx.tx.outboxMessage.findFirst({
      where: {
        workspaceId: ctx.workspace.id,
        subjectType: subject.type,
        subjectId: subject.id,
        kind: { in: [...kinds] },
        isRoot: true,
        ...(data && { data }),
      },
      orderBy: { id: 'desc' },
      select: { memberId: true, lane: true },
    });
    if (last) return { asks, ...last };
  }
  return null;
}
