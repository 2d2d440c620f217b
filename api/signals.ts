import type { NewSignal, SignalResult } from '../src/health/signal.ts';
import { recordSignalsIn } from '../src/health/signals/record-signals.ts';
import { readSignalItem } from '../src/health/signals/signal-item.ts';
import { answerOnce } from '../src/platform/answer-once.ts';
import { mapInSlices } from '../src/platform/each.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { takeBatch } from './take-batch.ts';

/** POST /v1/signals. All of a batch is recorded in one transaction; what is rejected spoils no other. */
export const postSignals = takeBatch('signals', async (ctx, items, claim) => {
  const read = await mapInSlices(items, (item) => readSignalItem(item, 'api'));
  return answerOnce(ctx, claim, async (ctx) => {
    const recorded = await recordSignalsIn(
      ctx,
      read.filter((item): item is NewSignal => !isRefusal(item)),
    );
    let next = 0;
    const results = read.map((item): SignalResult => {
      if (isRefusal(item)) return { state: 'rejected', code: item.refused, message: item.message };
      const result = recorded[next++];
      if (!result) throw new Error('signal recorded without a result');
      return result;
    });
    return { state: 202, body: report(results) };
  });
});

function report(results: readonly SignalResult[]) {
  const count = (state: SignalResult['state']) => results.filter((one) => one.state === state).length;
  return {
    received: results.length,
    accepted: count('accepted'),
    duplicate: count('duplicate'),
    rejected: count('rejected'),
    results: results.map((one, index) => ({ index, ...one })),
  };
}
