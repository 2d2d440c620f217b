import type { Db, TxCtx } from '../../platform/ctx.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import type { Served } from '../../workspaces/served.ts';
import { stamp } from '../account.ts';
import { SIGNALS_AT_ONCE, slotsAfterMerge } from './merged-account.ts';

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

/** Returns the ids. Refused while both have an open one: only people can say which of the two goes on. */
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
      `“${from.name}” has the open risk R-${theirs.number} and “${into.name}” has R-${ours.number}. Close one of them, then merge.`,
    );
  const moved = await ctx.tx.$queryRaw<{ id: string }[]>`
    UPDATE risks SET account_id = ${uuid(into.id)}, version = version + 1
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND account_id = ${uuid(from.id)} RETURNING id`;
  return moved.map(({ id }) => id);
}

/** What is owed of them goes over with them, as of their new versions. */
export async function moveOwed(ctx: TxCtx, fromId: string, intoId: string): Promise<void> {
  await ctx.tx.owed.updateMany({
    where: { workspaceId: ctx.workspace.id, accountId: fromId },
    data: { accountId: intoId, version: { increment: 1 } },
  });
}

/** Returns the ids, those of drafts too. An open one whose deal is taken at the survivor gets the next free slot. */
export async function moveHandoffs(ctx: TxCtx, fromId: string, intoId: string): Promise<string[]> {
  const workspaceId = ctx.workspace.id;
  const open = await ctx.tx.$queryRaw<
    { id: string; accountId: string; kind: string; dealType: string; slot: number }[]
  >`
    SELECT id, account_id AS "accountId", kind::text AS kind, deal_type::text AS "dealType", slot FROM handoffs
     WHERE workspace_id = ${uuid(workspaceId)} AND account_id = ANY(${uuids([fromId, intoId])})
       AND state IN ('submitted', 'acknowledged', 'returned', 'accepted')
     ORDER BY id FOR UPDATE`;
  const slots = slotsAfterMerge(open, fromId);
  const moved = await ctx.tx.$queryRaw<{ id: string }[]>`
    UPDATE handoffs AS h
       SET account_id = ${uuid(intoId)}, version = version + 1,
           slot = coalesce((SELECT s.slot FROM jsonb_to_recordset(${JSON.stringify(slots)}::jsonb)
                              AS s (id uuid, slot int) WHERE s.id = h.id), h.slot)
     WHERE h.workspace_id = ${uuid(workspaceId)} AND h.account_id = ${uuid(fromId)} RETURNING h.id`;
  return moved.map(({ id }) => id);
}

/** What is still owed of these handoffs is looked at anew like them. Returns the ids. */
export async function moveFollowUps(ctx: TxCtx, handoffIds: readonly string[]): Promise<string[]> {
  const moved = await ctx.tx.$queryRaw<{ id: string }[]>`
    UPDATE handoff_follow_ups SET version = version + 1
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND handoff_id = ANY (${uuids(handoffIds)}) AND state = 'open'
    RETURNING id`;
  return moved.map(({ id }) => id);
}

/** Returns the ids of what was sold. */
export async function moveDeals(ctx: TxCtx, fromId: string, intoId: string): Promise<string[]> {
  const moved = await ctx.tx.$queryRaw<{ id: string }[]>`
    UPDATE deals SET account_id = ${uuid(intoId)}, version = version + 1
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND account_id = ${uuid(fromId)} RETURNING id`;
  return moved.map(({ id }) => id);
}

/**
 * Signals and what was told of them go over; the score of the merged account goes, and the survivor's is made anew
 * from all signals. What neither account was told of yet still is news. A person's word, and what is expected of a
 * signal, go over where the survivor has none. Returns how many signals it was.
 */
