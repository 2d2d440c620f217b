import { beforeAll, beforeEach } from 'vitest';
import { escalateCase } from '../../src/cases/escalate-now.ts';
import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { undoCase } from '../../src/cases/undo.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { readHandoff } from '../../src/handoffs/read/find-handoffs.ts';
import type { HandoffRole, HandoffVerb } from '../../src/handoffs/rules/rights.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import {
  acceptHandoff,
  acknowledgeHandoff,
  promiseDecision,
  returnHandoff,
} from '../../src/handoffs/verbs/answer.ts';
import { cancelHandoff, finishHandoff, readFeedback } from '../../src/handoffs/verbs/close.ts';
import { introduceReceiver } from '../../src/handoffs/verbs/introduce.ts';
import { bookKickoff, customerAnswered, waitForCustomer } from '../../src/handoffs/verbs/kickoff.ts';
import {
  confirmReceiver,
  loadProposal,
  proposeReceiver,
  reassignHandoff,
} from '../../src/handoffs/verbs/reassign.ts';
import type { Ctx, Db } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { newMember, newTeam, newWorkspace } from '../people/world.ts';
import type { TestDatabase } from '../support/database.ts';

/** A workspace in which everybody is one thing only towards a handoff from `sender` to `receiver`. */
export interface House {
  ctx: Ctx;
  cast: readonly { name: string; role: HandoffRole }[];
  ids: Record<string, string>;
}

export const CAST: House['cast'] = [
  { name: 'sender', role: 'sender' },
  { name: 'sender cover', role: 'sender_cover' },
  { name: 'receiver', role: 'receiver' },
  { name: 'cover', role: 'cover' },
  { name: 'receiver lead', role: 'receiver_lead' },
  { name: 'receiver manager', role: 'receiver_manager' },
  { name: 'sender lead', role: 'sender_lead' },
  { name: 'admin', role: 'admin' },
  { name: 'onlooker', role: 'member' },
  { name: 'guest', role: 'outsider' },
  { name: 'stranger', role: 'outsider' },
  { name: 'bot', role: 'outsider' },
  { name: 'left', role: 'outsider' },
];

/** Both sides are away, so that their covers answer, and are still there to click. */
export async function buildHouse(db: Db): Promise<House> {
  const ctx = await newWorkspace(db);
  const ids: Record<string, string> = {};
  const join = async (name: string, over: object = {}) => {
    ids[name] = await newMember(ctx, `U${name.replaceAll(' ', '').toUpperCase()}`, over);
  };
  for (const name of ['receiver lead', 'receiver manager', 'sender lead', 'onlooker', 'present'])
    await join(name);
  const away = { awayUntil: new Date(ctx.now.getTime() + 7 * 24 * 3_600_000) };
  await join('cover');
  await join('sender cover');
  await join('sender', { ...away, coverId: ids['sender cover'] });
  await join('admin', { isAdmin: true });
  // Rights that a guest or a bot would have if they were colleagues.
  await join('guest', { isGuest: true, isAdmin: true });
  await join('stranger', { isStranger: true });
  await join('bot', { isBot: true, isAdmin: true });
  await join('left', { deactivatedAt: ctx.now, isAdmin: true });
  await join('receiver', { ...away, coverId: ids['cover'], managerId: ids['receiver manager'] });
  await newTeam(ctx, 'Sample Sales', 'sales', { leadId: ids['sender lead'], members: [ids['sender'] ?? ''] });
  const cs = ['receiver', 'present', 'left'].map((name) => ids[name] ?? '');
  await newTeam(ctx, 'Sample CS', 'cs', { leadId: ids['receiver lead'], members: cs });
  return { ctx, cast: CAST, ids };
}

/** The same for the tests of one file, or anew for each of them. */
export function ownHouse(database: TestDatabase, { anew = false } = {}): House {
  const house = {} as House;
  (anew ? beforeEach : beforeAll)(async () => {
    Object.assign(house, await buildHouse(database.db));
  });
  return house;
}

