import { caseMessages, Entry, OF_CASE } from '../cases/told/messages.ts';
import { defineMessage } from '../outbox/define-message.ts';
import type { DeliveryCtx } from '../outbox/delivery.ts';
import type { Message } from '../outbox/message.ts';
import { together } from '../outbox/together.ts';
import { DEAL_CLOCKS } from './deal.ts';
import { loadEachShownDeal } from './read/load-deals.ts';
import { AROUND_DEAL } from './scene.ts';

/** Something that is true whatever has happened since; the view shows what is so now. */
const ofDeal = {
  ...OF_CASE,
  data: Entry,
  load: (ctx: DeliveryCtx, { subject }: Message<unknown>) =>
    together(loadEachShownDeal, ctx, { id: subject.id }),
};

/** What is said of deals. */
export const DEAL_MESSAGES = {
  ...caseMessages({
    type: 'deal',
    around: AROUND_DEAL,
    load: loadEachShownDeal,
    clocks: DEAL_CLOCKS,
    owes: ({ answers }) => answers,
    runs: ({ state, snoozedUntil }) => state === 'won' && !snoozedUntil,
    request: {
      interrupts: true,
      isOpen: ({ state }) => state === 'won',
      // It is held until they work. Where nobody is known, it went to admins.
      isFor: ({ state, answers }, memberId) => state === 'won' && (!answers || answers.id === memberId),
    },
  }),
  /** To whoever is to take over a customer that is about to sign. */
  headsUp: defineMessage({ ...ofDeal, kind: 'deal_heads_up' }),
  /** To whoever has written something about a deal that was lost. */
  lost: defineMessage({ ...ofDeal, kind: 'deal_lost' }),
};

/** Root messages under which news goes: it is drawn in them. */
export const DEAL_NEWS_UNDER = [DEAL_MESSAGES.request.kind];
