import { undoneBy } from '../../src/cases/told/still-news.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { RISK_MESSAGES } from '../../src/risks/messages.ts';
import { loadRiskEntry } from '../../src/risks/read/load-risk-history.ts';
import { mayRisk } from '../../src/risks/rules/rights.ts';
import { loadRiskScene } from '../../src/risks/scene.ts';
import {
  riskEscalationMessage,
  riskNudgeMessage,
  riskReminderMessage,
  riskRoundupMessage,
} from '../../views/risks/chase-messages.ts';
import { riskCard, riskEventMessage, riskRequestMessage } from '../../views/risks/messages.ts';
import { ANYTHING, type May } from '../../views/risks/parts/buttons.ts';

export const DRAWN_RISK_MESSAGES = drawn(RISK_MESSAGES, {
  card: riskCard,
  request: async (risk, { ctx, message, asked: isAsked }) =>
    riskRequestMessage(risk, {
      memberId: message.memberId ?? '',
      isAsked,
      may: await mayOf(ctx, message),
    }),
  async event(risk, { ctx, message, asked }) {
    const { entryId, alone } = message.data;
    const entry = await loadRiskEntry(ctx, (asked ? null : await undoneBy(ctx, message)) ?? entryId);
    return entry && riskEventMessage(entry, risk, alone);
  },
  async nudge(risk, { ctx, message, asked }) {
    const entry = await loadRiskEntry(ctx, message.data.entryId);
    if (!entry?.by) return null;
    const may = await mayOf(ctx, message);
    return riskNudgeMessage(risk, { by: entry.by, asked, may, reader: message.memberId });
  },
  reminder: async ({ of }, { ctx, message, asked }) =>
    riskReminderMessage(of, {
      clock: message.data.clock,
      asked,
      may: await mayOf(ctx, message),
      reader: message.memberId,
    }),
  escalation: async ({ of, limitAt }, { ctx, message, asked }) =>
    riskEscalationMessage(of, {
      clock: message.data.clock,
      role: message.data.role,
      // A clock that was started again has another limit.
      overdueSince: asked ? limitAt : null,
      reader: message.memberId,
      may: await mayOf(ctx, message),
    }),
  roundup: riskRoundupMessage,
});

/** What its reader may do. In a channel that is many, and each click is checked again. */
async function mayOf(ctx: DeliveryCtx, { memberId, subject }: Message<unknown>): Promise<May> {
  if (memberId === null) return ANYTHING;
  const scene = await loadRiskScene({ ...ctx, actor: { type: 'member', memberId } }, subject.id);
  return (verb) => !isRefusal(scene) && mayRisk(verb, scene.roles, scene.risk);
}
