import type { CaseKind, CaseShape } from '../../src/cases/case-kind.ts';
import { postDeals } from '../../src/deals/take/deal-input.ts';
import { beginDeal, handOver } from '../../src/deals/verbs/hand-over.ts';
import { CASES } from '../../src/every-case.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import { acceptHandoff, acknowledgeHandoff, returnHandoff } from '../../src/handoffs/verbs/answer.ts';
import { introduceReceiver } from '../../src/handoffs/verbs/introduce.ts';
import { bookKickoff, waitForCustomer } from '../../src/handoffs/verbs/kickoff.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { claimRisk, planRisk } from '../../src/risks/verbs/work.ts';
import { newAccount } from '../health/signals.ts';
import { dayAfter } from './days.ts';
import type { Job, Place } from './places.ts';
import { type CaseRef, done, type Stage } from './stage.ts';

/** Something that is left undone. */
export interface Hole {
  what: string;
  /** Who leaves it; others may be told of it. Null: nobody is known. */
  by: Job | null;
  /** In so many working days somebody else has heard of it … */
  within: number;
  /** … counted from so many days after it was begun. */
  from?: number;
  /** Nobody but those it names reads it, and its account is not named. */
  isPrivate?: true;
  begin(stage: Stage, place: Place, account: string): Promise<unknown>;
  /** The case by which somebody hears of it. */
  find(stage: Stage, account: string): Promise<CaseRef | null>;
}

const id = ({ ids }: Place, job: Job) => ids.get(job) ?? '';

interface Sending {
  from?: Job;
  to?: Job;
  isPrivate?: boolean;
  knownBy?: Record<string, string>;
}

async function draft(stage: Stage, place: Place, account: string, how: Sending = {}): Promise<string> {
  const { from = 'rep', to = 'csm', isPrivate = false, knownBy = {} } = how;
  const saved = await saveDraft(stage.ctx(id(place, from)), {
    viewId: `V ${account}`,
    patch: {
      accountName: account,
      receiverId: id(place, to),
      private: isPrivate,
      brief: {
        ...{
          contact: 'Sample Contact',
          why: 'Sample reason',
          promises: 'None',
          open: 'Sample work',
          knownBy,
        },
        outcomes: [{ id: 'o1', text: 'Sample outcome' }],
      },
    },
  });
  return done(saved, `the draft for ${account}`).handoff.id;
}

async function send(stage: Stage, place: Place, account: string, how: Sending = {}): Promise<string> {
  const handoffId = await draft(stage, place, account, how);
  done(await handOver(stage.ctx(id(place, how.from ?? 'rep')), { handoffId }), `handing ${account} over`);
  return handoffId;
}

/** Accepted, and its introduction made. */
async function accepted(stage: Stage, place: Place, account: string, how: Sending = {}): Promise<string> {
  const handoffId = await send(stage, place, account, how);
  done(await acceptHandoff(stage.ctx(id(place, 'csm')), { handoffId }), `accepting ${account}`);
  done(await introduceReceiver(stage.ctx(id(place, how.from ?? 'rep')), { handoffId }), 'introducing');
  return handoffId;
}

/** The kickoff is booked for a day behind all that is looked at: nothing of the handoff itself is owed. */
async function resting(stage: Stage, place: Place, account: string, how: Sending = {}): Promise<string> {
  const handoffId = await accepted(stage, place, account, how);
  await book(stage, place, handoffId, 170);
  return handoffId;
}

async function book(stage: Stage, place: Place, handoffId: string, days: number): Promise<void> {
  const day = dayAfter(stage.now(), days);
  done(await bookKickoff(stage.ctx(id(place, 'csm')), { handoffId, day, link: '' }), 'booking');
}

const win = async (stage: Stage, account: string, owner: string | undefined): Promise<void> => {
  const [taken] = await postDeals(stage.ctx(), [
    { deal_id: account, account_name: account, ...(owner && { owner }) },
  ]);
  if (taken?.kind !== 'create')
    throw new Error(`the deal of ${account} was not taken: ${JSON.stringify(taken)}`);
};

const byAccount = (account: string) => ({ OR: [{ accountName: account }, { account: { name: account } }] });

async function findDeal({ database: { db } }: Stage, account: string): Promise<CaseRef | null> {
  const found = await db.deal.findFirst({ where: { accountName: account } });
  return found && { type: 'deal', id: found.id };
}
async function findHandoff({ database: { db } }: Stage, account: string): Promise<CaseRef | null> {
  const found = await db.handoff.findFirst({ where: byAccount(account) });
  return found && { type: 'handoff', id: found.id };
}
const findFollowUp = (step: 'introduce' | 'answer' | 'confirm') =>
  async function find({ database: { db } }: Stage, account: string): Promise<CaseRef | null> {
    const found = await db.handoffFollowUp.findFirst({ where: { step, handoff: byAccount(account) } });
    return found && { type: 'follow_up', id: found.id };
  };
