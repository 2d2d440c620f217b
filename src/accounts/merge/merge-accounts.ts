import { refresh } from '../../outbox/refresh.ts';
import { auditAll } from '../../platform/audit.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { transact } from '../../platform/transact.ts';
import { type AccountField, stamp } from '../account.ts';
import { takeTurns } from '../hold-accounts.ts';
import { loadStored } from '../import/load-known.ts';
import type { StoredAccount } from '../import/match-account.ts';
import { loadParents, parentAfterMerge } from '../parents.ts';
import { filledFrom } from './merged-account.ts';
import {
  type Moved,
  moveDeals,
  moveFirstValue,
  moveFollowUps,
  moveHandoffs,
  moveHealth,
  moveNames,
  moveOwed,
  moveRisks,
} from './move-to-survivor.ts';

export interface Merged extends Moved {
  /** The survivor. */
  id: string;
  name: string;
  fromName: string;
}

/**
 * Makes one account of two: all that is known of `from` becomes `into`'s, which keeps what it knows itself, and
 * the name and domain of `from` find `into` from now on. There is no way back.
 */
export function mergeAccounts(
  ctx: Ctx,
  command: { fromId: string; intoId: string },
): Promise<Merged | Refusal> {
  return transact(ctx, (ctx) => mergeIn(ctx, command));
}

/** The same in the caller's transaction. */
export async function mergeIn(
  ctx: TxCtx,
  command: { fromId: string; intoId: string },
): Promise<Merged | Refusal> {
  await takeTurns(ctx);
  // Numbers and slots are given under this lock: none is given to either meanwhile.
  await ctx.tx.$executeRaw`SELECT 1 FROM workspaces WHERE id = ${uuid(ctx.workspace.id)} FOR NO KEY UPDATE`;
  const pair = await lockPair(ctx, command);
  if (isRefusal(pair)) return pair;
  const [from, into] = pair;
  const risks = await moveRisks(ctx, from, into);
  if (isRefusal(risks)) return risks;
  const handoffs = await moveHandoffs(ctx, from.id, into.id);
  const followUps = await moveFollowUps(ctx, handoffs);
  const deals = await moveDeals(ctx, from.id, into.id);
  await moveOwed(ctx, from.id, into.id);
  const signals = await moveHealth(ctx, from.id, into.id);
  const parentId = await parentOf(ctx, from.id, into.id);
  const filled = await completeSurvivor(ctx, from, into, parentId);
  await moveFirstValue(ctx, from.id, into.id);
  await moveNames(ctx, from.id, into.id);
  const moved = { handoffs: handoffs.length, risks: risks.length, signals };
  await auditAll(ctx, [
    {
      subject: { type: 'account', id: into.id },
      action: 'account.merged',
      data: { fromId: from.id, filled, externalIds: from.externalIds, ...moved },
    },
    { subject: { type: 'account', id: from.id }, action: 'account.merged_away', data: { intoId: into.id } },
  ]);
  // Their cards name the account.
  for (const id of handoffs) await refresh(ctx, { type: 'handoff', id }, { urgent: false });
  for (const id of followUps) await refresh(ctx, { type: 'follow_up', id }, { urgent: false });
  for (const id of risks) await refresh(ctx, { type: 'risk', id }, { urgent: false });
  for (const id of deals) await refresh(ctx, { type: 'deal', id }, { urgent: false });
  return { id: into.id, name: into.name, fromName: from.name, ...moved };
}

/** Both, locked in the order of their ids against everybody who would point a row at one of them. */
async function lockPair(
  ctx: TxCtx,
  { fromId, intoId }: { fromId: string; intoId: string },
): Promise<[from: StoredAccount, into: StoredAccount] | Refusal> {
  const workspaceId = ctx.workspace.id;
  if (fromId === intoId) return refuse('same_account', 'An account can’t be merged into itself.');
  const ids = [fromId, intoId];
  const rows = await ctx.tx.$queryRaw<{ id: string; name: string; intoId: string | null }[]>`
    SELECT id, name, merged_into_id AS "intoId" FROM accounts
     WHERE workspace_id = ${uuid(workspaceId)} AND id = ANY(${uuids(ids)}) ORDER BY id FOR UPDATE`;
  for (const id of ids) {
    const row = rows.find((one) => one.id === id);
    if (!row) return refuse('not_found', 'There is no such account.');
    if (row.intoId === null) continue;
    const survivor = await ctx.tx.account.findFirstOrThrow({ where: { id: row.intoId, workspaceId } });
    return refuse('already_merged', `“${row.name}” was already merged into “${survivor.name}”.`);
  }
  const stored = await loadStored(ctx.tx, workspaceId, ids, false);
  const [from, into] = ids.map((id) => stored.find((one) => one.id === id));
  if (!from || !into) throw new Error('account missing after lock');
  return [from, into];
}

async function parentOf(ctx: TxCtx, fromId: string, intoId: string) {
  const parents = await loadParents(ctx.tx, ctx.workspace.id, [fromId, intoId]);
  const after = parentAfterMerge(fromId, intoId, parents);
  return { after, isNew: after !== (parents.get(intoId) ?? null) };
}

/** Returns the fields that it learnt. */
async function completeSurvivor(
  ctx: TxCtx,
  from: StoredAccount,
  into: StoredAccount,
  parent: { after: string | null; isNew: boolean },
): Promise<AccountField[]> {
  const learnt = filledFrom(from, into);
  const fields = Object.keys(learnt) as AccountField[];
  if (from.externalIds.length > 0) fields.push('externalIds');
  if (from.coOwners.some((one) => !into.coOwners.includes(one))) fields.push('coOwners');
  if (parent.isNew) fields.push('parentId');
  const { arr = null, contractStart, renewalOn, ...columns } = learnt;
  await ctx.tx.account.updateMany({
    where: { id: into.id, workspaceId: ctx.workspace.id },
    data: {
      ...(columns as Record<string, string>),
      ...(arr !== null && { arr }),
      ...(contractStart && { contractStart: new Date(contractStart) }),
      ...(renewalOn && { renewalOn: new Date(renewalOn) }),
      parentId: parent.after,
      verified: from.verified || into.verified,
      updatedAt: ctx.now,
    },
  });
  await ctx.tx.$executeRaw`
    UPDATE accounts SET provenance = provenance || ${JSON.stringify(stamp(fields, 'merge', ctx.now))}::jsonb
     WHERE id = ${uuid(into.id)} AND workspace_id = ${uuid(ctx.workspace.id)}`;
  return fields;
}
