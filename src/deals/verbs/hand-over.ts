import { nameKey } from '../../accounts/account.ts';
import { notNow } from '../../cases/case.ts';
import { apply, changeCase } from '../../cases/change-case.ts';
import { beginDealDraft, dropDraft, findDraft } from '../../handoffs/brief/deal-draft.ts';
import { KINDS } from '../../handoffs/kinds.ts';
import { type SubmitHandoff, type Submitted, submitHandoff } from '../../handoffs/verbs/submit.ts';
import { loadPeople } from '../../people/load-people.ts';
import { isAdmin } from '../../people/person.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { transactOnce } from '../../platform/transact.ts';
import { type Deal, type DealDecision, dealOf } from '../deal.ts';
import { DEALS } from '../deal-case.ts';
import { filledFrom } from '../prefill.ts';
import { mayDeal, rolesTowardsDeal } from '../rules/rights.ts';
import { partiesOf } from '../scene.ts';

/** *Finish handoff*: begins the draft of a deal, filled in as far as can be, or finds the one that was begun. Returns its id. */
export async function beginDeal(
  ctx: Ctx,
  { dealId }: { dealId: string },
): Promise<{ handoffId: string } | Refusal> {
  const { request: _, ...own } = ctx; // pressed again, the same draft is found
  let handoffId = '';
  const changed = await changeCase(own, DEALS, dealId, {
    verb: 'hand_over',
    async decide({ deal, actor }, tx): Promise<DealDecision | Refusal> {
      if (deal.state !== 'won') return notNow('begun');
      const draft = deal.handoffId ? await findDraft(tx, deal.handoffId) : null;
      if (deal.handoffId && draft) {
        if (draft.senderId === actor.id) {
          handoffId = deal.handoffId;
          return FOUND;
        }
        if (!draft.isUntouched) return begunBy(tx, draft.senderId);
        await dropDraft(tx, deal.handoffId);
      }
      handoffId = await beginDealDraft(tx, { ...deal, answers: filledFrom(deal) });
      return { action: 'begun', patch: { handoffId } };
    },
  });
  return isRefusal(changed) && changed !== FOUND ? changed : { handoffId };
}

/** Nothing is to be changed: it is there. */
const FOUND = refuse('found', 'The draft is there.');

async function begunBy(tx: TxCtx, memberId: string): Promise<Refusal> {
  const name = (await loadPeople(tx.tx, tx.workspace.id, [memberId])).get(memberId)?.name ?? 'Someone';
  return refuse(
    'begun',
    `${name} has already begun this handoff. Reassign the deal to yourself to start your own.`,
  );
}

/** Hands over a draft, or a returned handoff again; the deal that it is of is handed over with it. */
export function handOver(ctx: Ctx, command: SubmitHandoff): Promise<Submitted | Refusal> {
  return transactOnce(ctx, 'submit_handoff', async (tx) => {
    const submitted = await submitHandoff(tx, command);
    if (isRefusal(submitted) || submitted.resubmitted) return submitted;
    const deal = await findDealOf(tx, command.handoffId);
    if (deal) await closeDeal(tx, deal, command.handoffId);
    return submitted;
  });
}

/** The deal whose draft it was; else one that is won at the same account and that its sender may hand over. */
async function findDealOf(ctx: TxCtx, handoffId: string): Promise<Deal | null> {
  const workspaceId = ctx.workspace.id;
  const own = await ctx.tx.deal.findFirst({ where: { workspaceId, handoffId } });
  if (own) return own.state === 'won' ? dealOf(own) : null;
  const handoff = await ctx.tx.handoff.findFirstOrThrow({
    where: { id: handoffId, workspaceId },
    select: { account: true, dealType: true, senderId: true, kind: true },
  });
  const { account, dealType, senderId } = handoff;
  if (!KINDS[handoff.kind].isFromSeller || !account) return null;
  const won = await ctx.tx.deal.findMany({
    where: { workspaceId, state: 'won', OR: [{ accountId: account.id }, { accountId: null }] },
    orderBy: { createdAt: 'asc' },
  });
  // Submitting has just made the account of those that had none.
  const ofAccount = won.filter(
    ({ accountId, accountName }) => accountId !== null || nameKey(accountName) === account.nameKey,
  );
  const theirs = await whatTheyMayHandOver(ctx, ofAccount.map(dealOf), senderId);
  return theirs.find((deal) => deal.dealType === dealType) ?? theirs[0] ?? null;
}

/** Their own before those of others. */
async function whatTheyMayHandOver(
  ctx: TxCtx,
  deals: readonly Deal[],
  memberId: string,
): Promise<readonly Deal[]> {
  if (deals.length === 0) return [];
  const { people, parties, settings } = await partiesOf(ctx, deals);
  const sender = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
  if (!sender) return [];
  const member = { ...sender, isAdmin: isAdmin(sender, settings.values.admins) };
  const may = (deal: Deal) =>
    mayDeal(
      'hand_over',
      rolesTowardsDeal(deal, parties.get(deal.id)?.leadId ?? null, member, people, ctx.now),
    );
  const theirs = deals.filter(may);
  const isOwn = ({ ownerId }: Deal) => ownerId === memberId;
  return [...theirs.filter(isOwn), ...theirs.filter((deal) => !isOwn(deal))];
}

/** The deal is handed over with this handoff. */
export async function closeDeal(ctx: TxCtx, deal: Deal, handoffId: string): Promise<void> {
  const parties = (await partiesOf(ctx, [deal])).parties.get(deal.id);
  if (!parties) throw new Error('deal without its parties');
  const { accountId } = await ctx.tx.handoff.findFirstOrThrow({
    where: { id: handoffId, workspaceId: ctx.workspace.id },
    select: { accountId: true },
  });
  await apply(ctx, DEALS, parties, {
    action: 'handed_over',
    patch: { state: 'handed_over', handoffId, accountId, closedAt: ctx.now, snoozedUntil: null },
    // Another draft of it is nobody's any more.
    ...(deal.handoffId !== handoffId && { dropsDraft: true }),
  });
}
