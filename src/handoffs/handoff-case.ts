import { Prisma } from '../../prisma/generated/client.ts';
import {
  giveBackFields,
  holdFields,
  REPLACED,
  saysStill,
  setAccountFields,
} from '../accounts/change/set-account-fields.ts';
import type { Asks, Beside, CaseKind } from '../cases/case-kind.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { passOnRisks } from '../risks/verbs/reassign.ts';
import { loadBookEntry } from './books/load-book.ts';
import { followHandoff } from './follow-ups/follow-handoff.ts';
import {
  type Decision,
  type Effect,
  type Handoff,
  type HandoffClock,
  handoffName,
  kickoffStarts,
  OPEN_STATES,
  owesNext,
} from './handoff.ts';
import { KINDS } from './kinds.ts';
import { BOOK_MESSAGES, HANDOFF_MESSAGES, HANDOFF_NEWS_UNDER } from './messages.ts';
import { ladderFor } from './rules/ladders.ts';
import { HANDOFF_HOME, handoffOwed } from './rules/owed.ts';
import {
  changedMeanwhile,
  type HandoffParties,
  notYours,
  personIn,
  type Scene,
  type Seen,
  whoAnswers,
  whyNotNow,
} from './rules/parties.ts';
import { settingsOf } from './rules/policy.ts';
import { type HandoffRole, may } from './rules/rights.ts';
import { AROUND_HANDOFF, type HandoffShape, loadScene, withReceiver, writeHandoff } from './scene.ts';
import { messagesAfter, rootMessage } from './told/tell.ts';
import { bookRequest, oncePerBook } from './told/tell-of-book.ts';

const ruleOf = (clock: HandoffClock) => ({
  ladder(parties: HandoffParties, now: Date) {
    const { handoff, segment, people, settings } = parties;
    const receiver = people.get(handoff.receiverId ?? '');
    const policy = settingsOf({ kind: handoff.kind, segment, receiver }, settings);
    return ladderFor(clock, policy, handoff, now, whoAnswers(parties, now).zone);
  },
});

