import { bookHandoffs } from '../../src/handoffs/books/load-book.ts';
import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import { BOOK_MESSAGES, HANDOFF_MESSAGES, readerOf } from '../../src/handoffs/messages.ts';
import {
  type HandoffDetails,
  type HistoryEntry,
  type PersonRef,
  personRef,
  refOf,
  type ShownHandoff,
} from '../../src/handoffs/read/details.ts';
import { loadRoles } from '../../src/handoffs/read/find-handoffs.ts';
import { loadReadable } from '../../src/handoffs/read/load-details.ts';
import { loadHistoryEntry, loadLatest } from '../../src/handoffs/read/load-history.ts';
import { bothLeads } from '../../src/handoffs/rules/parties.ts';
import { loadProposal } from '../../src/handoffs/verbs/reassign.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { loadPeople, mutesReceipts } from '../../src/people/load-people.ts';
import { DAY_MS } from '../../src/time/day.ts';
import {
  decideMessage,
  proposedMessage,
  requestMessage,
  returnedMessage,
} from '../../views/handoffs/told/asking-messages.ts';
import { bookReceiptMessage, bookRequestMessage } from '../../views/handoffs/told/book-messages.ts';
import {
  escalationMessage,
  nudgeMessage,
  reminderMessage,
  roundupMessage,
} from '../../views/handoffs/told/chase-messages.ts';
import {
  amendedMessage,
  eventMessage,
  feedbackMessage,
  handoffCard,
  receiptMessage,
} from '../../views/handoffs/told/news-messages.ts';
import { withUndo } from '../../views/handoffs/verbs/undo.ts';

export const DRAWN_HANDOFF_MESSAGES = drawn(HANDOFF_MESSAGES, {
  card: handoffCard,
  async request(handoff, { ctx, message, asked }) {
    const passedOn = handoff.readable ? await passingBehind(ctx, message, handoff) : null;
    const drawn = requestMessage(handoff, message.memberId ?? '', asked, passedOn);
    return withUndo(drawn, handoff, message.memberId, ctx.now);
  },
  async receipt(handoff, { ctx, message, where }) {
    // Muted since, it stays as it was.
    if (where.posted && message.memberId && (await mutesReceipts(ctx, message.memberId))) return null;
    return receiptMessage(handoff);
  },
  async returned(handoff, { ctx, message, asked }) {
    const [back] = handoff.readable ? await loadLatest(ctx, handoff, ['returned'], { take: 1 }) : [];
    return returnedMessage(handoff, message.memberId ?? '', back?.by ?? handoff.receiver, asked);
  },
  async decide(handoff, { ctx, message }) {
    const roles = await loadRoles(ctx, [handoff], message.memberId ?? '');
    return decideMessage(handoff, roles.get(handoff.id) ?? [], await leadsOf(ctx, handoff));
  },
  async event(handoff, { ctx, message }) {
    const entry = await loadHistoryEntry(ctx, handoff, message.data.entryId);
    return entry && eventMessage(entry, handoff);
  },
  async amended(handoff, { ctx, message }) {
    const entry = await loadHistoryEntry(ctx, handoff, message.data.entryId);
    return entry && amendedMessage(entry, handoff);
  },
  feedback: (handoff) =>
    handoff.readable && handoff.finished && handoff.feedback
      ? feedbackMessage(handoff, handoff.finished, handoff.feedback)
      : null,
  async proposed(handoff, { ctx, message }) {
    const proposal = await loadProposal(ctx, handoff.id);
    const { byId, receiverId } = proposal ?? {};
    const people = await loadPeople(
      ctx.db,
      ctx.workspace.id,
      [byId, receiverId].filter((id) => id !== undefined),
    );
    const [by, receiver] = [personRef(people, byId ?? null), personRef(people, receiverId ?? null)];
    if (!proposal || !by || !receiver || proposal.entryId !== message.data.entryId)
      return proposedMessage(handoff, null);
    const mayConfirm = ![byId, receiverId].includes(message.memberId ?? undefined);
    return proposedMessage(handoff, { ...proposal, by, receiver, mayConfirm });
  },
  async nudge(handoff, { ctx, message, asked }) {
    const entry = await loadHistoryEntry(ctx, handoff, message.data.entryId);
    return entry?.by
      ? withUndo(nudgeMessage(handoff, entry.by, asked, message.memberId), handoff, message.memberId, ctx.now)
      : null;
  },
  reminder: ({ of }, { ctx, message, asked }) =>
    withUndo(reminderMessage(of, message.data.clock, asked, message.memberId), of, message.memberId, ctx.now),
  async escalation({ of, limitAt }, { ctx, message, asked }) {
    const { clock, role } = message.data;
    // A clock that was started again has another limit.
    const overdueSince = asked ? overdue(of, clock, limitAt) : null;
    const [hurried] =
      overdueSince && of.readable ? await loadLatest(ctx, of, ['escalated_now'], { take: 1 }) : [];
    const isHurried = hurried !== undefined && ctx.now.getTime() - hurried.at.getTime() < DAY_MS;
    const drawn = escalationMessage(of, {
      clock,
      role,
      overdueSince,
      reader: message.memberId,
      ...(isHurried && { hurried }),
      // Of a private one it is not read who asked for it.
      isEarly: overdueSince !== null && overdueSince > ctx.now && (isHurried || !of.readable),
    });
    return withUndo(drawn, of, message.memberId, ctx.now);
  },
  async roundup(still, { ctx, message: { memberId } }) {
    const roles = memberId === null ? null : await loadRoles(ctx, still, memberId);
    return roundupMessage(still.map((handoff) => ({ handoff, roles: roles?.get(handoff.id) ?? [] })));
  },
});

