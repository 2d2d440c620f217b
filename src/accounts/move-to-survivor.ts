import type { TxCtx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { slotsAfterMerge } from './merged-account.ts';
import { stamp } from './provenance.ts';

/** How much went from the merged account to the survivor. */
export interface Moved {
  handoffs: number;
  risks: number;
  signals: number;
}

interface Named {
  id: string;
  name: string;
}

// Versions are raised: whoever decided on a handoff or a risk of the merged account decides anew.

/** Answers the ids. Refused while both have an open one: only people can say which of the two goes on. */
export async function moveRisks(ctx: TxCtx, from: Named, into: Named): Promise<string[] | Refusal> {
  const open = await ctx.tx.risk.findMany({
    where: {
      workspaceId: ctx.workspace.id,
      accountId: { in: [from.id, into.id] },
      state: { in: ['open', 'claimed'] },
    },
    select: { accountId: true, number: true },
    take: 2,
  });
  const [theirs, ours] = [from, into].map(({ id }) => open.find(({ accountId }) => accountId === id));
  if (theirs && ours)
    return refuse(
      'two_risks',
      `“${from.name}” has the open risk R-${theirs.number} and “${into.name}” has R-${ours.number}. Resolve one of them, then merge.`,
    );
  const moved = await ctx.tx.$queryRaw<{ id: string }[]>`
    UPDATE risks SET account_id = ${into.id}::uuid, version = version + 1
     WHERE workspace_id = ${ctx.workspace.id}::uuid AND account_id = ${from.id}::uuid RETURNING id`;
  return moved.map(({ id }) => id);
}

/** Answers the ids, those of drafts too. An open one whose deal is taken at the survivor gets the next free slot. */
export async function moveHandoffs(ctx: TxCtx, fromId: string, intoId: string): Promise<string[]> {
  const workspaceId = ctx.workspace.id;
  const open = await ctx.tx.$queryRaw<
    { id: string; accountId: string; kind: string; dealType: string; slot: number }[]
  >`
    SELECT id, account_id AS "accountId", kind::text AS kind, deal_type::text AS "dealType", slot FROM handoffs
     WHERE workspace_id = ${workspaceId}::uuid AND account_id = ANY(${[fromId, intoId]}::uuid[])
       AND state NOT IN ('draft', 'cancelled')
     ORDER BY id FOR UPDATE`;
  const slots = slotsAfterMerge(open, fromId);
  const moved = await ctx.tx.$queryRaw<{ id: string }[]>`
    UPDATE handoffs AS h
       SET account_id = ${intoId}::uuid, version = version + 1,
           slot = coalesce((SELECT s.slot FROM jsonb_to_recordset(${JSON.stringify(slots)}::jsonb)
                              AS s (id uuid, slot int) WHERE s.id = h.id), h.slot)
     WHERE h.workspace_id = ${workspaceId}::uuid AND h.account_id = ${fromId}::uuid RETURNING h.id`;
  return moved.map(({ id }) => id);
}

/**
 * Signals and what was told of them go over; the score of the merged account goes, and the survivor's is made anew
 * from all signals. That is no news: it alerts nobody. Answers how many signals went over.
 */
export async function moveHealth(ctx: TxCtx, fromId: string, intoId: string): Promise<number> {
  const { tx, now } = ctx;
  const workspaceId = ctx.workspace.id;
  const both = [fromId, intoId];
  const signals = await tx.$executeRaw`
    UPDATE signals SET account_id = ${intoId}::uuid
     WHERE workspace_id = ${workspaceId}::uuid AND account_id = ${fromId}::uuid`;
  await tx.$executeRaw`
    DELETE FROM signals_latest WHERE workspace_id = ${workspaceId}::uuid AND account_id = ANY(${both}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO signals_latest (account_id, type, workspace_id, signal_id, value, observed_at, key)
    SELECT DISTINCT ON (type) account_id, type, workspace_id, id, value, observed_at, key
      FROM signals
     WHERE workspace_id = ${workspaceId}::uuid AND account_id = ${intoId}::uuid AND NOT voided
     ORDER BY type, observed_at DESC, key COLLATE "C" DESC`;
  await tx.healthChange.updateMany({
    where: { workspaceId, accountId: fromId },
    data: { accountId: intoId },
  });
  await tx.healthDay.deleteMany({ where: { workspaceId, accountId: fromId } });
  await tx.accountHealth.deleteMany({ where: { workspaceId, accountId: fromId } });
  await tx.$executeRaw`
    INSERT INTO account_health AS h (account_id, workspace_id, due_at, has_news)
    VALUES (${intoId}::uuid, ${workspaceId}::uuid, ${now}::timestamptz, false)
        ON CONFLICT (account_id) DO UPDATE SET due_at = least(h.due_at, excluded.due_at)`;
  await tx.$executeRaw`SELECT pg_notify('baton_health', '')`;
  return signals;
}

/** Ids, co-owners and the accounts below go over; the merged account itself and those merged into it point on. */
export async function moveNames(ctx: TxCtx, fromId: string, intoId: string): Promise<void> {
  const { tx, now } = ctx;
  const workspaceId = ctx.workspace.id;
  await tx.accountExternalId.updateMany({
    where: { workspaceId, accountId: fromId },
    data: { accountId: intoId },
  });
  await tx.$executeRaw`
    INSERT INTO account_co_owners (account_id, lane, member_id)
    SELECT ${intoId}::uuid, lane, member_id FROM account_co_owners WHERE account_id = ${fromId}::uuid
        ON CONFLICT DO NOTHING`;
  await tx.accountCoOwner.deleteMany({ where: { accountId: fromId, account: { workspaceId } } });
  await tx.$executeRaw`
    UPDATE accounts SET parent_id = ${intoId}::uuid, updated_at = ${now}::timestamptz,
           provenance = provenance || ${JSON.stringify(stamp(['parentId'], 'merge', now))}::jsonb
     WHERE workspace_id = ${workspaceId}::uuid AND parent_id = ${fromId}::uuid AND id <> ${intoId}::uuid`;
  await tx.account.updateMany({
    where: { workspaceId, mergedIntoId: fromId },
    data: { mergedIntoId: intoId },
  });
  await tx.account.updateMany({
    where: { workspaceId, id: fromId },
    data: { mergedIntoId: intoId, parentId: null, updatedAt: now },
  });
}
