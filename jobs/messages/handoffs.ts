import { casesIn } from '../../src/cases/told/round-up.ts';
import { clockIsLive, type HandoffClock } from '../../src/handoffs/handoff.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import type { HistoryEntry } from '../../src/handoffs/history.ts';
import { loadHistoryEntry, loadLatest } from '../../src/handoffs/load-history.ts';
import { loadOneShown, loadShown, type Reader } from '../../src/handoffs/load-pictures.ts';
import { loadProposal } from '../../src/handoffs/load-proposal.ts';
import { loadRoles } from '../../src/handoffs/load-roles.ts';
import { type HandoffPicture, personRef, type ShownHandoff } from '../../src/handoffs/picture.ts';
import type { DeliveryCtx, MessageKind, Rendered, Where } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import {
  type Escalation,
  escalationMessage,
  nudgeMessage,
  type RoundupItem,
  reminderMessage,
  roundupMessage,
} from '../../views/handoffs/chase-messages.ts';
import { decideMessage } from '../../views/handoffs/decide-message.ts';
import { eventMessage } from '../../views/handoffs/event-message.ts';
import { feedbackMessage } from '../../views/handoffs/feedback-message.ts';
import { handoffCard } from '../../views/handoffs/handoff-card.ts';
import { proposedMessage } from '../../views/handoffs/proposed-message.ts';
import { receiptMessage } from '../../views/handoffs/receipt-message.ts';
import { requestMessage } from '../../views/handoffs/request-message.ts';
import { returnedMessage } from '../../views/handoffs/returned-message.ts';
import { fallbackOf } from '../fallback.ts';
import { isStillTheirs, limitOfClock, runsAsThen } from '../still-asked.ts';
import { textIn } from './fields.ts';
import { isLatest } from './is-latest.ts';

/** What is said of handoffs. */
export const HANDOFF_MESSAGES: Record<string, MessageKind> = {
  handoff_card: handoffKind((_, picture) => handoffCard(picture)),
  handoff_request: handoffKind(async (message, picture, ctx) => {
    const passedOn = picture.readable ? await passingBehind(ctx, message, picture) : null;
    return requestMessage(picture, message.memberId ?? '', await isLatest(ctx, message), passedOn);
  }),
  handoff_receipt: handoffKind((_, picture) => receiptMessage(picture)),
  handoff_returned: handoffKind(async (message, picture, ctx) => {
    const [back] = picture.readable ? await loadLatest(ctx, picture, ['returned'], { take: 1 }) : [];
    const askedBy = back?.by ?? picture.receiver;
    return returnedMessage(picture, message.memberId ?? '', askedBy, await isLatest(ctx, message));
  }),
  handoff_decide: handoffKind(async (message, picture, ctx) => {
    const roles = await loadRoles(ctx, [picture], message.memberId ?? '');
    return decideMessage(picture, roles.get(picture.id) ?? []);
  }),
  handoff_event: handoffKind(async (message, picture, ctx) => {
    const entry = await loadHistoryEntry(ctx, picture, textIn(message, 'entryId'));
    return entry && eventMessage(entry, picture);
  }),
  handoff_feedback: handoffKind((_, picture) =>
    picture.readable && picture.finished && picture.feedback
      ? feedbackMessage(picture, picture.finished, picture.feedback)
      : null,
  ),
  handoff_proposed: handoffKind(async (message, picture, ctx) => {
    const proposal = await loadProposal(ctx, picture.id);
    const { byId, receiverId } = proposal ?? {};
    const people = await loadPeople(
      ctx.db,
      ctx.workspace.id,
      [byId, receiverId].filter((id) => id !== undefined),
    );
    const [by, receiver] = [personRef(people, byId ?? null), personRef(people, receiverId ?? null)];
    if (!proposal || !by || !receiver || proposal.entryId !== textIn(message, 'entryId'))
      return proposedMessage(picture, null);
    const mayConfirm = ![byId, receiverId].includes(message.memberId ?? undefined);
    return proposedMessage(picture, { ...proposal, by, receiver, mayConfirm });
  }),
  handoff_nudge: chaseKind(async (message, picture, ctx, asked) => {
    const entry = await loadHistoryEntry(ctx, picture, textIn(message, 'entryId'));
    return entry?.by ? nudgeMessage(picture, entry.by, asked) : null;
  }),
  handoff_reminder: chaseKind((message, picture, _, asked) =>
    reminderMessage(picture, clockOf(message), asked),
  ),
  handoff_escalation: chaseKind(async (message, picture, ctx, asked) => {
    // A clock that was started again has another limit.
    const overdueSince = asked ? overdue(picture, clockOf(message), await limitOfClock(ctx, message)) : null;
    const role = textIn(message, 'role') as Escalation['role'];
    return escalationMessage(picture, { clock: clockOf(message), role, overdueSince });
  }),
  handoff_roundup: {
    about: 'customer',
    whenUnknown: 'resend',
    render: (ctx, message, where) => drawRoundup(ctx, message, where),
  },
};

