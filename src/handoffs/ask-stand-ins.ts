import { enqueue } from '../outbox/enqueue.ts';
import type { NewMessage } from '../outbox/message.ts';
import { refresh } from '../outbox/refresh.ts';
import { loadPeople } from '../people/load-people.ts';
import type { People, Person } from '../people/person.ts';
import { audit } from '../platform/audit.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { askRiskStandIns } from '../risks/ask-stand-ins.ts';
import { type Handoff, owesNext } from './handoff.ts';
import { personIn } from './scene.ts';
import { whoAnswers } from './set-clocks.ts';
import { rootMessage } from './tell.ts';
import { bookRequest } from './tell-of-book.ts';
import { writeHandoff } from './write-handoff.ts';

/** More than wait for anybody. */
const MOST = 200;

/**
 * These people are away, or have left: who stands in is asked at once for what waited for them, handoffs and risks.
 * Whoever was asked already is not asked again.
 */
export async function askStandIns(ctx: TxCtx, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return;
  await askRiskStandIns(ctx, memberIds);
  const theirs = { in: [...memberIds] };
  const handoffs = await ctx.tx.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      OR: [
        { receiverId: theirs, state: { in: ['submitted', 'acknowledged'] } },
        { senderId: theirs, state: 'returned' },
      ],
    },
    orderBy: { number: 'asc' },
    take: MOST,
  });
  const people = await loadPeople(
    ctx.tx,
    ctx.workspace.id,
    handoffs.flatMap(({ senderId, receiverId }) => [senderId, receiverId]).filter((id) => id !== null),
  );
  for (const handoff of handoffs) {
    const owing = personIn(
      { people },
      owesNext(handoff) === 'sender' ? handoff.senderId : handoff.receiverId,
    );
    const to = whoAnswers({ handoff, people }, ctx.now);
    if (to.id !== owing.id) await ask(ctx, handoff, people, to);
  }
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
