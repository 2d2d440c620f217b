import { apply, type Changed, sayWhyNot } from '../cases/change-case.ts';
import { answererFor } from '../people/person.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { completenessOf } from './completeness.ts';
import { HANDOFFS } from './handoff-case.ts';
import { templateById } from './kinds.ts';
import { loadWarning } from './load-warning.ts';
import { decideSubmit } from './moves.ts';
import { notReady } from './not-ready.ts';
import { openDeal } from './open-deal.ts';
import { whyNotEditable } from './save-draft.ts';
import { loadScene } from './scene.ts';
import { whyUntouched } from './untouched-gaps.ts';

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
  return transactOnce(ctx, 'submit_handoff', async (ctx) => {
    const before = await loadScene(ctx, command.handoffId);
    if (isRefusal(before)) return before;
    // The account's health may have slipped since the sender saw it.
    const warning = await loadWarning(ctx.tx, before, ctx.now);
    const refusal = whyNotEditable(before) ?? notReady(before, warning, ctx.now)[0];
    if (refusal) return refusal;
    const untouched = whyUntouched(before);
    if (untouched) return untouched;
    const { handoff, brief } = before;
    const deal = handoff.state === 'draft' ? await openDeal(ctx, before, command.secondDeal === true) : null;
    if (isRefusal(deal)) return deal;
    const { percent } = completenessOf(templateById(handoff.template), brief);
    const decision = decideSubmit(handoff, deal, percent, ctx.now);
    if (isRefusal(decision)) return sayWhyNot(HANDOFFS, before, decision);
    const changed = await apply(ctx, HANDOFFS, before, decision);
    const account = deal?.account ?? before.account;
    const receiver = before.people.get(handoff.receiverId ?? '');
    if (!receiver || !account) throw new Error('submitted handoff without receiver or account');
    return {
      ...changed,
      accountName: account.name,
      resubmitted: decision.action === 'resubmitted',
      receiverSlackUserId: receiver.slackUserId,
      askedSlackUserId: answererFor(receiver, before.people, ctx.now).slackUserId,
    };
  });
}
