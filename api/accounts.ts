import { type AccountResult, upsertAccounts } from '../src/accounts/import/upsert-accounts.ts';
import { answerAgain } from '../src/platform/answer-once.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { takeBatch } from './take-batch.ts';

/** POST /v1/accounts: made, or completed with what the items say. */
export const postAccounts = takeBatch('accounts', (ctx, items, claim) =>
  answerAgain(ctx, claim, async () => {
    const results = await upsertAccounts(ctx, items);
    if (isRefusal(results)) throw new Error('batch within the limit refused');
    return { state: 200, body: report(results) };
  }),
);

function report(results: readonly AccountResult[]) {
  const count = (state: AccountResult['state']) => results.filter((one) => one.state === state).length;
  return {
    received: results.length,
    created: count('created'),
    updated: count('updated'),
    rejected: count('rejected'),
    results: results.map((one) => {
      if (one.state !== 'rejected') return one;
      const { index, state, reason } = one;
      return { index, state, code: 'bad_account', message: reason };
    }),
  };
}
