import { KIND_NAMES, KINDS } from '../../../src/handoffs/kinds.ts';
import type { Ends } from '../../../src/home/work.ts';
import { capital, listed, plural } from '../../kit/text.ts';

/** 'Kickoffs and first calls': what ends those that are to be finished. */
export function endsTitle(ends: Ends): string {
  return capital(listed(endsOf(ends).map(({ many }) => many)) || 'to finish');
}

/** '2 kickoffs and 1 first call to book or log', of so many to finish. */
export function endsCounted(ends: Ends, count: number): string {
  const parts = endsOf(ends).map(({ what, many, count }) => plural(count, what, many));
  return parts.length > 0 ? `${listed(parts)} to book or log` : `${count.toLocaleString('en-US')} to finish`;
}

/** Several kinds may end with the same. */
function endsOf(ends: Ends): { what: string; many: string; count: number }[] {
  const found = new Map<string, { what: string; many: string; count: number }>();
  for (const kind of KIND_NAMES) {
    const { what, many } = KINDS[kind].template.finish;
    const count = (found.get(what)?.count ?? 0) + (ends[kind] ?? 0);
    if (count > 0) found.set(what, { what, many, count });
  }
  return [...found.values()];
}