export async function moveHealth(ctx: TxCtx, fromId: string, intoId: string): Promise<number> {
  const { tx, now } = ctx;
  const workspaceId = ctx.workspace.id;
  // An evaluation that holds one of them is waited for: what it wrote goes over too.
  await tx.$executeRaw`
    SELECT 1 FROM account_health WHERE workspace_id = ${uuid(workspaceId)}
       AND account_id = ANY(${uuids([fromId, intoId])}) ORDER BY account_id FOR UPDATE`;
  const signals = await tx.signal.count({ where: { workspaceId, accountId: fromId } });
  await tx.$executeRaw`
    UPDATE signals SET account_id = ${uuid(intoId)}
     WHERE id IN (SELECT id FROM signals WHERE workspace_id = ${uuid(workspaceId)} AND account_id = ${uuid(fromId)}
                   LIMIT ${SIGNALS_AT_ONCE}::int)`;
  await tx.$executeRaw`
    INSERT INTO signals_latest AS l (account_id, type, workspace_id, signal_id, value, observed_at, key)
    SELECT ${uuid(intoId)}, type, workspace_id, signal_id, value, observed_at, key FROM signals_latest
     WHERE workspace_id = ${uuid(workspaceId)} AND account_id = ${uuid(fromId)}
        ON CONFLICT (account_id, type) DO UPDATE
       SET signal_id = excluded.signal_id, value = excluded.value, observed_at = excluded.observed_at, key = excluded.key
     WHERE (excluded.observed_at, excluded.key COLLATE "C") > (l.observed_at, l.key COLLATE "C")`;
  await tx.signalLatest.deleteMany({ where: { workspaceId, accountId: fromId } });
  await tx.healthChange.updateMany({
    where: { workspaceId, accountId: fromId },
    data: { accountId: intoId },
  });
  await tx.healthDay.deleteMany({ where: { workspaceId, accountId: fromId } });
  const [gone] = await tx.accountHealth.findMany({ where: { workspaceId, accountId: fromId } });
  await tx.accountHealth.deleteMany({ where: { workspaceId, accountId: fromId } });
  const { hasNews = false, exceptions = [], overrideUntil = null } = gone ?? {};
  await tx.$executeRaw`
    INSERT INTO account_health AS h (account_id, workspace_id, due_at, has_news, exceptions, override_band,
                                     override_note, override_by_id, override_until)
    VALUES (${uuid(intoId)}, ${uuid(workspaceId)}, ${instant(now)}, ${hasNews}, ${texts(exceptions)},
            ${gone?.overrideBand ?? null}::band, ${gone?.overrideNote ?? null}, ${uuid(gone?.overrideById ?? null)},
            ${instant(overrideUntil)})
        ON CONFLICT (account_id) DO UPDATE
       SET due_at = least(h.due_at, excluded.due_at), has_news = h.has_news OR excluded.has_news,
           exceptions = ARRAY(SELECT DISTINCT unnest(h.exceptions || excluded.exceptions)),
           override_band = coalesce(h.override_band, excluded.override_band),
           override_note = CASE WHEN h.override_band IS NULL THEN excluded.override_note ELSE h.override_note END,
           override_by_id = CASE WHEN h.override_band IS NULL THEN excluded.override_by_id ELSE h.override_by_id END,
           override_until = CASE WHEN h.override_band IS NULL THEN excluded.override_until ELSE h.override_until END`;
  await tx.$executeRaw`
    INSERT INTO expected_signals AS e (account_id, type, workspace_id, until, note, by_id, created_at)
    SELECT ${uuid(intoId)}, type, workspace_id, until, note, by_id, created_at FROM expected_signals
     WHERE workspace_id = ${uuid(workspaceId)} AND account_id = ${uuid(fromId)}
        ON CONFLICT (account_id, type) DO UPDATE
       SET until = excluded.until, note = excluded.note, by_id = excluded.by_id, created_at = excluded.created_at
     WHERE e.until <= ${instant(now)} AND excluded.until > ${instant(now)}`;
  await tx.expectedSignal.deleteMany({ where: { workspaceId, accountId: fromId } });
  await tx.accountView.updateMany({ where: { workspaceId, accountId: fromId }, data: { accountId: intoId } });
  // What was told of it goes over where nothing was told of the survivor: a risk that it opened closes by that.
  await tx.$executeRaw`
    UPDATE account_slides s
       SET touched_from = 0, tier = coalesce(s.tier, f.tier), told = coalesce(s.told, f.told),
           told_at = coalesce(s.told_at, f.told_at), facts = coalesce(s.facts, f.facts),
           calm_weeks = CASE WHEN s.tier IS NULL THEN coalesce(f.calm_weeks, 0) ELSE s.calm_weeks END,
           card_week = greatest(s.card_week, f.card_week)
      FROM (SELECT 1) AS one
      LEFT JOIN account_slides f ON f.account_id = ${uuid(fromId)} AND f.workspace_id = ${uuid(workspaceId)}
     WHERE s.account_id = ${uuid(intoId)} AND s.workspace_id = ${uuid(workspaceId)}`;
  await tx.accountSlide.deleteMany({ where: { workspaceId, accountId: fromId } });
  await tx.$executeRaw`SELECT pg_notify('baton_health', '')`;
  return signals;
}