export const DRAWN_BOOK_MESSAGES = drawn(BOOK_MESSAGES, {
  async request(book, { ctx, message }) {
    const { receiverId } = message.data;
    const receiver = book.shares.find(({ to }) => to.id === receiverId)?.to;
    if (!receiver) return null;
    const handoffs = await handoffsOf(ctx, message, { bookId: book.id, receiverId });
    return bookRequestMessage(book, handoffs, { receiver, forMemberId: message.memberId ?? '' });
  },
  receipt: async (book, { ctx, message }) =>
    bookReceiptMessage(book, await handoffsOf(ctx, message, { bookId: book.id })),
});

async function handoffsOf(
  ctx: DeliveryCtx,
  message: Message<unknown>,
  of: { bookId: string; receiverId?: string },
): Promise<HandoffDetails[]> {
  return loadReadable(ctx, await bookHandoffs(ctx, of), readerOf(message));
}

/** The entry by which it went on to somebody else, where this request is what came of it. */
async function passingBehind(
  ctx: DeliveryCtx,
  message: Message<{ entryId: string }>,
  handoff: HandoffDetails,
): Promise<HistoryEntry | null> {
  const upTo = message.data.entryId;
  if (!upTo) return null;
  // Passed on while it was back with the sender, it is asked for when it goes out again.
  const before = ['submitted', 'returned', 'resubmitted', 'reassigned'] as const;
  const latest = await loadLatest(ctx, handoff, before, { take: 2, upTo });
  return latest.find(({ action }) => action === 'reassigned') ?? null;
}

async function leadsOf(ctx: DeliveryCtx, { sender, receiver }: ShownHandoff): Promise<PersonRef[]> {
  const people = await loadPeople(ctx.db, ctx.workspace.id, [sender.id, receiver.id]);
  return bothLeads({ senderId: sender.id, receiverId: receiver.id }, people).map(refOf);
}

/** Since what was promised, where that came before the limit. */
function overdue({ dueAt }: ShownHandoff, clock: HandoffClock, limitAt: Date | null): Date | null {
  if (clock === 'hard_stop' || limitAt === null || dueAt === null) return limitAt;
  return dueAt < limitAt ? dueAt : limitAt;
}
