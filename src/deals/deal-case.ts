import { Prisma } from '../../prisma/generated/client.ts';
import type { CaseKind } from '../cases/case-kind.ts';
import { dropDraft, fillDraft } from '../handoffs/brief/deal-draft.ts';
import { loadPeople } from '../people/load-people.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { LostRace } from '../platform/transact.ts';
import { DEAL_ANSWERS, type Deal, type DealDecision, dealOf } from './deal.ts';
import { DEAL_MESSAGES, DEAL_NEWS_UNDER } from './messages.ts';
import { filledFrom } from './prefill.ts';
import { dealLadder } from './rules/ladders.ts';
import { DEAL_HOME, dealOwed } from './rules/owed.ts';
import { changedMeanwhile, notYourDeal, whoAnswersDeal, whyNotNow } from './rules/parties.ts';
import { mayDeal } from './rules/rights.ts';
import { AROUND_DEAL, type DealShape, loadDealScene, partiesOf } from './scene.ts';
import { askToHandOver, dealDm } from './told/tell.ts';

/** The deal as a case. */
export const DEALS: CaseKind<DealShape> = {
  ...AROUND_DEAL,
  name: ({ accountName }) => accountName,
  owed: dealOwed,
  home: DEAL_HOME,
  table: Prisma.sql`deals`,
  isOwed: Prisma.sql`c.state = 'won'`,
  does: [
    {
      isOf: (memberId) => Prisma.sql`c.owner_id = ${memberId}`,
      actions: ['handed_over', 'assigned', 'dismissed'],
    },
  ],
  clocks: { hand_over: { ladder: dealLadder } },

  load: loadDealScene,
  write,
  async after(ctx, before, deal) {
    const isAround = (['ownerId', 'teamId', 'receiverId', 'dismissedById', 'accountId'] as const).every(
      (who) => before.deal[who] === deal[who],
    );
    if (isAround) return { ...before, deal };
    const { people, parties } = await partiesOf(ctx, [deal]);
    const { leadId = null, segment = null } = parties.get(deal.id) ?? {};
    return { ...before, deal, leadId, segment, people: new Map([...before.people, ...people]) };
  },
  async carryOut(ctx, { deal }, { patch, dropsDraft, draftFollows }) {
    const { handoffId } = deal;
    if (!handoffId) return {};
    if (dropsDraft) await dropDraft(ctx, handoffId);
    if (draftFollows) await fillDraft(ctx, handoffId, filledFrom({ ...deal, ...patch } as Deal));
    return {};
  },

  may: (verb, { roles }) => mayDeal(verb, roles),
  notYours: notYourDeal,
  wrongState: whyNotNow,
  changedMeanwhile,
  insteadOfNudge: 'Say whose deal it is.',
  insteadOfSnooze: 'Hand it over, say whose it is, or say that it needs no handoff.',
  pauses: ({ values }) => ({
    snoozeTotal: values['deal.snooze_total'],
    nudgePause: values['deal.nudge_pause'],
  }),

  newsUnder: DEAL_NEWS_UNDER,
  firstAction: 'recorded',
  async messages(ctx, after, { action, keptBy }, { entryId, epoch }) {
    const actorId = ctx.actor.type === 'member' ? ctx.actor.memberId : null;
    const to = whoAnswersDeal(after, ctx.now);
    switch (action) {
      case 'won':
        return askToHandOver(ctx, after.settings, [{ parties: after, entryId, epoch }]);
      case 'assigned':
        return to && to.id === actorId
          ? []
          : askToHandOver(ctx, after.settings, [{ parties: after, entryId, epoch }]);
      case 'nudged':
        return to ? [dealDm('nudge', after.deal, to, { entryId })] : [];
      case 'lost': {
        const writer = keptBy && (await loadPeople(ctx.tx, ctx.workspace.id, [keptBy])).get(keptBy);
        return writer ? [dealDm('lost', after.deal, writer, { entryId })] : [];
      }
      default:
        return [];
    }
  },
  asks: ({ id }) => [{ subject: { type: 'deal', id }, kinds: [DEAL_MESSAGES.request.kind] }],
  askStandIn: (_, { deal }, to, { entryId }) => [dealDm('request', deal, to, { entryId })],
};

async function write(ctx: TxCtx, deal: Deal, { answers, ...columns }: DealDecision['patch']): Promise<Deal> {
  const [written] = await ctx.tx.deal.updateManyAndReturn({
    where: { id: deal.id, workspaceId: ctx.workspace.id, version: deal.version },
    data: {
      updatedAt: ctx.now,
      ...(columns as Prisma.DealUncheckedUpdateManyInput),
      ...(answers && { answers: DEAL_ANSWERS.write(answers) }),
      version: deal.version + 1,
    },
  });
  if (!written) throw new LostRace(`Deal ${deal.id}`);
  return dealOf(written);
}