async function findRisk({ database: { db } }: Stage, account: string): Promise<CaseRef | null> {
  const found = await db.risk.findFirst({ where: { account: { name: account } } });
  return found && { type: 'risk', id: found.id };
}

async function flagged(stage: Stage, place: Place, account: string, isOwned: boolean): Promise<string> {
  const accountId = await newAccount(stage.ctx(), account, {
    ...(isOwned && { csOwnerId: id(place, 'csm') }),
    stage: 'adopt',
  });
  const flag = {
    kind: 'other',
    sentiment: null,
    note: 'Sample note',
    evidence: null,
    urgent: false,
  } as const;
  return done(await flagRisk(stage.ctx(id(place, 'rep')), { account: { id: accountId }, ...flag }), 'flag')
    .riskId;
}

/**
 * Twice the time that the step has, and two days: whoever is above hears on their next morning where their day was full.
 * What is found by a look once a day has a working day before.
 */
const SHORT = 4;
const LONG = 6;
const FOUND = 6;

export const HOLES: readonly Hole[] = [
  {
    what: 'a deal without a rep',
    by: null,
    within: SHORT,
    begin: (stage, _, account) => win(stage, account, undefined),
    find: findDeal,
  },
  {
    what: 'a deal whose rep nobody knows',
    by: null,
    within: SHORT,
    begin: (stage, _, account) => win(stage, account, 'someone.else@sample.example'),
    find: findDeal,
  },
  {
    what: 'a deal that is not handed over',
    by: 'rep',
    within: SHORT,
    begin: (stage, place, account) => win(stage, account, place.emails.get('rep')),
    find: findDeal,
  },
  {
    what: 'a deal whose draft is left',
    by: 'rep',
    within: SHORT,
    async begin(stage, place, account) {
      await win(stage, account, place.emails.get('rep'));
      const deal = await findDeal(stage, account);
      done(await beginDeal(stage.ctx(id(place, 'rep')), { dealId: deal?.id ?? '' }), 'beginning');
    },
    find: findDeal,
  },
  { what: 'a draft that is left', by: 'rep', within: FOUND, begin: draft, find: findDeal },
  { what: 'submitted, and unanswered', by: 'csm', within: SHORT, begin: send, find: findHandoff },
  {
    what: 'submitted in private, and unanswered',
    by: 'csm',
    within: SHORT,
    isPrivate: true,
    begin: (stage, place, account) => send(stage, place, account, { isPrivate: true }),
    find: findHandoff,
  },
  {
    what: 'acknowledged, and not decided on',
    by: 'csm',
    within: LONG,
    async begin(stage, place, account) {
      const handoffId = await send(stage, place, account);
      done(await acknowledgeHandoff(stage.ctx(id(place, 'csm')), { handoffId }), 'acknowledging');
      done(await introduceReceiver(stage.ctx(id(place, 'rep')), { handoffId }), 'introducing');
    },
    find: findHandoff,
  },
  ...([false, true] as const).map(
    (isPrivate): Hole => ({
      what: `returned${isPrivate ? ' in private' : ''}, and not sent again`,
      by: 'rep',
      within: LONG,
      ...(isPrivate && { isPrivate }),
      async begin(stage, place, account) {
        const handoffId = await send(stage, place, account, { isPrivate });
        const how = { handoffId, criteria: ['champion'] };
        done(await returnHandoff(stage.ctx(id(place, 'csm')), how), 'returning');
      },
      find: findHandoff,
    }),
  ),
  {
    what: 'returned to service, and not sent again',
    by: 'onboarder',
    within: LONG,
    async begin(stage, place, account) {
      const handoffId = await send(stage, place, account, { from: 'onboarder' });
      done(
        await returnHandoff(stage.ctx(id(place, 'csm')), { handoffId, criteria: [], note: 'More?' }),
        'returning',
      );
    },
    find: findHandoff,
  },
  { what: 'accepted, and no kickoff booked', by: 'csm', within: LONG, begin: accepted, find: findHandoff },
  {
    what: 'a kickoff booked, and never held',
    by: 'csm',
    within: LONG,
    from: 4,
    async begin(stage, place, account) {
      await book(stage, place, await accepted(stage, place, account), 4);
    },
    find: findHandoff,
  },
  {
    what: 'waiting for the customer for longer than may be',
    by: 'csm',
    within: LONG,
    from: 11,
    async begin(stage, place, account) {
      const handoffId = await accepted(stage, place, account);
      const how = { handoffId, day: dayAfter(stage.now(), 11), reason: 'Sample reason' };
      done(await waitForCustomer(stage.ctx(id(place, 'csm')), how), 'waiting');
    },
    find: findHandoff,
  },
  {
    what: 'an introduction not made',
    by: 'rep',
    within: SHORT,
    async begin(stage, place, account) {
      const handoffId = await send(stage, place, account);
      done(await acceptHandoff(stage.ctx(id(place, 'csm')), { handoffId }), 'accepting');
      await book(stage, place, handoffId, 170);
    },
    find: findFollowUp('introduce'),
  },
  {
    what: 'known by a day, and not said',
    by: 'rep',
    within: SHORT,
    from: 3,
    begin: (stage, place, account) =>
      resting(stage, place, account, { knownBy: { champion: dayAfter(stage.now(), 3) } }),
    find: findFollowUp('answer'),
  },
  ...(['rep', 'csm'] as const).map(
    (by): Hole => ({
      what: `a change that the ${by} does not confirm`,
      by,
      within: LONG,
      async begin(stage, place, account) {
        const handoffId = await resting(stage, place, account);
        const goLive = dayAfter(stage.now(), 60);
        const other = id(place, by === 'rep' ? 'csm' : 'rep');
        done(await amendHandoff(stage.ctx(other), { handoffId, patch: () => ({ goLive }) }), 'changing');
      },
      find: findFollowUp('confirm'),
    }),
  ),
  {
    what: 'an account in Land without a CSM',
    by: 'rep',
    within: FOUND,
    begin: (stage, place, account) => newAccount(stage.ctx(), account, { salesOwnerId: id(place, 'rep') }),
    find: findDeal,
  },
  {
    what: 'a risk that is not taken',
    by: 'csm',
    within: SHORT,
    begin: (stage, place, account) => flagged(stage, place, account, true),
    find: findRisk,
  },
  {
    what: 'a risk that is nobody’s',
    by: 'rep',
    within: SHORT,
    begin: (stage, place, account) => flagged(stage, place, account, false),
    find: findRisk,
  },
  {
    what: 'a risk without a plan',
    by: 'csm',
    within: SHORT,
    async begin(stage, place, account) {
      const riskId = await flagged(stage, place, account, true);
      done(await claimRisk(stage.ctx(id(place, 'csm')), { riskId }), 'claiming');
    },
    find: findRisk,
  },
  {
    what: 'a risk that is not looked at again',
    by: 'csm',
    within: SHORT,
    from: 3,
    async begin(stage, place, account) {
      const riskId = await flagged(stage, place, account, true);
      const day = dayAfter(stage.now(), 3);
      const plan = { riskId, firstAction: 'Sample step', dueOn: day, checkInOn: day };
      done(await planRisk(stage.ctx(id(place, 'csm')), plan), 'planning');
    },
    find: findRisk,
  },
];

