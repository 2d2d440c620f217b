import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/message.ts';
import { refresh } from '../outbox/refresh.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People, Person } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each-anyway.ts';
import { transact } from '../platform/transact.ts';
import { type Handoff, isWaiting, owesNext } from './handoff.ts';
import { personIn } from './scene.ts';
import { whoAnswers } from './set-clocks.ts';
import { rootMessage } from './tell.ts';
import { bookRequest } from './tell-of-book.ts';
import { writeHandoff } from './write-handoff.ts';

/** More than wait for anybody. */
const MOST = 5_000;

/**
 * This person is away, or has left: who stands in is asked for each handoff that waited for them, in a transaction of
 * its own. Whoever was asked already is not asked again.
 */
export async function askStandIns(ctx: Ctx, memberId: string, stopping: AbortSignal): Promise<void> {
  const waiting = await ctx.db.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      OR: [
        { receiverId: memberId, state: { in: ['submitted', 'acknowledged'] } },
        { senderId: memberId, state: 'returned' },
      ],
    },
    orderBy: { number: 'asc' },
    select: { id: true },
    take: MOST,
  });
  await eachAnyway(waiting, async ({ id }) => {
    if (!stopping.aborted) await transact(ctx, (ctx) => askFor(ctx, id, memberId));
  });
}

async function askFor(ctx: TxCtx, id: string, memberId: string): Promise<void> {
  const handoff = await ctx.tx.handoff.findFirst({ where: { id, workspaceId: ctx.workspace.id } });
  if (!handoff || !isWaiting(handoff.state)) return;
  const owingId = owesNext(handoff) === 'sender' ? handoff.senderId : handoff.receiverId;
  if (owingId !== memberId) return;
  const ids = [handoff.senderId, handoff.receiverId].filter((id) => id !== null);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  const to = whoAnswers({ handoff, people }, ctx.now);
  if (to.id !== memberId) await ask(ctx, handoff, people, to);
}

async function ask(ctx: TxCtx, before: Handoff, people: People, to: Person): Promise<void> {
  const kind = before.state === 'returned' ? 'handoff_returned' : 'handoff_request';
  const subject = { type: 'handoff', id: before.id };
  const last = await ctx.tx.outboxMessage.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: before.id,
      kind,
      isRoot: true,
    },
    orderBy: { id: 'desc' },
    select: { memberId: true },
  });
  if (last?.memberId === to.id) return;
  const handoff = await writeHandoff(ctx, before, {});
  const entryId = await audit(ctx, { subject, action: 'handoff.stand_in_asked', data: { to: to.id } });
  // What came with a book is asked for with all of it.
  const message: NewMessage = handoff.bookId
    ? bookRequest(handoff.bookId, personIn({ people }, handoff.receiverId), to)
    : rootMessage(handoff, kind, to, handoff.version, entryId);
  await enqueue(ctx, [message]);
  await refresh(ctx, subject, { urgent: true });
}
