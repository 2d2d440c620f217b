import { createAccount } from '../../accounts/change/create-account.ts';
import { holdAccounts } from '../../accounts/hold-accounts.ts';
import { notNow } from '../../cases/case.ts';
import { apply, type Changed, sayWhyNot } from '../../cases/change-case.ts';
import { answererFor } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { isUrgent, OPEN_RISK_STATES } from '../../risks/risk.ts';
import { loadWarning } from '../brief/drafting.ts';
import { notReady, whyUntouched } from '../brief/not-ready.ts';
import { whyNotEditable } from '../brief/save-draft.ts';
import { completenessOf } from '../brief/template.ts';
import { type Decision, freeSlot, type Handoff, handoffName, NOT_ANSWERED, OPEN_STATES } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';
import { KINDS } from '../kinds.ts';
import { takeTurn } from '../routing/take-turn.ts';
import type { Scene } from '../rules/parties.ts';
import { loadScene } from '../scene.ts';

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

/**
 * Hands over a draft, or a returned handoff again. Refusals name the field they belong to. People come in by `handOver` of
 * the deals: what they hand over is no longer to be asked for.
 */
export async function submitHandoff(ctx: TxCtx, command: SubmitHandoff): Promise<Submitted | Refusal> {
  const before = await loadScene(ctx, command.handoffId);
  if (isRefusal(before)) return before;
  // The account's health may have slipped since the sender saw it.
  const warning = await loadWarning(ctx.tx, before, ctx.now);
  const refusal = whyNotEditable(before) ?? notReady(before, warning, ctx.now)[0];
  if (refusal) return refusal;
  const untouched = whyUntouched(before);
  if (untouched) return untouched;
  const { handoff, brief, template } = before;
  const deal = handoff.state === 'draft' ? await openDeal(ctx, before, command.secondDeal === true) : null;
  if (isRefusal(deal)) return deal;
  const { percent } = completenessOf(template, brief);
  const urgentRisk = await hasUrgentRisk(ctx, (deal?.account ?? before.account)?.id ?? null);
  const stands = { completeness: percent, urgentRisk };
  const decision = decideSubmit(handoff, deal, stands, ctx.now);
  if (isRefusal(decision)) return sayWhyNot(HANDOFFS, before, decision);
  const changed = await apply(ctx, HANDOFFS, before, decision);
  const account = deal?.account ?? before.account;
  const receiver = before.people.get(handoff.receiverId ?? '');
  if (!receiver || !account) throw new Error('submitted handoff without receiver or account');
  if (deal) await takeTurn(ctx, handoff.kind, receiver);
  return {
    ...changed,
    accountName: account.name,
    resubmitted: decision.action === 'resubmitted',
    receiverSlackUserId: receiver.slackUserId,
    askedSlackUserId: answererFor(receiver, before.people, ctx.now).slackUserId,
  };
}

/** What a first submission stands for: given and held before it is decided on. */
interface Deal {
  account: { id: string; name: string };
  number: number;
  slot: number;
}

/** Of the account somebody said that it cannot wait. */
async function hasUrgentRisk(ctx: TxCtx, accountId: string | null): Promise<boolean> {
  if (accountId === null) return false;
  const open = await ctx.tx.risk.findMany({
    where: { workspaceId: ctx.workspace.id, accountId, state: { in: [...OPEN_RISK_STATES] } },
    select: { flagged: true, severity: true },
  });
  return open.some(isUrgent);
}

/** `deal`: of a draft. From here on its kind and template stay, whatever team people join. */
function decideSubmit(
  handoff: Handoff,
  deal: Deal | null,
  stands: Pick<Handoff, 'completeness' | 'urgentRisk'>,
  now: Date,
): Decision | Refusal {
  if (handoff.state === 'returned') {
    return {
      action: 'resubmitted',
      patch: {
        ...NOT_ANSWERED,
        state: 'submitted',
        submissions: handoff.submissions + 1,
        urgentRisk: stands.urgentRisk,
      },
    };
  }
  if (handoff.state !== 'draft' || !deal) return notNow('handed over');
  const { account, number, slot } = deal;
  const { kind, template } = handoff;
  return {
    action: 'submitted',
    patch: {
      state: 'submitted',
      submissions: 1,
      submittedAt: now,
      accountId: account.id,
      number,
      slot,
      kind,
      template,
      ...stands,
    },
  };
}

/** The account (made now if it is new), a number, and a free slot for the deal. */
async function openDeal(
  ctx: TxCtx,
  { handoff, people, account: known }: Scene,
  secondDeal: boolean,
): Promise<Deal | Refusal> {
  // The row lock makes submissions of one workspace take turns from here: numbers and slots are given once.
  const { nextHandoffNumber } = await ctx.tx.workspace.update({
    where: { id: ctx.workspace.id },
    data: { nextHandoffNumber: { increment: 1 } },
    select: { nextHandoffNumber: true },
  });
  let account: Deal['account'] | null = known;
  if (!account) {
    const created = await createAccount(ctx, {
      name: handoff.accountName ?? '',
      ...(KINDS[handoff.kind].isFromSeller ? { salesOwnerId: handoff.senderId } : {}),
    });
    if (isRefusal(created)) return created;
    account = created.account;
  } else {
    // Merged into another since the scene was read: the handoff goes with it.
    const id = (await holdAccounts(ctx, [account.id])).get(account.id) ?? account.id;
    account = { ...account, id };
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
    const which = `${named ? handoffName(first) : 'A handoff'} for this account is already open${holder ? `, with ${holder}` : ''}`;
    return refuse(
      'open_already',
      `${which}. If this is another deal, tick the box and submit again.`,
      'secondDeal',
    );
  }
  return { account, number: nextHandoffNumber - 1, slot: freeSlot(open) };
}
