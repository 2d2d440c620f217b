import type { Prisma } from '../../prisma/generated/client.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { refresh } from '../outbox/refresh.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People, Person } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { eachAnyway } from '../platform/each-anyway.ts';
import { transact } from '../platform/transact.ts';
import { type Handoff, isWaiting, owesNext } from './handoff.ts';
import { BOOK_MESSAGES, HANDOFF_MESSAGES } from './messages.ts';
import { personIn, whoAnswers } from './parties.ts';
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
  const kind = before.state === 'returned' ? 'returned' : 'request';
  const { bookId, receiverId } = before;
  // What came with a book is asked for with all of it.
  const ofBook =
    bookId && receiverId && kind === 'request'
      ? await lastAsked(ctx, 'book', bookId, {
          kind: BOOK_MESSAGES.request.kind,
          data: receivedBy(receiverId),
        })
      : null;
  const last = ofBook ?? (await lastAsked(ctx, 'handoff', before.id, { kind: HANDOFF_MESSAGES[kind].kind }));
  // Or it has moved to their DM, because that of whom it was for is closed.
  if (last && (last.memberId === to.id || last.lane === to.slackUserId)) return;
  const subject = { type: 'handoff', id: before.id };
  const handoff = await writeHandoff(ctx, before, {});
  const entryId = await audit(ctx, { subject, action: 'handoff.stand_in_asked', data: { to: to.id } });
  await enqueue(ctx, [
    bookId && ofBook
      ? bookRequest(bookId, personIn({ people }, handoff.receiverId), to, entryId)
      : rootMessage(handoff, kind, to, handoff.version, entryId),
  ]);
  await refresh(ctx, subject, { urgent: true });
  if (bookId && ofBook) await refresh(ctx, { type: 'book', id: bookId }, { urgent: true });
}

const receivedBy = (receiverId: string) => ({ path: ['receiverId'], equals: receiverId });

function lastAsked(
  ctx: TxCtx,
  subjectType: string,
  subjectId: string,
  which: Prisma.OutboxMessageWhereInput,
): Promise<{ memberId: string | null; lane: string } | null> {
  return ctx.tx.outboxMessage.findFirst({
    where: { workspaceId: ctx.workspace.id, subjectType, subjectId, isRoot: true, ...which },
    orderBy: { id: 'desc' },
    select: { memberId: true, lane: true },
  });
}