/** Of what is still asked: the others are left out. */
async function drawRoundup(ctx: DeliveryCtx, message: Message, { posted }: Where): Promise<Rendered | null> {
  const cases = casesIn(message);
  const ids = cases.map(({ id }) => id);
  const shown = await loadShown(ctx, ids, readerOf(message));
  const roles = message.memberId ? await loadRoles(ctx, shown, message.memberId) : null;
  const asked: RoundupItem[] = [];
  for (const { id, clock, epoch } of cases) {
    const picture = shown.find((one) => one.id === id);
    const about = { ...message, subject: { type: 'handoff', id }, data: { clock, epoch } };
    if (picture && (await isStillAsked(ctx, about, picture)))
      asked.push({ picture, roles: roles?.get(id) ?? [] });
  }
  return asked.length > 0 || posted ? roundupMessage(asked) : null;
}

type Draw = (
  message: Message,
  picture: ShownHandoff,
  ctx: DeliveryCtx,
) => Rendered | null | Promise<Rendered | null>;

type DrawChase = (...of: [...Parameters<Draw>, asked: boolean]) => ReturnType<Draw>;

/** Whoever it was written for; without one it stands in a channel. */
function readerOf({ memberId }: Message): Reader {
  return memberId === null ? 'everyone' : { memberId };
}

/** Something that is true whatever has happened since; the view shows what is so now. */
function handoffKind(draw: Draw): MessageKind {
  return {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const picture = await loadOneShown(ctx, message.subject.id, readerOf(message));
      return picture && draw(message, picture, ctx);
    },
    fallback: fallbackOf,
  };
}

/** With a clock: it is the one that ran out, and has not started again. Without: its reader still owes the next step. */
async function isStillAsked(ctx: DeliveryCtx, message: Message, picture: ShownHandoff): Promise<boolean> {
  const { clock } = message.data;
  if (typeof clock !== 'string') return picture.owes?.id === message.memberId;
  return clockIsLive(picture, clock) && runsAsThen(ctx, message);
}

/** Something that asks for an answer: not said once the answer is there. Said already, it shows how it stands. */
function chaseKind(draw: DrawChase): MessageKind {
  return {
    ...handoffKind(() => null),
    async render(ctx, message, where) {
      const picture = await loadOneShown(ctx, message.subject.id, readerOf(message));
      if (!picture) return null;
      const asked = await isStillAsked(ctx, message, picture);
      if (!asked && !where.posted) return null;
      const who = { owesId: picture.owes?.id, posted: where.posted };
      return draw(message, picture, ctx, asked && (await isStillTheirs(ctx, HANDOFFS, message, who)));
    },
  };
}

/** The entry by which it went on to somebody else, where this request is what came of it. */
async function passingBehind(
  ctx: DeliveryCtx,
  message: Message,
  picture: HandoffPicture,
): Promise<HistoryEntry | null> {
  const upTo = textIn(message, 'entryId');
  if (!upTo) return null;
  // Passed on while it was back with the sender, it is asked for when it goes out again.
  const before = ['submitted', 'returned', 'resubmitted', 'reassigned'] as const;
  const latest = await loadLatest(ctx, picture, before, { take: 2, upTo });
  return latest.find(({ action }) => action === 'reassigned') ?? null;
}

/** Since what was promised, where that came before the limit. */
function overdue({ dueAt }: ShownHandoff, clock: HandoffClock, limitAt: Date | null): Date | null {
  if (clock === 'hard_stop' || limitAt === null || dueAt === null) return limitAt;
  return dueAt < limitAt ? dueAt : limitAt;
}

function clockOf(message: Message): HandoffClock {
  return textIn(message, 'clock') as HandoffClock;
}