/** The handoff as a case. */
export const HANDOFFS: CaseKind<HandoffShape> = {
  ...AROUND_HANDOFF,
  name: handoffName,
  owed: handoffOwed,
  home: HANDOFF_HOME,
  table: Prisma.sql`handoffs`,
  isOwed: Prisma.sql`c.state = ANY (${[...OPEN_STATES]}::handoff_state[])`,
  does: [
    {
      isOf: (memberId) => Prisma.sql`c.receiver_id = ${memberId}`,
      actions: [
        ...['acknowledged', 'decision_promised', 'accepted', 'returned'],
        ...['kickoff_booked', 'waiting', 'finished'],
      ],
    },
    { isOf: (memberId) => Prisma.sql`c.sender_id = ${memberId}`, actions: ['resubmitted'] },
  ],
  clocks: {
    acknowledge: ruleOf('acknowledge'),
    decide: ruleOf('decide'),
    resubmit: ruleOf('resubmit'),
    book_kickoff: { ...ruleOf('book_kickoff'), startsAt: kickoffStart },
    hold_kickoff: { ...ruleOf('hold_kickoff'), startsAt: kickoffStart },
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
  async carryOut(ctx, _, { effects = [] }) {
    const beside: Beside[] = [];
    for (const effect of effects) beside.push(await carryOut(ctx, effect));
    return beside.includes('for good') ? 'for good' : Object.assign({}, ...beside);
  },
  takeBack,
  follow: followHandoff,

  may: (verb, { roles, handoff }) => may(verb, roles, handoff.private),
  notYours,
  changedMeanwhile,
  wrongState: whyNotNow,
  notDue,
  notTheirsToSnooze,
  insteadOfNudge: 'Reassign it to someone who’s here.',
  insteadOfSnooze: 'Take the next step, or reassign it.',
  pauses: ({ values }) => ({
    snoozeTotal: values['handoff.snooze_total'],
    nudgePause: values['handoff.nudge_pause'],
  }),

  newsUnder: HANDOFF_NEWS_UNDER,
  firstAction: 'submitted',
  // Of a response nobody was told.
  messages: async ({ actor, now }, after, { action, undoes }, { threads, entryId }) =>
    undoes?.action === 'acknowledged' ? [] : messagesAfter(action, after, threads, entryId, { actor, now }),
  asks: askedBy,
  askStandIn: (_, { handoff, people }, to, { entryId, last }) => {
    const { bookId, state, version } = handoff;
    if (bookId && last?.subject.type === 'book')
      return [bookRequest(bookId, personIn({ people }, handoff.receiverId), to, entryId)];
    const kind = state === 'returned' ? 'returned' : 'request';
    return [rootMessage(handoff, kind, to, version, entryId)];
  },
  // One of a book has no thread of its own, and may stand in what tells of several.
  shownIn: ({ bookId }) => (bookId ? [{ type: 'book', id: bookId }] : []),
};

async function carryOut(ctx: TxCtx, effect: Effect): Promise<Beside> {
  switch (effect.do) {
    case 'set account': {
      const { account, fields } = effect;
      return { replaced: await setAccountFields(ctx, account, fields, 'slack') };
    }
    case 'give account back': {
      const replaced = REPLACED.read(effect.replaced, effect.accountId);
      if (replaced) await giveBackFields(ctx, effect.accountId, replaced, effect.at);
      return {};
    }
    case 'pass on risks': {
      const { accountId, bookId, fromId, toId } = effect;
      const book = bookId === null ? null : await loadBookEntry(ctx, bookId);
      // Whoever had it when it was passed on, and whoever has it by now: another system may have been faster.
      const fromIds = [book?.fromId, fromId].filter((id) => typeof id === 'string');
      const reason = 'The account has a new CSM.';
      // Whose risk it is by now has been asked to take it.
      return (await passOnRisks(ctx, { accountId, fromIds, toId, reason })) > 0 ? 'for good' : {};
    }
  }
}

function kickoffStart({ handoff, people }: HandoffParties): Date | null {
  return kickoffStarts(handoff, personIn({ people }, handoff.receiverId).zone);
}

/** Before the day the kickoff is booked for, or while it waits for the customer, nobody can be asked for it. */
function notDue(scene: Scene, now: Date): Refusal | null {
  const { handoff } = scene;
  if ((kickoffStart(scene) ?? now) <= now) return null;
  const { what } = KINDS[handoff.kind].template.finish;
  return refuse(
    'not_due',
    handoff.kickoffBy
      ? `The ${what} for ${handoffName(handoff)} is booked, and its day is still to come.`
      : `${handoffName(handoff)} is waiting for the customer.`,
  );
}

/** The account goes back as well, where nobody has given it to somebody since. */
async function takeBack(
  ctx: TxCtx,
  { handoff, account }: Scene,
  beside: { replaced?: unknown },
): Promise<Partial<Decision> | Refusal | 'for good'> {
  const replaced = REPLACED.read(beside.replaced ?? {}, handoff.id);
  if (!replaced) return 'for good';
  if (!account || !handoff.acceptedAt || Object.keys(replaced).length === 0) return {};
  const { id: accountId } = account;
  // Whoever accepts another one of it at this moment comes before, and is seen, or after.
  await holdFields(ctx, account);
  const later = await ctx.tx.handoff.count({
    where: {
      workspaceId: ctx.workspace.id,
      accountId,
      id: { not: handoff.id },
      acceptedAt: { gte: handoff.acceptedAt },
      state: { in: ['accepted', 'finished'] },
    },
  });
  if (later > 0 || !saysStill(account, replaced))
    return refuse(
      'changed_since',
      'The account was given to someone or moved on in the meantime, so this can’t be undone any more.',
    );
  return { effects: [{ do: 'give account back', accountId, replaced, at: handoff.acceptedAt }] };
}

/** What came with a book is asked for with all of it. */
function askedBy({ id, state, bookId, receiverId }: Handoff): Asks[] {
  const subject = { type: 'handoff', id };
  if (state === 'returned') return [{ subject, kinds: [HANDOFF_MESSAGES.returned.kind] }];
  const alone = { subject, kinds: [HANDOFF_MESSAGES.request.kind] };
  if (!bookId || !receiverId) return [alone];
  const data = { path: ['receiverId'], equals: receiverId };
  return [{ subject: { type: 'book', id: bookId }, kinds: [BOOK_MESSAGES.request.kind], data }, alone];
}

/** Of whoever may, only the side that owes the step may put it off. */
function notTheirsToSnooze({ handoff, roles }: HandoffParties & Seen): Refusal | null {
  const owes = owesNext(handoff);
  const sides: Record<'sender' | 'receiver', readonly HandoffRole[]> = {
    sender: ['sender', 'sender_cover'],
    receiver: ['receiver', 'cover', 'receiver_lead'],
  };
  return owes && !roles.some((role) => sides[owes].includes(role))
    ? refuse('not_owing', 'Only the person it’s waiting for can snooze it.')
    : null;
}
