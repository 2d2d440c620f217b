import type { DealType } from '../../../prisma/generated/client.ts';
import { nameKey } from '../../accounts/account.ts';
import { loadPeople } from '../../people/load-people.ts';
import { actingMember, type TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { uuid } from '../../platform/sql.ts';
import { localDate } from '../../time/local-date.ts';
import type { Handoff } from '../handoff.ts';
import { kindBetween } from '../kind-between.ts';
import { kindsWith } from '../kinds.ts';
import { loadCurrentTemplates, loadTemplate } from '../questions/load-templates.ts';
import { type Brief, EMPTY_BRIEF, readBrief } from './brief.ts';
import { withEarlier } from './earlier.ts';
import { type Answers, fillIn, isUntouched } from './sources.ts';
import { briefColumns } from './template.ts';

/** What a draft is begun from. */
export interface DraftOfDeal {
  accountId: string | null;
  accountName: string;
  dealType: DealType;
  receiverId: string | null;
  answers: Answers;
}

/**
 * The draft of a deal, of whoever acts: one that they have begun for the account, or a new one. Filled in are the answers
 * that the deal has, then what the latest brief of the account says that holds still. Returns its id.
 */
export async function beginDealDraft(ctx: TxCtx, deal: DraftOfDeal): Promise<string> {
  const senderId = actingMember(ctx);
  const begun = await findBegun(ctx, senderId, deal);
  if (begun) {
    await ctx.tx.handoff.update({
      where: { id: begun, workspaceId: ctx.workspace.id },
      data: { dealType: deal.dealType },
    });
    await fillDraft(ctx, begun, deal.answers);
    return begun;
  }
  const ids = [senderId, deal.receiverId].filter((id) => id !== null);
  const people = await loadPeople(ctx.tx, ctx.workspace.id, ids);
  const sender = people.get(senderId);
  const kind = kindBetween(sender, people.get(deal.receiverId ?? ''));
  const today = localDate(ctx.now, sender?.zone ?? 'UTC');
  const filled = fillIn(EMPTY_BRIEF, deal.answers, { from: 'deal' });
  const brief = await withEarlier(ctx, deal.accountId, filled, { today });
  const template = (await loadCurrentTemplates(ctx.tx, ctx.workspace.id))(kind).id;
  const id = newId(ctx.now);
  await ctx.tx.handoff.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      senderId,
      receiverId: deal.receiverId,
      accountId: deal.accountId,
      accountName: deal.accountId ? null : deal.accountName,
      dealType: deal.dealType,
      kind,
      template,
      ...(await columnsOf(ctx, brief, template)),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
    select: { id: true },
  });
  return id;
}

const RECENT = 50;

/** A draft of theirs to hand over this account, which belongs to no deal yet; the latest. */
async function findBegun(ctx: TxCtx, senderId: string, deal: DraftOfDeal): Promise<string | null> {
  const drafts = await ctx.tx.handoff.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      senderId,
      state: 'draft',
      kind: { in: kindsWith('isFromSeller') },
      deal: { is: null },
    },
    select: { id: true, accountId: true, accountName: true },
    orderBy: { updatedAt: 'desc' },
    take: RECENT,
  });
  const isOfAccount = ({ accountId, accountName }: (typeof drafts)[number]) =>
    accountId ? accountId === deal.accountId : nameKey(accountName ?? '') === nameKey(deal.accountName);
  return drafts.find(isOfAccount)?.id ?? null;
}

/** Has a draft follow what its deal says now; what its sender typed stays. One that was handed over is left as it is. */
export async function fillDraft(ctx: TxCtx, handoffId: string, answers: Answers): Promise<void> {
  const draft = await findDraft(ctx, handoffId);
  if (!draft) return;
  const brief = fillIn(draft.brief, answers, { from: 'deal' });
  await ctx.tx.handoff.updateMany({
    where: { id: handoffId, workspaceId: ctx.workspace.id, state: 'draft' },
    data: { ...(await columnsOf(ctx, brief, draft.template)), version: { increment: 1 }, updatedAt: ctx.now },
  });
}

/** Deletes a draft in which nobody has typed. */
export async function dropDraft(ctx: TxCtx, handoffId: string): Promise<void> {
  const draft = await findDraft(ctx, handoffId);
  if (draft?.isUntouched)
    await ctx.tx.handoff.deleteMany({
      where: { id: handoffId, workspaceId: ctx.workspace.id, state: 'draft' },
    });
}

/** The draft with this id, locked: whoever types in it waits, and sees what became of it. Null: there is none any more. */
export async function findDraft(
  ctx: TxCtx,
  handoffId: string,
): Promise<(Pick<Handoff, 'senderId' | 'template'> & { brief: Brief; isUntouched: boolean }) | null> {
  await ctx.tx.$queryRaw`
    SELECT id FROM handoffs WHERE id = ${uuid(handoffId)} AND workspace_id = ${uuid(ctx.workspace.id)} FOR UPDATE`;
  const found = await ctx.tx.handoff.findFirst({
    where: { id: handoffId, workspaceId: ctx.workspace.id, state: 'draft' },
    select: { senderId: true, template: true, brief: true },
  });
  if (!found) return null;
  const { brief } = readBrief(found.brief, handoffId);
  return { ...found, brief, isUntouched: isUntouched(brief) };
}

async function columnsOf(ctx: TxCtx, brief: Brief, templateId: string) {
  return briefColumns(await loadTemplate(ctx.tx, ctx.workspace.id, templateId), brief);
}
