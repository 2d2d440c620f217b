import { postDeals } from '../src/deals/take/deal-input.ts';
import type { TakenDeal } from '../src/deals/take/take-deals.ts';
import { answerAgain } from '../src/platform/answer-once.ts';
import { takeBatch } from './take-batch.ts';

/** POST /v1/handoffs: deals that are won, and so to be handed over, expected, or lost. */
export const postHandoffs = takeBatch('deals', (ctx, items, claim) =>
  answerAgain(ctx, claim, async () => ({ state: 200, body: report(await postDeals(ctx, items)) })),
);

const STATES = { create: 'created', update: 'updated', same: 'unchanged', reject: 'rejected' } as const;

function report(taken: readonly TakenDeal[]) {
  const count = (kind: TakenDeal['kind']) => taken.filter((one) => one.kind === kind).length;
  return {
    received: taken.length,
    created: count('create'),
    updated: count('update'),
    unchanged: count('same'),
    rejected: count('reject'),
    results: taken.map((one) => {
      const about = { index: one.line, state: STATES[one.kind] };
      if (one.kind === 'reject') return { ...about, code: 'bad_deal', message: one.reason };
      const { id, state, note } = one;
      return { ...about, ...(id && { id }), deal: state, ...(note && { message: note }) };
    }),
  };
}
