import { CLOCK_OF_STATE, type HandoffClock, isWaiting } from '../../../src/handoffs/handoff.ts';
import type { ShownHandoff } from '../../../src/handoffs/picture.ts';

/** Whether what this clock waits for is still to come. */
export function runs(clock: HandoffClock, { state }: Pick<ShownHandoff, 'state'>): boolean {
  if (clock === 'hard_stop') return isWaiting(state);
  return Object.entries(CLOCK_OF_STATE).some(([waiting, its]) => waiting === state && its === clock);
}
