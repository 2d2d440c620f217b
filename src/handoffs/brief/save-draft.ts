import type { Account } from '../../../prisma/generated/client.ts';
import { accountNow, NAME_MAX } from '../../accounts/account.ts';
import { writeOwed } from '../../cases/owed.ts';
import { audit } from '../../platform/audit.ts';
import { actingMember, type Ctx, type Db, type Tx, type TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { transact } from '../../platform/transact.ts';
import { localDate } from '../../time/local-date.ts';
import { HANDOFFS } from '../handoff-case.ts';
import { withKind } from '../kind-between.ts';
import type { HandoffKind } from '../kinds.ts';
import { COMMON } from '../kinds.ts';
import { loadCurrentTemplates, loadTemplate } from '../questions/load-templates.ts';
import { NOT_FOUND, notYours, type Scene } from '../rules/parties.ts';
import { may } from '../rules/rights.ts';
import { loadScene, withReceiver, writeHandoff } from '../scene.ts';
import { type Brief, EMPTY_BRIEF, tooLong, tooMany } from './brief.ts';
import { CHANGES, changesBetween } from './changes.ts';
import { withEarlier } from './earlier.ts';
import { type BriefPatch, changedFields, patched } from './parts.ts';
import { briefColumns, forDeal, partOf, type Template } from './template.ts';

export interface DraftPatch {
  accountId?: string | null;
  /** The account to create when the handoff is submitted. */
  accountName?: string | null;
  receiverId?: string | null;
  /** Where several fit sender and receiver. */
  kind?: HandoffKind;
  private?: boolean;
  brief?: BriefPatch;
}

export interface SaveDraft {
  /** Absent until the first save; then the modal that began the draft names it, so that a repeat finds it. */
  handoffId?: string;
  viewId: string;
  /** Made from the brief as it is stored, so that two clicks at once do not lose each other's rows. */
  patch: DraftPatch | ((stored: Brief, template: Template) => DraftPatch | Refusal);
}

/**
 * Keeps what was typed so far, in the draft of the actor or in a handoff that was returned to them.
 * Nothing is checked but length and kind: what cannot go out yet is said at submit, and kept here.
 */
export function saveDraft(ctx: Ctx, command: SaveDraft): Promise<Scene | Refusal> {
  return transact(ctx, async (ctx) => {
    const id = command.handoffId ?? (await beginDraft(ctx, command.viewId));
    const scene = await loadScene(ctx, id);
    if (isRefusal(scene)) return scene;
    const refusal = whyNotEditable(scene);
    if (refusal) return refusal;
    const asStored = patchFor(command, scene);
    if (isRefusal(asStored)) return asStored;
    const filled = await withAccount(ctx, scene, asStored);
    const patch = patchFor(command, filled);
    if (isRefusal(patch)) return patch;
    return whyNotKept(patch, filled.brief) ?? { ...filled, ...(await write(ctx, filled, patch)) };
  });
}

/**
 * With the account of a draft comes what its earlier brief says that holds still. The first screen stays as it is: its
 * inputs keep in Slack what they show, and it would be saved over what was filled in.
 */
async function withAccount(ctx: TxCtx, scene: Scene, { accountId }: DraftPatch): Promise<Scene> {
  const { handoff, actor, brief, template } = scene;
  if (handoff.state !== 'draft' || accountId === undefined || accountId === handoff.accountId) return scene;
  const today = localDate(ctx.now, actor.zone);
  const except = template.questions.map(({ key }) => partOf(key));
  return { ...scene, brief: await withEarlier(ctx, accountId, brief, { today, except }) };
}

function patchFor({ patch }: SaveDraft, { brief, template }: Scene): DraftPatch | Refusal {
  return typeof patch === 'function' ? patch(brief, template) : patch;
}

/** As much as a box shows again. */
const NAME_AT_MOST = 3_000;

/** Slack says what is too long only when a window is submitted, and a draft is saved before. */
function whyNotKept({ accountName, brief }: DraftPatch, stored: Brief): Refusal | null {
  if ((accountName ?? '').length > NAME_AT_MOST)
    return refuse('too_long', `New account: Keep the name within ${NAME_MAX} characters.`, 'accountName');
  return whyNotHeld(stored, brief);
}

/** More than a brief can hold. */
export function whyNotHeld(stored: Brief, patch: BriefPatch | undefined): Refusal | null {
  return tooLong({ ...stored, ...patch }) ?? tooMany({ ...patch } as Partial<Brief>);
}

/** What the history keeps of an amended brief, by the version that the change led to. */
export function amendment(template: Template, before: Brief, after: Brief, version: number) {
  const changes = changesBetween(template, before, after);
  return { fields: changedFields(before, after), changes: CHANGES.write(changes), version };
}

/** A draft is its sender's alone; a returned handoff is filled up by whoever may resubmit it. */
export function whyNotEditable(scene: Scene): Refusal | null {
  const { handoff, actor, roles } = scene;
  if (handoff.state === 'draft') return handoff.senderId === actor.id ? null : NOT_FOUND;
  if (!may('resubmit', roles, handoff.private)) return notYours(scene, 'resubmit');
  if (handoff.state !== 'returned') {
    return refuse('wrong_state', 'This handoff was already sent. Your later changes aren’t in it.');
  }
  return null;
}

async function beginDraft(ctx: TxCtx, viewId: string): Promise<string> {
  const senderId = actingMember(ctx);
  const current = await loadCurrentTemplates(ctx.tx, ctx.workspace.id);
  // Two clicks of one modal may both come first.
  await ctx.tx.handoff.createMany({
    data: {
      id: newId(ctx.now),
      workspaceId: ctx.workspace.id,
      draftViewId: viewId,
      senderId,
      kind: COMMON,
      template: current(COMMON).id,
      brief: EMPTY_BRIEF,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
    skipDuplicates: true,
  });
  const begun = await ctx.tx.handoff.findUniqueOrThrow({
    where: { workspaceId_draftViewId: { workspaceId: ctx.workspace.id, draftViewId: viewId } },
    select: { id: true },
  });
  return begun.id;
}

async function write(
  ctx: TxCtx,
  scene: Scene,
  patch: DraftPatch,
): Promise<Pick<Scene, 'handoff' | 'brief' | 'account' | 'people' | 'template'>> {
  const brief = patched(scene.brief, patch.brief);
  const { brief: _, ...columns } = patch;
  const draft = scene.handoff.state === 'draft';
  const accountId = columns.accountId === undefined ? scene.handoff.accountId : columns.accountId;
  const account = accountId ? await loadAccount(ctx.tx, ctx.workspace.id, accountId) : null;
  const { receiverId = scene.handoff.receiverId } = draft ? columns : {};
  const people = await withReceiver(ctx, scene, receiverId);
  const current = draft ? await loadCurrentTemplates(ctx.tx, ctx.workspace.id) : null;
  const { kind, template: id } = current
    ? withKind({ ...scene.handoff, receiverId }, people, current, columns.kind)
    : scene.handoff;
  const template = await loadTemplate(ctx.tx, ctx.workspace.id, id);
  const handoff = await writeHandoff(ctx, scene.handoff, {
    // Account, receiver and privacy are settled once handed over; reassigning has its own verb.
    ...(draft ? { ...columns, kind, template: id, accountId: account?.id ?? null } : {}),
    ...briefColumns(template, brief),
  });
  if (!draft) await writeOwed(ctx, HANDOFFS, [{ ...scene, handoff, people }]);
  const data = amendment(template, scene.brief, brief, handoff.version);
  if (!draft && data.fields.length > 0) {
    const subject = { type: 'handoff', id: handoff.id };
    const entryId = await audit(ctx, { subject, action: 'handoff.amended', data });
    // What was to be answered by a day is answered by this, and not only once it is sent again.
    await HANDOFFS.follow?.(ctx, { ...scene, handoff, people }, { action: 'amended', patch: {} }, entryId);
  }
  const deal = { segment: account?.segment, dealType: handoff.dealType };
  return { handoff, brief, account, people, template: forDeal(template, deal) };
}

/** Returns the account as it is now: of one that was merged, what it became. */
export function loadAccount(db: Db | Tx, workspaceId: string, id: string): Promise<Account | null> {
  return db.account.findFirst({ where: accountNow(workspaceId, id) });
}
