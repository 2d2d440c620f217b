import type { Snapshot } from '../src/escalation/timer.ts';
import type { HandoffClock } from '../src/handoffs/handoff.ts';
import { loadHistoryEntry } from '../src/handoffs/load-history.ts';
import { loadPicture, loadPictures } from '../src/handoffs/load-pictures.ts';
import type { HandoffPicture } from '../src/handoffs/picture.ts';
import { clockIsLive } from '../src/handoffs/rung.ts';
import type { DeliveryCtx, MessageKind, Rendered } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { channelBlockedMessage } from '../views/handoffs/channel-blocked-message.ts';
import { decideMessage } from '../views/handoffs/decide-message.ts';
import { type Escalation, escalationMessage } from '../views/handoffs/escalation-message.ts';
import { eventMessage } from '../views/handoffs/event-message.ts';
import { handoffCard } from '../views/handoffs/handoff-card.ts';
import { morningMessage } from '../views/handoffs/morning-message.ts';
import { nudgeMessage } from '../views/handoffs/nudge-message.ts';
import { receiptMessage } from '../views/handoffs/receipt-message.ts';
import { reminderMessage } from '../views/handoffs/reminder-message.ts';
import { requestMessage } from '../views/handoffs/request-message.ts';
import { returnedMessage } from '../views/handoffs/returned-message.ts';

/** Outbox kind → what is said, as of the moment it goes out. */
export const MESSAGES: Record<string, MessageKind> = {
  handoff_card: handoffKind((_, picture) => handoffCard(picture)),
  handoff_request: handoffKind(async (message, picture, ctx) =>
    requestMessage(picture, message.memberId ?? '', await isLatest(ctx, message)),
  ),
  handoff_receipt: handoffKind((_, picture) => receiptMessage(picture)),
  handoff_returned: handoffKind(async (message, picture, ctx) =>
    returnedMessage(picture, await isLatest(ctx, message)),
  ),
  handoff_decide: handoffKind((_, picture) => decideMessage(picture)),
  handoff_event: handoffKind(async (message, picture, ctx) => {
    const entry = await loadHistoryEntry(ctx, textIn(message, 'entryId'));
    return entry && eventMessage(entry, picture, message.memberId ?? undefined);
  }),
  handoff_nudge: chaseKind(async (message, picture, ctx) => {
    const entry = await loadHistoryEntry(ctx, textIn(message, 'entryId'));
    return entry?.by ? nudgeMessage(picture, entry.by) : null;
  }),
  handoff_reminder: chaseKind((message, picture) => reminderMessage(picture, clockOf(message))),
  handoff_escalation: chaseKind(async (message, picture, ctx) => {
    const overdueSince = await limitOfClock(ctx, message);
    const role = textIn(message, 'role') as Escalation['role'];
    return overdueSince && escalationMessage(picture, { clock: clockOf(message), role, overdueSince });
  }),
  morning: {
    about: 'customer',
    whenUnknown: 'resend',
    render: async (ctx, message) => renderMorning(ctx, message),
  },
  channel_blocked: {
    about: 'internal',
    whenUnknown: 'resend',
    render: async (_, message) =>
      channelBlockedMessage({ channel: textIn(message, 'channel'), reason: textIn(message, 'reason') }),
  },
};

type Draw = (
  message: Message,
  picture: HandoffPicture,
  ctx: DeliveryCtx,
) => Rendered | null | Promise<Rendered | null>;

/** Something that is true whatever has happened since; the view shows what is so now. */
function handoffKind(draw: Draw): MessageKind {
  return {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const picture = await loadPicture(ctx, message.subject.id);
      return picture && draw(message, picture, ctx);
    },
    fallback: receiverOf,
  };
}

/** The same was not asked of the same person again since: only one message offers the answer. */
async function isLatest(ctx: DeliveryCtx, { id, kind, subject, memberId }: Message): Promise<boolean> {
  const later = await ctx.db.outboxMessage.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      kind,
      memberId: memberId ?? null,
      isRoot: true,
      id: { gt: id },
    },
    select: { id: true },
  });
  return later === null;
}

/** Something that asks for an answer: not said once the answer is there. Said already, it shows the answer. */
function chaseKind(draw: Draw): MessageKind {
  const kind = handoffKind(draw);
  return {
    ...kind,
    async render(ctx, message, where) {
      const picture = await loadPicture(ctx, message.subject.id);
      if (!picture || (!where.posted && !(await isStillAsked(ctx, message, picture)))) return null;
      return draw(message, picture, ctx);
    },
  };
}

/** With a clock: it is the one that ran out, and has not started again. Without: its reader still owes the next step. */
async function isStillAsked(ctx: DeliveryCtx, message: Message, picture: HandoffPicture): Promise<boolean> {
  const { clock, epoch } = message.data;
  if (typeof clock !== 'string') return picture.owes?.id === message.memberId;
  if (!clockIsLive(picture, clock)) return false;
  const timer = await ctx.db.timer.findFirst({
    where: { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: message.subject.id, clock },
    select: { epoch: true },
  });
  return timer?.epoch === epoch;
}

async function receiverOf(ctx: DeliveryCtx, message: Message): Promise<string | null> {
  const picture = await loadPicture(ctx, message.subject.id);
  return picture ? (picture.owes ?? picture.receiver).slackUserId : null;
}

async function limitOfClock(ctx: DeliveryCtx, message: Message): Promise<Date | null> {
  const timer = await ctx.db.timer.findFirst({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: 'handoff',
      subjectId: message.subject.id,
      clock: clockOf(message),
    },
    select: { ladder: true },
  });
  if (!timer) return null;
  const { rungs, due } = timer.ladder as unknown as Snapshot;
  const at = due[rungs.findIndex((rung) => rung.at === 1)];
  return at ? new Date(at) : null;
}

/** A morning DM holds as many reminders as fit; those that were answered meanwhile are left out. */
const MORNING_ITEMS = 200;

async function renderMorning(ctx: DeliveryCtx, message: Message): Promise<Rendered | null> {
  const items = await ctx.db.morningItem.findMany({
    where: { workspaceId: ctx.workspace.id, memberId: message.memberId ?? '', day: textIn(message, 'day') },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MORNING_ITEMS,
  });
  const ids = [...new Set(items.map((item) => item.subjectId))];
  const pictures = new Map((await loadPictures(ctx, ids)).map((picture) => [picture.id, picture]));
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId: ctx.workspace.id, subjectType: 'handoff', subjectId: { in: ids } },
    select: { subjectId: true, clock: true, epoch: true },
  });
  const current = new Set(timers.map((timer) => `${timer.subjectId} ${timer.clock} ${timer.epoch}`));
  // One line for each, whatever clocks brought it here.
  const asked = ids.flatMap((id) => {
    const picture = pictures.get(id);
    const item = items.find(
      ({ subjectId, clock, epoch }) =>
        subjectId === id && picture && clockIsLive(picture, clock) && current.has(`${id} ${clock} ${epoch}`),
    );
    return picture && item ? [{ picture, clock: item.clock as HandoffClock }] : [];
  });
  return asked.length > 0 ? morningMessage(asked, message.memberId ?? '') : null;
}

function clockOf(message: Message): HandoffClock {
  return textIn(message, 'clock') as HandoffClock;
}

function textIn(message: Message, key: string): string {
  const value = message.data[key];
  return typeof value === 'string' ? value : '';
}
