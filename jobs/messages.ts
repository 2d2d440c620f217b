import { GATHERED_MESSAGES } from '../src/cases/told/gather.ts';
import type { ToldStands } from '../src/cases/told/load-told.ts';
import { MORNING } from '../src/cases/told/remind.ts';
import { drawn } from '../src/outbox/define-message.ts';
import type { DeliveryCtx, MessageKind, Where } from '../src/outbox/delivery.ts';
import type { Message } from '../src/outbox/message.ts';
import { together } from '../src/outbox/together.ts';
import { loadZones } from '../src/people/load-people.ts';
import { isZone } from '../src/time/local-date.ts';
import { channelBlockedMessage, scopeMissingMessage } from '../views/baton/repair-messages.ts';
import { withDatesIn } from '../views/kit/dates.ts';
import { DRAWN_ACCOUNT_MESSAGES } from './messages/accounts.ts';
import { DRAWN_DEAL_MESSAGES, DRAWN_FOUND_MESSAGES } from './messages/deals.ts';
import { DRAWN_DIGEST_MESSAGES } from './messages/digests.ts';
import { DRAWN_FOLLOW_UP_MESSAGES } from './messages/follow-ups.ts';
import { DRAWN_BOOK_MESSAGES, DRAWN_HANDOFF_MESSAGES } from './messages/handoffs.ts';
import { DRAWN_HEALTH_MESSAGES } from './messages/health.ts';
import { DRAWN_RISK_MESSAGES } from './messages/risks.ts';
import { renderGathered, renderMorning } from './morning.ts';
import { ADMIN_MESSAGES } from './tell-admins.ts';

const gathered = (stands: ToldStands, { ctx, message, where: { posted } }: Gathered) =>
  renderGathered(ctx, stands, { memberId: message.memberId ?? '', posted });
interface Gathered {
  ctx: DeliveryCtx;
  message: Pick<Message, 'memberId'>;
  where: Where;
}

const DRAWN = {
  ...DRAWN_HANDOFF_MESSAGES,
  ...DRAWN_BOOK_MESSAGES,
  ...DRAWN_FOLLOW_UP_MESSAGES,
  ...DRAWN_RISK_MESSAGES,
  ...DRAWN_DEAL_MESSAGES,
  ...DRAWN_FOUND_MESSAGES,
  ...DRAWN_HEALTH_MESSAGES,
  ...DRAWN_ACCOUNT_MESSAGES,
  ...DRAWN_DIGEST_MESSAGES,
  ...drawn(
    { morning: MORNING },
    {
      morning: ({ day }, { ctx, message, where: { posted } }) =>
        renderMorning(ctx, { memberId: message.memberId ?? '', day, posted }),
    },
  ),
  ...drawn(GATHERED_MESSAGES, { roundup: gathered, reminders: gathered }),
  ...drawn(ADMIN_MESSAGES, { blocked: channelBlockedMessage, scope: scopeMissingMessage }),
};

/** Every kind of message there is. */
export type Kind = keyof typeof DRAWN;

/** Outbox kind → what is said, as of the moment it goes out. */
export const MESSAGES = Object.fromEntries(
  Object.entries(DRAWN).map(([kind, one]) => [kind, inTheirZone(one)]),
) as Record<Kind, MessageKind>;

/** Whoever a message speaks to reads its dates in their own zone, also where Slack does not turn them. */
function inTheirZone(kind: MessageKind): MessageKind {
  return {
    ...kind,
    async render(ctx, message, where) {
      const said = await kind.render(ctx, message, where);
      if (said === null || message.memberId === null) return said;
      const zone = await together(loadZones, ctx, message.memberId);
      return zone !== null && isZone(zone) ? withDatesIn(zone, said) : said;
    },
  };
}
