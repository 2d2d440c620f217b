import { SHIPPED_TYPES } from '../../src/health/catalogue.ts';
import type { NewSignal } from '../../src/health/signal.ts';
import { type Course, EVERY } from './course.ts';
import { COURSES } from './courses.ts';

/** A sample signal: of an account by its external id, at a time, under a key. */
export type Observed = NewSignal & { account: { externalId: string }; observedAt: Date; key: string };

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;
/** Exports run at seven on a Monday, the first three hours before the demo begins at ten. */
const EXPORT_MS = -3 * 60 * 60 * 1000;
/** What is seen between the Mondays comes at half past eight. */
const BETWEEN_MS = -90 * 60 * 1000;
const SOURCES: Record<string, string> = { support: 'sample helpdesk', finance: 'sample billing' };

/** What is seen of the sample accounts after `from` and until `to`, in order. The same each time. */
export function observedBetween(start: Date, from: Date, to: Date): Observed[] {
  const weeks = [from, to].map((at) => Math.floor((at.getTime() - start.getTime() - EXPORT_MS) / WEEK_MS));
  const [first = 0, last = 0] = weeks;
  const all = Object.entries(COURSES).flatMap(([externalId, course], index) => {
    const at = (ms: number) => new Date(start.getTime() + ms);
    const signal = (type: string, value: number, observedAt: Date, note?: string): Observed => ({
      account: { externalId },
      type,
      value,
      observedAt,
      key: `sample:${externalId}:${type}:${observedAt.toISOString()}`,
      source: note
        ? 'sample interview'
        : (SOURCES[SHIPPED_TYPES[type]?.dimension ?? ''] ?? 'sample usage export'),
      ...(note && { note }),
    });
    const monday = (week: number) => at(EXPORT_MS + week * WEEK_MS);
    const weekly: Observed[] = [];
    for (let week = Math.max(first, course.from); week <= Math.min(last, course.until ?? last); week++)
      for (const [type, line] of Object.entries(course.values))
        if (isHeard(type, week, index, course))
          weekly.push(signal(type, valueIn(type, line, week, index), monday(week)));
    const said = (course.said ?? []).map(([week, value, quote]) =>
      signal('sentiment', value, monday(week), quote),
    );
    const between = (course.between ?? []).flatMap(([day, values]) =>
      Object.entries(values).map(([type, value]) => signal(type, value, at(BETWEEN_MS + day * DAY_MS))),
    );
    return [...weekly, ...said, ...between];
  });
  return all
    .filter(({ observedAt }) => observedAt > from && observedAt <= to)
    .sort((a, b) => a.observedAt.getTime() - b.observedAt.getTime());
}

/** The next instant after `from` at which something is seen; something always is within a week. */
export function nextObserved(start: Date, from: Date): Date {
  const [next] = observedBetween(start, from, new Date(from.getTime() + WEEK_MS));
  if (!next) throw new Error('the sample accounts have fallen silent');
  return next.observedAt;
}

/** Not all accounts are billed in the same week. What they begin with is heard at once. */
function isHeard(type: string, week: number, index: number, { from }: Course): boolean {
  const every = EVERY[type] ?? 1;
  return week === from || (week + index) % every === 0;
}

/** On the line, and a little beside it where no point says exactly what it was. */
function valueIn(type: string, line: string, week: number, index: number): number {
  const points = line.split(' ').map((point) => point.split(':').map(Number) as [number, number]);
  const value = along(points, week);
  const { unit, range } = SHIPPED_TYPES[type] ?? { unit: '' };
  const isExact = points.length > 1 && points.some(([at]) => at === week);
  const drift =
    isExact || unit !== '%' || type === 'onboarding' ? 0 : ((week * 7 + index * 3 + type.length) % 5) - 2;
  const fine = unit === 'of 5' ? 10 : 1;
  return Math.min(range?.max ?? 120, Math.max(range?.min ?? 0, Math.round((value + drift) * fine) / fine));
}

function along(points: readonly [number, number][], week: number): number {
  const after = points.findIndex(([at]) => at >= week);
  const [last, next] = [points[after === -1 ? points.length - 1 : after - 1], points[after]];
  if (!last || !next) return (last ?? next)?.[1] ?? 0;
  return last[1] + ((week - last[0]) / (next[0] - last[0])) * (next[1] - last[1]);
}
