import type { MessageKind } from '../src/outbox/delivery.ts';
import { channelBlockedMessage, scopeMissingMessage } from '../views/baton/repair-messages.ts';
import { ACCOUNT_MESSAGES } from './messages/accounts.ts';
import { BOOK_MESSAGES } from './messages/books.ts';
import { DIGEST_MESSAGES } from './messages/digests.ts';
import { textIn } from './messages/fields.ts';
import { HANDOFF_MESSAGES } from './messages/handoffs.ts';
import { HEALTH_MESSAGES } from './messages/health.ts';
import { RISK_MESSAGES } from './messages/risks.ts';
import { renderMorning } from './morning.ts';

/** Outbox kind → what is said, as of the moment it goes out. */
export const MESSAGES: Record<string, MessageKind> = {
  ...HANDOFF_MESSAGES,
  ...RISK_MESSAGES,
  ...HEALTH_MESSAGES,
  ...ACCOUNT_MESSAGES,
  ...DIGEST_MESSAGES,
  ...BOOK_MESSAGES,
  morning: {
    about: 'customer',
    whenUnknown: 'resend',
    render: async (ctx, message) => renderMorning(ctx, message.memberId ?? '', textIn(message, 'day')),
  },
  channel_blocked: {
    about: 'internal',
    whenUnknown: 'resend',
    render: async (_, message) =>
      channelBlockedMessage({ channel: textIn(message, 'channel'), reason: textIn(message, 'reason') }),
  },
  scope_missing: {
    about: 'internal',
    whenUnknown: 'resend',
    render: async (_, message) => scopeMissingMessage({ scope: textIn(message, 'scope') }),
  },
};
