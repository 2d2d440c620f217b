import type { OutboxThread } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import type { Subject } from './clocks/timer.ts';

/** A root message of a case, under which its news goes. */
export type Thread = Pick<OutboxThread, 'key' | 'kind' | 'lane' | 'memberId'>;

/** A card, and one for each time it was passed on. */
const MOST = 200;

export function loadThreads(ctx: TxCtx, subject: Subject, kinds: readonly string[]): Promise<Thread[]> {
  return ctx.tx.outboxThread.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      kind: { in: [...kinds] },
    },
    select: { key: true, kind: true, lane: true, memberId: true },
    orderBy: { key: 'asc' },
    take: MOST,
  });
}
