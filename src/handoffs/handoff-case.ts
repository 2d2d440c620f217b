import { Prisma } from '../../prisma/generated/client.ts';
import { setAccountFields } from '../accounts/set-account-fields.ts';
import type { CaseKind } from '../cases/case-kind.ts';
import { lacksTimer } from '../cases/sweep.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { passOnRisks } from '../risks/pass-on-risks.ts';
import { AROUND_HANDOFF, type HandoffShape } from './around.ts';
import { type Effect, type HandoffClock, isOpen, owesNext } from './handoff.ts';
import { ladderFor } from './ladders.ts';
import { loadBookEntry } from './load-book.ts';
import { HANDOFF_NEWS_UNDER } from './messages.ts';
import { changedMeanwhile, notYours, whyNotNow } from './not-yours.ts';
import { oncePerBook } from './once-per-book.ts';
import { type HandoffParties, whoAnswers } from './parties.ts';
import { type HandoffRole, may } from './rights.ts';
import { loadScene, type Seen, withReceiver } from './scene.ts';
import { messagesAfter } from './tell.ts';
import { writeHandoff } from './write-handoff.ts';

const ruleOf = (clock: HandoffClock) => ({
  ladder: (parties: HandoffParties, now: Date) =>
    ladderFor(clock, parties.settings, parties.handoff.goLiveOn, now, whoAnswers(parties, now).zone),
});

const CLOCK = Prisma.sql`CASE h.state WHEN 'submitted' THEN 'acknowledge' WHEN 'acknowledged' THEN 'decide' ELSE 'resubmit' END`;

/** The handoff as a case. */
export const HANDOFFS: CaseKind<HandoffShape> = {
  ...AROUND_HANDOFF,
  hasEnded: ({ state }) => !isOpen(state),
  clocks: {
    acknowledge: ruleOf('acknowledge'),
    decide: ruleOf('decide'),
    resubmit: ruleOf('resubmit'),
    hard_stop: {
      ...ruleOf('hard_stop'),
      countsFrom: ({ handoff }) => handoff.submittedAt,
      isBackstop: true,
    },
  },
  gather: (messages, due, all) =>
    oncePerBook(
      messages,
      due,
      new Map(all.flatMap(({ handoff: { id, bookId } }) => (bookId ? [[id, bookId] as const] : []))),
    ),

  load: loadScene,
  write: writeHandoff,
  after: async (ctx, before, handoff) => ({
    ...before,
    handoff,
    people: await withReceiver(ctx, before, handoff.receiverId),
  }),
  carryOut: async (ctx, _, { effects = [] }) => {
    for (const effect of effects) await carryOut(ctx, effect);
  },

  may: (verb, { roles, handoff }) => may(verb, roles, handoff.private),
  notYours,
  changedMeanwhile,
  wrongState: whyNotNow,
  notTheirsToSnooze,
  insteadOfNudge: 'Reassign it to someone who is here.',
  insteadOfSnooze: 'Please answer it, or reassign it.',
  pauses: ({ values }) => ({
    snoozeTotal: values['handoff.sales_to_cs.snooze_total'],
    nudgePause: values['handoff.sales_to_cs.nudge_pause'],
  }),

  newsUnder: HANDOFF_NEWS_UNDER,
  firstAction: 'submitted',
  messages: async ({ actor, now }, after, { action }, { threads, entryId }) =>
    messagesAfter(action, after, threads, entryId, { actor, now }),
  // One of a book has no thread of its own, and may stand in what tells of several.
  shownIn: ({ bookId }) => (bookId ? [{ type: 'book', id: bookId }] : []),

  lost: (workspaceId) => Prisma.sql`
    SELECT h.id FROM handoffs h
     WHERE h.workspace_id = ${workspaceId}::uuid AND h.state IN ('submitted', 'acknowledged', 'returned')
       AND (${lacksTimer('handoff', Prisma.sql`h.id`, Prisma.sql`'hard_stop'`)} OR ${lacksTimer('handoff', Prisma.sql`h.id`, CLOCK)})`,
  clockHasEnded: Prisma.sql`NOT EXISTS (SELECT FROM handoffs h WHERE h.id = t.subject_id AND h.state NOT IN ('finished', 'cancelled'))`,
};

async function carryOut(ctx: TxCtx, effect: Effect): Promise<void> {
  if (effect.do === 'set account') {
    await setAccountFields(ctx, effect.account, effect.fields, 'slack');
    return;
  }
  const { accountId, bookId, fromId, toId } = effect;
  const book = await loadBookEntry(ctx, bookId);
  // Whoever had it when it was passed on, and whoever has it by now: another system may have been faster.
  const fromIds = [book?.fromId, fromId].filter((id) => typeof id === 'string');
  await passOnRisks(ctx, { accountId, fromIds, toId, reason: 'The account has a new CSM.' });
}

/** Of whoever may, only the side that owes the step may put it off. */
function notTheirsToSnooze({ handoff, roles }: HandoffParties & Seen): Refusal | null {
  const owes = owesNext(handoff);
  const sides: Record<'sender' | 'receiver', readonly HandoffRole[]> = {
    sender: ['sender', 'sender_cover'],
    receiver: ['receiver', 'cover', 'receiver_lead'],
  };
  return owes && !roles.some((role) => sides[owes].includes(role))
    ? refuse('not_owing', 'Only the person it is waiting for can snooze it.')
    : null;
}