/** In whose name nothing of a house may be found: strangers, and its own people seen from another workspace. */
export function strangersTo(house: House, elsewhere: House, name: string): Record<string, Ctx> {
  return {
    'an admin of another workspace': acting(elsewhere, 'admin'),
    'its own, in the name of another workspace': { ...elsewhere.ctx, actor: acting(house, name).actor },
    'an admin of another workspace, in the name of this one': {
      ...house.ctx,
      actor: acting(elsewhere, 'admin').actor,
    },
  };
}

export function acting({ ctx, ids }: House, name: string): Ctx {
  return { ...ctx, actor: { type: 'member', memberId: ids[name] ?? '' } };
}

let handoffs = 0;

/** A handoff in the state in which the time for `verb` has come; for a snooze, that of who owes the next step. */
export async function handedOver(
  house: House,
  verb: HandoffVerb,
  { isPrivate, role = 'receiver' }: { isPrivate: boolean; role?: HandoffRole },
): Promise<string> {
  const handoffId = await newDraft(house, isPrivate);
  expectDone(await handOver(acting(house, 'sender'), { handoffId }));
  const sends = role === 'sender' || role === 'sender_cover';
  if (verb === 'resubmit' || (verb === 'snooze' && sends))
    expectDone(await run.return(acting(house, 'receiver'), handoffId));
  if (verb === 'confirm_receiver') expectDone(await run.propose_receiver(acting(house, 'admin'), handoffId));
  if (verb === 'read_feedback') {
    expectDone(await run.accept(acting(house, 'receiver'), handoffId));
    expectDone(await run.finish(acting(house, 'receiver'), handoffId));
  }
  if (verb === 'finish' || verb === 'book_kickoff' || verb === 'wait')
    expectDone(await run.accept(acting(house, 'receiver'), handoffId));
  if (verb === 'undo') {
    const { name } = CAST.find((one) => one.role === role) ?? { name: '' };
    expectDone(await run.accept(acting(house, name), handoffId));
  }
  return handoffId;
}

/** A full draft of the sender, of an account of its own. */
export async function newDraft(house: House, isPrivate = false): Promise<string> {
  handoffs += 1;
  const saved = await saveDraft(acting(house, 'sender'), {
    viewId: `V${handoffs}`,
    patch: {
      accountName: `Sample Account ${handoffs}`,
      receiverId: house.ids['receiver'] ?? '',
      private: isPrivate,
      brief: {
        contact: 'Sample Contact',
        why: 'Sample reason',
        open: 'Sample work',
        outcomes: [{ id: 'o1', text: 'Sample outcome' }],
        promises: 'None',
      },
    },
  });
  return expectDone(saved).handoff.id;
}