/** What ends the silence of a case: of a follow-up also what ends its handoff. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  handoff: ['acknowledge', 'accept', 'return', 'resubmit', 'finish', 'book_kickoff', 'reassign', 'cancel'],
  deal: ['hand_over', 'assign', 'dismiss'],
  risk: ['claim', 'plan', 'check_in', 'reassign', 'resolve'],
  introduce: ['introduce', 'cancel'],
  answer: ['amend', 'cancel'],
  confirm: ['confirm'],
};
/** Another receiver does not fill up a brief: it stays returned. */
const RETURNED = ['resubmit', 'cancel'];
/** Whoever may not name another receiver of what they may not read proposes one. */
const PRIVATE = ['propose_receiver'];

/** Whether this member may do what the case waits for, or otherwise end that it waits. */
export async function mayEnd(stage: Stage, ref: CaseRef, memberId: string): Promise<boolean> {
  const ctx = stage.ctx(memberId);
  if (ref.type !== 'follow_up') return mayAny(ctx, ref, await verbsFor(ctx, ref));
  const { step, handoffId } = await ctx.db.handoffFollowUp.findUniqueOrThrow({ where: { id: ref.id } });
  const verbs = ENDS[step] ?? [];
  if (step === 'confirm' && (await mayAny(ctx, ref, verbs))) return true;
  const ofHandoff = step === 'confirm' ? ['cancel'] : verbs;
  return mayAny(ctx, { type: 'handoff', id: handoffId }, ofHandoff);
}

async function verbsFor({ db }: Ctx, { type, id }: CaseRef): Promise<readonly string[]> {
  const verbs = ENDS[type] ?? [];
  if (type !== 'handoff') return verbs;
  const handoff = await db.handoff.findUniqueOrThrow({ where: { id } });
  if (handoff.state === 'returned') return RETURNED;
  return handoff.private ? [...verbs, ...PRIVATE] : verbs;
}

async function mayAny(ctx: Ctx, { type, id }: CaseRef, verbs: readonly string[]): Promise<boolean> {
  const kinds: readonly Pick<CaseKind<CaseShape>, 'type' | 'load' | 'may'>[] = CASES;
  const kind = kinds.find((one) => one.type === type);
  const scene = await kind?.load(ctx, id);
  if (!kind || !scene || isRefusal(scene)) return false;
  return verbs.some((verb) => kind.may(verb, scene));
}
