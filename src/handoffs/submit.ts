import type { Account } from '../../prisma/generated/client.ts';
import { checkAccountName } from '../accounts/account.ts';
import { createAccount } from '../accounts/create-account.ts';
import { answererFor, whyNotReceiver } from '../people/person.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transact } from '../platform/transact.ts';
import { localDate } from '../time/local-date.ts';
import { type Brief, problemsIn } from './brief.ts';
import { applyDecision, type Changed } from './change-handoff.ts';
import { decideSubmit, handoffName, OPEN_STATES } from './handoff.ts';
import { whyNotEditable } from './save-draft.ts';
import { loadScene, type Scene } from './scene.ts';

type NamedAccount = Pick<Account, 'id' | 'name'>;

export interface Submitted extends Changed {
  /** Slack user ids: who was asked, and who they stand in for when that is somebody else. */
  askedSlackUserId: string;
  receiverSlackUserId: string;
  accountName: string;
  /** It had come back, and went out again. */
  resubmitted: boolean;
}

export interface SubmitHandoff {
  handoffId: string;
  /** The sender was told that the deal has an open handoff already, and means a second one. */
  secondDeal?: boolean;
}

/** Hands over a draft, or a returned handoff again. Refusals name the field they belong to. */
export function submitHandoff(ctx: Ctx, command: SubmitHandoff): Promise<Submitted | Refusal> {
  return transact(ctx, async (ctx) => {
    const before = await loadScene(ctx, command.handoffId);
    if (isRefusal(before)) return before;
    const refusal = whyNotEditable(before) ?? notReady(before, ctx.now)[0];
    if (refusal) return refusal;
    const decision = decideSubmit(before.handoff, ctx.now);
    if (isRefusal(decision)) return decision;

    let account: NamedAccount | null = before.account;
    if (decision.action === 'submitted') {
      const opened = await openDeal(ctx, before, command.secondDeal === true);
      if (isRefusal(opened)) return opened;
      account = opened.account;
      Object.assign(decision.patch, { accountId: account.id, number: opened.number, slot: opened.slot });
    }
    const changed = await applyDecision(ctx, before, decision);
    const receiver = before.people.get(before.handoff.receiverId ?? '');
    if (!receiver || !account) throw new Error('A submitted handoff has a receiver and an account');
    return {
      ...changed,
      accountName: account.name,
      resubmitted: decision.action === 'resubmitted',
      receiverSlackUserId: receiver.slackUserId,
      askedSlackUserId: answererFor(receiver, before.people, ctx.now).slackUserId,
    };
  });
}

const REQUIRED: readonly [keyof Brief, string][] = [
  ['contact', 'Who should customer success call first?'],
  ['why', 'Why did they buy, in their words?'],
  ['outcomes', 'What do they want to achieve first?'],
  ['promises', 'What was promised beside the contract? “None” is an answer.'],
];

/** What the first screen must have, and what cannot go out as it stands. */
export function notReady(scene: Scene, now: Date): Refusal[] {
  const { handoff, brief, actor } = scene;
  const today = localDate(now, actor.zone);
  const missing = REQUIRED.filter(([field]) => !brief[field]?.length).map(([field, question]) =>
    refuse('missing', question, field),
  );
  // Once handed over, a date may pass while it waits.
  const wrong = problemsIn(brief, today).filter(
    ({ field }) => handoff.state === 'draft' || field !== 'goLive',
  );
  return [whyNotAccount(handoff), whyNotTheirs(scene, now), ...missing, ...wrong].filter(
    (one) => one !== null,
  );
}

function whyNotAccount({ accountId, accountName }: Scene['handoff']): Refusal | null {
  if (accountId) return null;
  if (!accountName) return refuse('no_account', 'Pick the account, or create it.', 'account');
  const name = checkAccountName(accountName);
  return isRefusal(name) ? name : null;
}

/** Once handed over, a receiver who has left is reassigned; it must not keep the sender from answering. */
function whyNotTheirs({ handoff, people }: Scene, now: Date): Refusal | null {
  if (!handoff.receiverId) return refuse('no_receiver', 'Pick who takes over.', 'receiver');
  if (handoff.state !== 'draft') return null;
  return whyNotReceiver(people.get(handoff.receiverId), handoff.senderId, now);
}

/** The account (made now if it is new), a number, and a free slot for the deal. */
async function openDeal(
  ctx: TxCtx,
  { handoff, people, account: known }: Scene,
  secondDeal: boolean,
): Promise<{ account: NamedAccount; number: number; slot: number } | Refusal> {
  // The row lock makes submissions of one workspace take turns from here: numbers and slots are given once.
  const { nextHandoffNumber } = await ctx.tx.workspace.update({
    where: { id: ctx.workspace.id },
    data: { nextHandoffNumber: { increment: 1 } },
    select: { nextHandoffNumber: true },
  });
  let account: NamedAccount | null = known;
  if (!account) {
    const created = await createAccount(ctx, {
      name: handoff.accountName ?? '',
      salesOwnerId: handoff.senderId,
    });
    if (isRefusal(created)) return created;
    account = created.account;
  }
  const open = await ctx.tx.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      // Sent twice at once, the second one must not meet itself.
      id: { not: handoff.id },
      accountId: account.id,
      kind: handoff.kind,
      dealType: handoff.dealType,
      state: { in: [...OPEN_STATES] },
    },
    select: { slot: true, number: true, private: true, senderId: true, receiverId: true },
    orderBy: { slot: 'asc' },
    take: 100,
  });
  const [first] = open;
  if (first && !secondDeal) {
    // Of a private one only those it names learn more than that it is there.
    const named = !first.private || [first.senderId, first.receiverId].includes(handoff.senderId);
    const holder = named ? people.get(first.receiverId ?? '')?.name : undefined;
    const which = `${named ? handoffName(first) : 'A handoff'} for this account is open already${holder ? `, with ${holder}` : ''}`;
    return refuse(
      'open_already',
      `${which}. If this is another deal, tick the box and submit again.`,
      'secondDeal',
    );
  }
  const taken = new Set(open.map(({ slot }) => slot));
  let slot = 1;
  while (taken.has(slot)) slot++;
  return { account, number: nextHandoffNumber - 1, slot };
}