/** The survivor keeps what is known of its own. */
export async function moveFirstValue(ctx: TxCtx, fromId: string, intoId: string): Promise<void> {
  await ctx.tx.$executeRaw`
    UPDATE accounts AS into_ SET first_value_on = f.first_value_on
      FROM accounts f
     WHERE f.id = ${uuid(fromId)} AND f.workspace_id = ${uuid(ctx.workspace.id)} AND f.first_value_on IS NOT NULL
       AND into_.id = ${uuid(intoId)} AND into_.workspace_id = ${uuid(ctx.workspace.id)}
       AND into_.first_value_on IS NULL`;
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
    SELECT ${uuid(intoId)}, lane, member_id FROM account_co_owners WHERE account_id = ${uuid(fromId)}
        ON CONFLICT DO NOTHING`;
  await tx.accountCoOwner.deleteMany({ where: { accountId: fromId, account: { workspaceId } } });
  await tx.$executeRaw`
    UPDATE accounts SET parent_id = ${uuid(intoId)}, updated_at = ${instant(now)},
           provenance = provenance || ${JSON.stringify(stamp(['parentId'], 'merge', now))}::jsonb
     WHERE workspace_id = ${uuid(workspaceId)} AND parent_id = ${uuid(fromId)} AND id <> ${uuid(intoId)}`;
  await tx.account.updateMany({
    where: { workspaceId, mergedIntoId: fromId },
    data: { mergedIntoId: intoId },
  });
  await tx.account.updateMany({
    where: { workspaceId, id: fromId },
    data: { mergedIntoId: intoId, parentId: null, updatedAt: now },
  });
}

const SOME = 5_000;

/**
 * Signals that were too many to go over when their account was merged follow here, some at a time. What counts now
 * went over with the merge; this is the history. Returns how many went.
 */
export async function moveMergedSignals({ db, served }: { db: Db; served: Served }): Promise<number> {
  const [went] = await db.$queryRaw<{ count: number }[]>`
    WITH moved AS (
      UPDATE signals s SET account_id = m.into_id
        FROM (SELECT left_behind.id, a.merged_into_id AS into_id FROM accounts a JOIN ${served.active} w ON w.id = a.workspace_id
               CROSS JOIN LATERAL (SELECT id FROM signals WHERE account_id = a.id LIMIT ${SOME}::int) AS left_behind
               WHERE a.merged_into_id IS NOT NULL LIMIT ${SOME}::int) AS m
       WHERE s.id = m.id
      RETURNING s.account_id
    ), read_again AS (
      UPDATE account_slides SET touched_from = 0 WHERE account_id IN (SELECT account_id FROM moved)
    )
    SELECT count(*)::int AS count FROM moved`;
  return went?.count ?? 0;
}
