import { type Refusal, refuse } from '../platform/refusal.ts';
import { isLocalDate } from '../time/local-date.ts';

/**
 * The day to keep, or why not; null takes it back. `today` is the local date of whoever says so. Before the contract
 * there is nothing that was bought.
 */
export function decideFirstValue(
  on: string | null,
  account: { name: string; contractStart: string | null; firstValueOn: string | null },
  today: string,
): { on: string | null } | Refusal {
  const { name, contractStart, firstValueOn } = account;
  if (on === null)
    return firstValueOn === null
      ? refuse('no_day', 'Pick the day on which they reached it.', 'firstValueOn')
      : { on };
  if (!isLocalDate(on)) return refuse('bad_day', 'Pick a day.', 'firstValueOn');
  if (on > today) return refuse('future', 'Pick today or a day that has passed.', 'firstValueOn');
  if (contractStart !== null && on < contractStart)
    return refuse(
      'before_contract',
      `The contract of ${name} begins after that day. Pick a later one.`,
      'firstValueOn',
    );
  return { on };
}
