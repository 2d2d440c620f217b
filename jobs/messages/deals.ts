import { DEAL_MESSAGES } from '../../src/deals/messages.ts';
import { loadDealEntry } from '../../src/deals/read/load-deals.ts';
import { mayDeal } from '../../src/deals/rules/rights.ts';
import { loadDealScene } from '../../src/deals/scene.ts';
import { FOUND_MESSAGES } from '../../src/deals/told/found.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import {
  dealEscalationMessage,
  dealLostMessage,
  dealNudgeMessage,
  dealReminderMessage,
  dealRequestMessage,
  dealRoundupMessage,
  dealsManyMessage,
  headsUpMessage,
} from '../../views/deals/messages.ts';
import type { May } from '../../views/deals/parts.ts';

export const DRAWN_DEAL_MESSAGES = drawn(DEAL_MESSAGES, {
  request: async (deal, { ctx, message, asked }) =>
    dealRequestMessage(deal, { memberId: message.memberId ?? '', asked, may: await mayOf(ctx, message) }),
  async nudge(deal, { ctx, message, asked }) {
    const entry = await loadDealEntry(ctx, message.data.entryId);
    if (!entry?.by) return null;
    const may = await mayOf(ctx, message);
    return dealNudgeMessage(deal, { by: entry.by, asked, may, reader: message.memberId });
  },
  reminder: async ({ of }, { ctx, message, asked }) =>
    dealReminderMessage(of, { asked, may: await mayOf(ctx, message), reader: message.memberId }),
  escalation: async ({ of, limitAt }, { ctx, message, asked }) =>
    dealEscalationMessage(of, {
      clock: message.data.clock,
      role: message.data.role,
      // A clock that was started again has another limit.
      overdueSince: asked ? limitAt : null,
      reader: message.memberId,
      may: await mayOf(ctx, message),
    }),
  roundup: dealRoundupMessage,
  headsUp: headsUpMessage,
  lost: dealLostMessage,
});

export const DRAWN_FOUND_MESSAGES = drawn(FOUND_MESSAGES, { many: dealsManyMessage });

/** What its reader may do. In a channel nobody is known, and nothing but looking is offered. */
async function mayOf(ctx: DeliveryCtx, { memberId, subject }: Message<unknown>): Promise<May> {
  if (memberId === null) return () => false;
  const scene = await loadDealScene({ ...ctx, actor: { type: 'member', memberId } }, subject.id);
  return (verb) => !isRefusal(scene) && mayDeal(verb, scene.roles);
}
