import { Prisma } from '../../prisma/generated/client.ts';
import { setAccountFields } from '../accounts/set-account-fields.ts';
import type { Asks, CaseBatch, CaseKind, CaseShape } from '../cases/case-kind.ts';
import { loadPeople } from '../people/load-people.ts';
import { dbOf, type Reading, type TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { passOnRisks } from '../risks/pass-on-risks.ts';
import { loadSettings } from '../settings/load-settings.ts';
import {
  type Decision,
  type Effect,
  type Handoff,
  type HandoffClock,
  handoffName,
  owesNext,
  runningClocks,
} from './handoff.ts';
import { ladderFor } from './ladders.ts';
import { loadBookEntry } from './load-book.ts';
import { changedMeanwhile, notYours, whyNotNow } from './not-yours.ts';
import { oncePerBook } from './once-per-book.ts';
import { HANDOFF_HOME, handoffOwed } from './owed.ts';
import { type HandoffParties, personIn, sides, whoAnswers } from './parties.ts';
import { type HandoffRole, type HandoffVerb, may } from './rights.ts';
import { loadScene, type Seen, withReceiver } from './scene.ts';
import { messagesAfter, NEWS_UNDER, rootMessage } from './tell.ts';
import { bookRequest } from './tell-of-book.ts';
import { writeHandoff } from './write-handoff.ts';

export interface HandoffShape extends CaseShape {
  row: Handoff;
  parties: HandoffParties;
  scene: Seen;
  verb: HandoffVerb;
  clock: HandoffClock;
  decision: Decision;
}

const ruleOf = (clock: HandoffClock) => ({
  ladder: (parties: HandoffParties, now: Date) =>
    ladderFor(clock, parties.settings, parties.handoff.goLiveOn, now, whoAnswers(parties, now).zone),
});

/** The handoff as a case. */
export const HANDOFFS: CaseKind<HandoffShape> = {
  type: 'handoff',
  row: ({ handoff }) => handoff,

  running: runningClocks,
  name: handoffName,
  owed: handoffOwed,
  home: HANDOFF_HOME,
  table: Prisma.sql`handoffs`,
  isOwed: Prisma.sql`c.state IN ('submitted', 'acknowledged', 'returned', 'accepted')`,
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
  answers: (parties, now) => (owesNext(parties.handoff) ? whoAnswers(parties, now) : null),
  sides: ({ handoff, people }) => sides(handoff, people),
  gather: (messages, due, all) =>
    oncePerBook(
      messages,
      due,
      new Map(all.flatMap(({ handoff: { id, bookId } }) => (bookId ? [[id, bookId] as const] : []))),
    ),

  load: loadScene,
  loadBatch,
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
    snoozeTotal: values['handoff.snooze_total'],
    nudgePause: values['handoff.nudge_pause'],
  }),

  newsUnder: NEWS_UNDER,
  firstAction: 'submitted',
  messages: async ({ actor, now }, after, { action }, { threads, entryId }) =>
    messagesAfter(action, after, threads, entryId, { actor, now }),
  asks: askedBy,
  askStandIn: (_, { handoff, people }, to, { entryId, last }) => {
    const { bookId, state, version } = handoff;
    if (bookId && last?.subject.type === 'book')
      return [bookRequest(bookId, personIn({ people }, handoff.receiverId), to, entryId)];
    const kind = state === 'returned' ? 'handoff_returned' : 'handoff_request';
    return [rootMessage(handoff, kind, to, version, entryId)];
  },
  // One of a book has no thread of its own, and may stand in what tells of several.
  shownIn: ({ bookId }) => (bookId ? [{ type: 'book', id: bookId }] : []),
};

async function loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<HandoffParties>> {
  const db = dbOf(ctx);
  const handoffs = await db.handoff.findMany({
    where: { id: { in: [...ids] }, workspaceId: ctx.workspace.id },
  });
  const named = handoffs.flatMap(({ senderId, receiverId }) =>
    receiverId ? [senderId, receiverId] : [senderId],
  );
  const people = await loadPeople(db, ctx.workspace.id, named);
  const settings = await loadSettings(db, ctx.workspace.id);
  const parties = new Map(handoffs.map((handoff) => [handoff.id, { handoff, people, settings }]));
  return { people, settings, parties };
}

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

/** What came with a book is asked for with all of it. */
function askedBy({ id, state, bookId, receiverId }: Handoff): Asks[] {
  const subject = { type: 'handoff', id };
  if (state === 'returned') return [{ subject, kinds: ['handoff_returned'] }];
  const alone = { subject, kinds: ['handoff_request'] };
  if (!bookId || !receiverId) return [alone];
  const data = { path: ['receiverId'], equals: receiverId };
  return [{ subject: { type: 'book', id: bookId }, kinds: ['book_request'], data }, alone];
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
