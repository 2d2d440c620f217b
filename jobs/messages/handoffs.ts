import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HistoryEntry } from '../../src/handoffs/history.ts';
import { loadHistoryEntry, loadLatest } from '../../src/handoffs/load-history.ts';
import { loadPicture } from '../../src/handoffs/load-pictures.ts';
import { loadRoles } from '../../src/handoffs/load-roles.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { DeliveryCtx, MessageKind, Rendered } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { decideMessage } from '../../views/handoffs/decide-message.ts';
import { type Escalation, escalationMessage } from '../../views/handoffs/escalation-message.ts';
import { eventMessage } from '../../views/handoffs/event-message.ts';
import { feedbackMessage } from '../../views/handoffs/feedback-message.ts';
import { handoffCard } from '../../views/handoffs/handoff-card.ts';
import { nudgeMessage } from '../../views/handoffs/nudge-message.ts';
import { forMember } from '../../views/handoffs/parts/privacy.ts';
import { receiptMessage } from '../../views/handoffs/receipt-message.ts';
import { reminderMessage } from '../../views/handoffs/reminder-message.ts';
import { requestMessage } from '../../views/handoffs/request-message.ts';
import { returnedMessage } from '../../views/handoffs/returned-message.ts';
import { fallbackOf } from '../fallback.ts';
import { isStillAsked, isStillTheirs, limitOfClock } from '../still-asked.ts';
import { textIn } from './fields.ts';
import { isLatest } from './is-latest.ts';

/** What is said of handoffs. */
export const HANDOFF_MESSAGES: Record<string, MessageKind> = {
  handoff_card: handoffKind((_, picture) => handoffCard(picture)),
  handoff_request: handoffKind(async (message, picture, ctx) => {
    const passedOn = await passingBehind(ctx, message);
    return requestMessage(picture, message.memberId ?? '', await isLatest(ctx, message), passedOn);
  }),
  handoff_receipt: handoffKind((_, picture) => receiptMessage(picture)),
  handoff_returned: handoffKind(async (message, picture, ctx) => {
    const [back] = await loadLatest(ctx, picture.id, ['returned'], { take: 1 });
    const askedBy = back?.by ?? picture.receiver;
    return returnedMessage(picture, message.memberId ?? '', askedBy, await isLatest(ctx, message));
  }),
  handoff_decide: handoffKind(async (message, picture, ctx) => {
    const roles = await loadRoles(ctx, [picture], message.memberId ?? '');
    return decideMessage(picture, roles.get(picture.id) ?? []);
  }),
  handoff_event: handoffKind(async (message, picture, ctx) => {
    const entry = await loadHistoryEntry(ctx, textIn(message, 'entryId'));
    return entry && eventMessage(entry, picture, message.memberId ?? undefined);
  }),
  handoff_feedback: handoffKind(
    (_, picture) => picture.finished && feedbackMessage(picture, picture.finished),
  ),
  handoff_nudge: chaseKind(async (message, picture, ctx, asked) => {
    const entry = await loadHistoryEntry(ctx, textIn(message, 'entryId'));
    return entry?.by ? nudgeMessage(shownTo(message, picture), entry.by, asked) : null;
  }),
  handoff_reminder: chaseKind((message, picture, _, asked) =>
    reminderMessage(shownTo(message, picture), clockOf(message), asked),
  ),
  handoff_escalation: chaseKind(async (message, picture, ctx, asked) => {
    // A clock that was started again has another limit.
    const overdueSince = asked ? await limitOfClock(ctx, message) : null;
    const role = textIn(message, 'role') as Escalation['role'];
    return escalationMessage(picture, { clock: clockOf(message), role, overdueSince });
  }),
};

type Draw = (
  message: Message,
  picture: HandoffPicture,
  ctx: DeliveryCtx,
) => Rendered | null | Promise<Rendered | null>;

type DrawChase = (...of: [...Parameters<Draw>, asked: boolean]) => ReturnType<Draw>;

/** Something that is true whatever has happened since; the view shows what is so now. */
function handoffKind(draw: Draw): MessageKind {
  return {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const picture = await loadPicture(ctx, message.subject.id);
      return picture && draw(message, picture, ctx);
    },
    fallback: fallbackOf,
  };
}

/** Something that asks for an answer: not said once the answer is there. Said already, it shows how it stands. */
function chaseKind(draw: DrawChase): MessageKind {
  return {
    ...handoffKind(() => null),
    async render(ctx, message, where) {
      const picture = await loadPicture(ctx, message.subject.id);
      if (!picture) return null;
      const asked = await isStillAsked(ctx, message, picture);
      if (!asked && !where.posted) return null;
      return draw(message, picture, ctx, asked && (await isStillTheirs(ctx, message, picture, where)));
    },
  };
}

/** The entry by which it went on to somebody else, where this request is what came of it. */
async function passingBehind(ctx: DeliveryCtx, message: Message): Promise<HistoryEntry | null> {
  const upTo = textIn(message, 'entryId');
  if (!upTo) return null;
  // Passed on while it was back with the sender, it is asked for when it goes out again.
  const before = ['submitted', 'returned', 'resubmitted', 'reassigned'] as const;
  const latest = await loadLatest(ctx, message.subject.id, before, { take: 2, upTo });
  return latest.find(({ action }) => action === 'reassigned') ?? null;
}

/** A private one goes on without its words to somebody it names no more. */
function shownTo({ memberId }: Message, picture: HandoffPicture): HandoffPicture {
  return forMember(picture, memberId ?? undefined);
}

function clockOf(message: Message): HandoffClock {
  return textIn(message, 'clock') as HandoffClock;
}
