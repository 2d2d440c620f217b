import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { AccountChange, Became } from './alert.ts';

/** Opens, updates and closes risks, and returns what became of each change, in order. Part of the transaction. */
export type Raise = (ctx: TxCtx, changes: readonly AccountChange[]) => Promise<Became[]>;

/** A change and what became of it, as the history keeps it. */
export function changeRow(ctx: TxCtx, entry: Omit<AccountChange, 'before'> & Became) {
  const { account, change, config, outcome, riskId } = entry;
  return {
    id: newId(ctx.now),
    workspaceId: ctx.workspace.id,
    accountId: account.id,
    at: ctx.now,
    rule: change.rule,
    fromBand: change.fromBand,
    toBand: change.toBand,
    scoreBefore: change.scoreBefore,
    score: change.score,
    reasons: change.reasons,
    configVersion: config.version,
    outcome,
    riskId,
  };
}
