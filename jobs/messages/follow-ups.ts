import { loadFollowUpEntry } from '../../src/handoffs/follow-ups/load-follow-ups.ts';
import { FOLLOW_UP_MESSAGES } from '../../src/handoffs/follow-ups/messages.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import {
  followUpEscalationMessage,
  followUpNudgeMessage,
  followUpReminderMessage,
  followUpRequestMessage,
  followUpRoundupMessage,
} from '../../views/handoffs/follow-ups/messages.ts';

export const DRAWN_FOLLOW_UP_MESSAGES = drawn(FOLLOW_UP_MESSAGES, {
  request: (followUp, { message, asked }) =>
    followUpRequestMessage(followUp, { asked, reader: message.memberId ?? '' }),
  async nudge(followUp, { ctx, message, asked }) {
    const entry = await loadFollowUpEntry(ctx, message.data.entryId);
    return entry?.by
      ? followUpNudgeMessage(followUp, { by: entry.by, asked, reader: message.memberId })
      : null;
  },
  reminder: ({ of }, { message, asked }) => followUpReminderMessage(of, { asked, reader: message.memberId }),
  escalation: ({ of, limitAt }, { message, asked }) =>
    followUpEscalationMessage(of, {
      clock: message.data.clock,
      role: message.data.role,
      overdueSince: asked ? limitAt : null,
      reader: message.memberId,
    }),
  roundup: followUpRoundupMessage,
});
