import type { Clock } from '../../platform/clock.ts';
import type { Db, TxCtx } from '../../platform/ctx.ts';
import { mapInSlices } from '../../platform/each.ts';
import { failureOf } from '../../platform/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import { isContention, isLockTimeout } from '../../platform/transact.ts';
import type { Served } from '../../workspaces/served.ts';
import { isTold } from '../alert.ts';
import { cutsFor } from '../config.ts';
import { type Change, type Evaluation, isAlert } from '../health-state.ts';
import { changeRow, type Raise } from '../raise.ts';
import { loadExpectedUntil } from '../read/load-expected.ts';
import type { Basis } from '../reasons.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { claimDueAccounts, type DueHealth, loadPast } from './claim-accounts.ts';
import { evaluate } from './evaluate.ts';
import { writeHealth } from './write-health.ts';

export interface EvaluationDeps {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  raise: Raise;
}

/** Read, reckoned and written in well under the time that a transaction may take. */
const BATCH = 500;
/**
 * Changes that may write risks and messages cost more, and hold the row that numbers come from: those beyond wait for
 * the next batch.
 */
const CHANGES = 25;
/** Where so many change at once, fewer are read: most of a large batch would be read again and again. */
const FEW = 2 * CHANGES;
const MOST_BATCHES_OF_FEW = 20;
/** An account that cannot be evaluated is looked at again after this; one that another writes to just now, at once. */
const PUT_OFF_MS = 10 * 60_000;

/**
 * Evaluates a batch of accounts that are due, tells of what changed, and says when each is due again, all in one
 * transaction. Any number of processes may call it. Returns how many it dealt with: 0 when none (more) is due.
 */
export async function evaluateAccounts(deps: EvaluationDeps): Promise<number> {
  let { dealt, wasCut } = await evaluateSome(deps, BATCH);
  for (let more = 0; wasCut && more < MOST_BATCHES_OF_FEW; more++) {
    const next = await evaluateSome(deps, FEW);
    dealt += next.dealt;
    wasCut = next.wasCut;
  }
  return dealt;
}

interface Batch {
  dealt: number;
  /** Some were left for the next one. */
  wasCut: boolean;
}

async function evaluateSome(deps: EvaluationDeps, limit: number): Promise<Batch> {
  const claimed: DueHealth[] = [];
  try {
    return await evaluateTogether(deps, claimed, { limit });
  } catch (error) {
    if (claimed.length === 0) throw error;
    for (const due of claimed) await evaluateAlone(deps, due, error, claimed.length === 1);
    return { dealt: claimed.length, wasCut: false };
  }
}

async function evaluateAlone(deps: EvaluationDeps, due: DueHealth, cause: unknown, failedAlone: boolean) {
  try {
    if (failedAlone) throw cause;
    await evaluateTogether(deps, [], { limit: 1, only: due.account.id });
  } catch (error) {
    if (isContention(error) || isLockTimeout(error)) return;
    const dueAt = new Date(deps.clock.now().getTime() + PUT_OFF_MS);
    await deps.db.accountHealth.updateMany({
      where: { accountId: due.account.id, workspaceId: due.workspace.id, dueAt: { not: null } },
      data: { dueAt },
    });
    deps.log.error(
      { workspace: due.workspace.id, account: due.account.id, ...failureOf(error) },
      'an account could not be evaluated; it is tried again',
    );
  }
}

async function evaluateTogether(
  deps: EvaluationDeps,
  claimed: DueHealth[],
  which: { limit: number; only?: string },
): Promise<Batch> {
  const { db, clock, served, log } = deps;
  const now = clock.now();
  return db.$transaction(async (tx) => {
    const due = await claimDueAccounts(tx, served, { now, ...which });
    claimed.push(...due);
    let wasCut = false;
    for (const group of byWorkspace(due)) {
      const ctx: TxCtx = {
        workspace: group[0].workspace,
        actor: { type: 'job', name: 'health' },
        now,
        tx,
        log,
      };
      if (await evaluateGroup(ctx, group, deps.raise)) wasCut = true;
    }
    return { dealt: due.length, wasCut };
  });
}

/** Whether some were left for the next batch. */
async function evaluateGroup(ctx: TxCtx, group: readonly DueHealth[], raise: Raise): Promise<boolean> {
  const config = await loadHealthConfig(ctx.tx, ctx.workspace.id);
  const expectedOf = await loadExpectedUntil(
    ctx.tx,
    ctx.workspace.id,
    group.map(({ account }) => account.id),
  );
  const look = (due: DueHealth, past: Basis | null) => {
    const { observations, hasNews, overrideUntil, account } = due;
    const cuts = cutsFor(config, account.stage);
    const expected = expectedOf(account.id);
    const seen = { observations, hasNews, config, cuts, now: ctx.now, past, overrideUntil, expected };
    return evaluate(due.state, seen);
  };
  const seenNow = await mapInSlices(group, (due) => ({ due, evaluation: look(due, null) }));
  const pasts = await loadPast(ctx, seenNow, config);
  const evaluated: { due: DueHealth; evaluation: Evaluation }[] = [];
  let changes = 0;
  for (const seen of seenNow) {
    const past = pasts.get(seen.due.account.id);
    const one = past ? { due: seen.due, evaluation: look(seen.due, past) } : seen;
    const toRaise = one.evaluation.changes.filter(concernsSomebody).length;
    changes += toRaise;
    if (changes > CHANGES && toRaise > 0) continue;
    evaluated.push(one);
  }
  const found = evaluated.flatMap(({ due, evaluation }) =>
    evaluation.changes.map((change) => ({ account: due.account, before: due.state, change, config })),
  );
  const loud = found.filter(({ change }) => concernsSomebody(change));
  const outcomes = loud.length > 0 ? await raise(ctx, loud) : [];
  const entries = [
    ...loud.map((each, index) => {
      const became = outcomes[index];
      if (became === undefined) throw new Error('change of health without an outcome');
      return { ...each, ...became };
    }),
    ...found
      .filter((each) => !loud.includes(each))
      .map((each) => ({ ...each, outcome: 'quiet' as const, riskId: null })),
  ];
  for (const { due, evaluation } of evaluated) {
    const told = entries.find(({ account, outcome }) => account.id === due.account.id && isTold(outcome));
    if (told)
      Object.assign(evaluation.state, {
        alertedAt: ctx.now,
        alertedBand: told.change.toBand,
        alertedScore: told.change.score,
      });
  }
  await writeHealth(ctx, evaluated);
  if (entries.length > 0)
    await ctx.tx.healthChange.createMany({ data: entries.map((entry) => changeRow(ctx, entry)) });
  return evaluated.length < group.length;
}

/** There may be a risk to open, to tell of, or to close. */
function concernsSomebody(change: Change): boolean {
  return isAlert(change) || change.rule === 'recovered';
}

function byWorkspace(due: readonly DueHealth[]): Iterable<[DueHealth, ...DueHealth[]]> {
  const groups = new Map<string, [DueHealth, ...DueHealth[]]>();
  for (const one of due) {
    const group = groups.get(one.workspace.id);
    if (group) group.push(one);
    else groups.set(one.workspace.id, [one]);
  }
  return groups.values();
}
