import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { uuid, uuids } from '../../platform/sql.ts';
import { LostRace, lock, transact } from '../../platform/transact.ts';
import type { NewSignal, SignalResult } from '../signal.ts';
import { planSignals, type SignalRow, settle } from './plan-signals.ts';
import { tellUnhappy } from './tell-unhappy.ts';
import { insertSignals, storedUnder, voidCorrected } from './write-signals.ts';

const CHUNK = 500;

/**
 * Keeps what was seen and returns for each item, in order. A signal that is there already, by its key, is a
 * duplicate; one that cannot be kept is rejected with a reason and spoils no other. Chunks of 500 stand on their
 * own, so that the same items may be given again after a failure. Accounts whose latest signals changed are due
 * for evaluation.
 */
export async function recordSignals(ctx: Ctx, items: readonly NewSignal[]): Promise<SignalResult[]> {
  const results: SignalResult[] = [];
  for (let from = 0; from < items.length; from += CHUNK)
    results.push(...(await transact(ctx, (ctx) => recordSignalsIn(ctx, items.slice(from, from + CHUNK)))));
  return results;
}

/** What would become of the items; nothing is written. */
export async function tryOutSignals(ctx: Ctx, items: readonly NewSignal[]): Promise<SignalResult[]> {
  const { id } = ctx.workspace;
  const planned = await planSignals(ctx.db, id, ctx.now, items);
  const keys = planned.flatMap((row) => (isRefusal(row) ? [] : [row.key]));
  return settle(planned, await storedUnder(ctx.db, id, keys));
}

/** `recordSignals` as part of somebody's transaction: up to 1,000 items. */
export async function recordSignalsIn(ctx: TxCtx, items: readonly NewSignal[]): Promise<SignalResult[]> {
  if (items.length === 0) return [];
  // A correction and the signal it replaces must not pass each other unseen.
  await lock(ctx, 'signals', items.some(({ corrects }) => corrects !== undefined) ? 'alone' : 'shared');
  const planned = await planSignals(ctx.tx, ctx.workspace.id, ctx.now, items);
  const good = new Map(planned.flatMap((row) => (isRefusal(row) ? [] : [[row.key, row] as const])).reverse());
  if (good.size === 0) return settle(planned, []);
  const rows = [...good.values()];
  const repeated = await insertSignals(ctx, rows);
  await checkNotMerged(ctx, rows);
  const before = repeated.length > 0 ? await storedUnder(ctx.tx, ctx.workspace.id, repeated) : [];
  const wasThere = new Set(repeated);
  const corrected = rows.flatMap(({ key, corrects }) =>
    corrects === null || wasThere.has(key) ? [] : [corrects],
  );
  if (corrected.length > 0) await voidCorrected(ctx, corrected);
  await tellUnhappy(
    ctx,
    rows.filter(({ key }) => !wasThere.has(key)),
  );
  return settle(planned, before);
}

/**
 * An account may be merged after it was found. Writing its signals has waited for that and shuts out a new one, so
 * that what is there now holds; where it was merged, everything is done again.
 */
async function checkNotMerged(ctx: TxCtx, rows: readonly SignalRow[]): Promise<void> {
  const ids = [...new Set(rows.map(({ accountId }) => accountId))];
  const [merged] = await ctx.tx.$queryRaw<unknown[]>`
    SELECT 1 AS merged FROM accounts
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND id = ANY(${uuids(ids)}) AND merged_into_id IS NOT NULL
     LIMIT 1`;
  if (merged !== undefined) throw new LostRace('An account');
}
