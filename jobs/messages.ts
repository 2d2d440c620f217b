import { MORNING } from '../src/cases/told/remind.ts';
import { drawn } from '../src/outbox/define-message.ts';
import { channelBlockedMessage, scopeMissingMessage } from '../views/baton/repair-messages.ts';
import { DRAWN_ACCOUNT_MESSAGES } from './messages/accounts.ts';
import { DRAWN_DIGEST_MESSAGES } from './messages/digests.ts';
import { DRAWN_BOOK_MESSAGES, DRAWN_HANDOFF_MESSAGES } from './messages/handoffs.ts';
import { DRAWN_HEALTH_MESSAGES } from './messages/health.ts';
import { DRAWN_RISK_MESSAGES } from './messages/risks.ts';
import { renderMorning } from './morning.ts';
import { ADMIN_MESSAGES } from './tell-admins.ts';

/** Outbox kind → what is said, as of the moment it goes out. */
export const MESSAGES = {
  ...DRAWN_HANDOFF_MESSAGES,
  ...DRAWN_BOOK_MESSAGES,
  ...DRAWN_RISK_MESSAGES,
  ...DRAWN_HEALTH_MESSAGES,
  ...DRAWN_ACCOUNT_MESSAGES,
  ...DRAWN_DIGEST_MESSAGES,
  ...drawn(
    { morning: MORNING },
    { morning: ({ day }, { ctx, message }) => renderMorning(ctx, message.memberId ?? '', day) },
  ),
  ...drawn(ADMIN_MESSAGES, { blocked: channelBlockedMessage, scope: scopeMissingMessage }),
};

/** Every kind of message there is. */
export type Kind = keyof typeof MESSAGES;
