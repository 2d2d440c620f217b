import { z } from 'zod';
import { caseMessages, Entry, fallbackTo, OF_CASE } from '../cases/told/messages.ts';
import { MorningDay } from '../cases/told/remind.ts';
import { stillNews } from '../cases/told/still-news.ts';
import { defineMessage, NO_DATA } from '../outbox/define-message.ts';
import type { DeliveryCtx } from '../outbox/delivery.ts';
import type { Message } from '../outbox/message.ts';
import { together } from '../outbox/together.ts';
import { findAdmins } from '../people/load-people.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { Enabled } from './alerts/alerts.ts';
import { loadPreviewOf } from './alerts/load-alerts.ts';
import { loadEachShownRisk } from './read/load-risks.ts';
import { RISK_CLOCKS } from './risk.ts';
import { AROUND_RISK } from './scene.ts';

const ofRisk = {
  ...OF_CASE,
  load: (ctx: DeliveryCtx, { subject }: Message<unknown>) =>
    together(loadEachShownRisk, ctx, { id: subject.id }),
};

/** What is said of risks. */
export const RISK_MESSAGES = {
  ...caseMessages({
    type: 'risk',
    around: AROUND_RISK,
    load: loadEachShownRisk,
    clocks: RISK_CLOCKS,
    owes: ({ answers }) => answers,
    runs: (risk, clock) => risk.clock === clock && !risk.snoozedUntil,
    request: {
      interrupts: true,
      isOpen: ({ state }) => state === 'open',
      // It is held until they work, and somebody else may have taken it meanwhile.
      isFor: ({ state, answers }, memberId) => state === 'open' && answers?.id === memberId,
    },
    isSameStep: (risk, then) => risk.clock === then.clock && risk.checkInOn === then.checkInOn,
  }),
  card: defineMessage({
    ...ofRisk,
    kind: 'risk_card',
    data: NO_DATA,
    fallback: fallbackTo(AROUND_RISK, (ctx, _, parties) => AROUND_RISK.answers(parties, ctx.now)),
  }),
  event: defineMessage({
    ...ofRisk,
    kind: 'risk_event',
    data: Entry.extend({ alone: z.boolean().default(false) }),
    asked: stillNews,
    // News in a card's thread follows the card; in a person's thread it is theirs.
    fallback: fallbackTo(AROUND_RISK, (ctx, { memberId }, parties) =>
      memberId === null ? AROUND_RISK.answers(parties, ctx.now) : null,
    ),
  }),
};

/** Root messages under which news goes. */
export const RISK_NEWS_UNDER = [RISK_MESSAGES.card.kind, RISK_MESSAGES.request.kind];

/** What is said of alerts while they are tried out, and once they are turned on. */
export const ALERT_MESSAGES = {
  preview: defineMessage({
    ...OF_CASE,
    kind: 'health_preview',
    data: MorningDay,
    load: (ctx, { memberId, data: { day } }) => loadPreviewOf(ctx, memberId ?? '', day),
  }),
  enabled: defineMessage({
    ...OF_CASE,
    kind: 'alerts_enabled',
    data: Enabled,
    async fallback(ctx) {
      const settings = await loadSettings(ctx.db, ctx.workspace.id);
      const [admin] = await findAdmins(ctx.db, ctx.workspace.id, settings);
      return admin?.slackUserId ?? null;
    },
  }),
};