/** Each verb as a click would run it, by whoever acts in the context. */
export const run: Record<HandoffVerb, (ctx: Ctx, handoffId: string) => Promise<unknown>> = {
  read: readHandoff,
  acknowledge: (ctx, handoffId) => acknowledgeHandoff(ctx, { handoffId }),
  accept: (ctx, handoffId) => acceptHandoff(ctx, { handoffId }),
  finish: (ctx, handoffId) =>
    finishHandoff(ctx, {
      handoffId,
      heldOn: ctx.now.toISOString().slice(0, 10),
      askedAgain: [],
      quality: 5,
      note: '',
    }),
  book_kickoff: (ctx, handoffId) => bookKickoff(ctx, { handoffId, day: nextDay(ctx.now), link: '' }),
  // Pressed again, the customer has answered.
  async wait(ctx, handoffId) {
    const answered = await customerAnswered(ctx, { handoffId });
    const isWaiting = !isRefusal(answered) || answered.refused !== 'not_waiting';
    return isWaiting
      ? answered
      : waitForCustomer(ctx, { handoffId, day: nextDay(ctx.now), reason: 'Sample reason' });
  },
  async undo(ctx, handoffId) {
    return undoCase(ctx, HANDOFFS, { id: handoffId, version: await undoableVersion(ctx, handoffId) });
  },
  return: (ctx, handoffId) =>
    returnHandoff(ctx, { handoffId, criteria: ['champion'], note: 'Sample question' }),
  decide_by: (ctx, handoffId) => promiseDecision(ctx, { handoffId, day: nextDay(ctx.now) }),
  snooze: (ctx, handoffId) => snoozeCase(ctx, HANDOFFS, { id: handoffId, snooze: 'one_hour' }),
  async resubmit(ctx, handoffId) {
    // What `return` asks for, in other words each time.
    const name = `Sample Champion ${handoffId}`;
    const patch = { brief: { people: [{ id: 'p1', name, role: 'champion' as const }] } };
    const saved = await saveDraft(ctx, { handoffId, viewId: 'V-fix', patch });
    const submitted = await handOver(ctx, { handoffId });
    // Who may not hand over may not write either. Of two at once one comes too late.
    const isLate = isRefusal(submitted) && submitted.refused === 'wrong_state';
    if (!isLate && isRefusal(saved) !== isRefusal(submitted))
      throw new Error('filling the gaps and resubmitting disagree');
    return submitted;
  },
  amend: (ctx, handoffId) =>
    amendHandoff(ctx, {
      handoffId,
      // Another text each time.
      patch: ({ technical = '' }) => ({ technical: `${technical} Sample system` }),
    }),
  escalate: (ctx, handoffId) => escalateCase(ctx, HANDOFFS, { id: handoffId, reason: 'Sample reason' }),
  introduce: (ctx, handoffId) => introduceReceiver(ctx, { handoffId }),
  read_feedback: (ctx, handoffId) => readFeedback(ctx, { handoffId }),
  nudge: (ctx, handoffId) => nudgeCase(ctx, HANDOFFS, handoffId),
  cancel: (ctx, handoffId) => cancelHandoff(ctx, { handoffId, reason: 'Sample reason' }),
  async reassign(ctx, handoffId) {
    const { receiverId } = await ctx.db.handoff.findUniqueOrThrow({ where: { id: handoffId } });
    const other = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: 'UPRESENT' } });
    if (receiverId === other.id) throw new Error('it was reassigned already');
    return reassignHandoff(ctx, { handoffId, receiverId: other.id, reason: 'Sample reason' });
  },
  async propose_receiver(ctx, handoffId) {
    const other = await ctx.db.member.findFirstOrThrow({ where: { slackUserId: 'UPRESENT' } });
    return proposeReceiver(ctx, { handoffId, receiverId: other.id, reason: 'Sample reason' });
  },
  async confirm_receiver(ctx, handoffId) {
    const proposal = await loadProposal(ctx, handoffId);
    return confirmReceiver(ctx, { handoffId, entryId: proposal?.entryId ?? '' });
  },
};

/** That which the button carries: of what was done last that can be undone, or of the case as it is. */
export async function undoableVersion({ db }: Ctx, subjectId: string): Promise<number> {
  const entries = await db.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'desc' } });
  const versions = entries.flatMap(({ data }) => {
    const { undo } = data as { undo?: { version: number } };
    return undo ? [undo.version] : [];
  });
  return versions[0] ?? 1;
}

export const VERBS = Object.keys(run) as HandoffVerb[];

const nextDay = (now: Date): string => new Date(now.getTime() + 24 * 3_600_000).toISOString().slice(0, 10);

/** All that a verb would leave behind. */
export async function traceOf({ ctx: { db } }: House, handoffId: string) {
  const { version, state, receiverId, brief } = await db.handoff.findUniqueOrThrow({
    where: { id: handoffId },
  });
  const subjectId = handoffId;
  return {
    ...{ version, state, receiverId, brief },
    history: await db.auditEntry.count({ where: { subjectId } }),
    messages: await db.outboxMessage.count({ where: { subjectId } }),
    timers: await db.timer.findMany({
      where: { subjectId },
      select: { clock: true, version: true },
      orderBy: { clock: 'asc' },
    }),
  };
}

export function expectDone<T>(answer: T): Exclude<T, { refused: string }> {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}`);
  return answer as Exclude<T, { refused: string }>;
}
