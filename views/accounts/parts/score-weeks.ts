import type { WeekScore } from '../../../src/health/standing.ts';
import { whole } from '../../health/words.ts';
import { type Markup, md, plural } from '../../kit/text.ts';

const BARS = [...'▁▂▃▄▅▆▇█'];
const UNKNOWN = '·';

/** The score week by week, as bars from 0 to 100 and in words; nothing where there is less than two weeks of it. */
export function scoreWeeks(weeks: readonly WeekScore[]): Markup[] {
  const began = weeks.findIndex(({ score }) => score !== null);
  const shown = began < 0 ? [] : weeks.slice(began);
  const scores = shown.flatMap(({ score }) => score ?? []);
  const [first, latest] = [scores[0], shown.at(-1)?.score];
  if (first === undefined || scores.length < 2) return [];
  const now = latest == null ? 'not known now' : `${whole(latest)} now`;
  const words = `${whole(first)} at first, between ${whole(Math.min(...scores))} and ${whole(Math.max(...scores))}, ${now}`;
  const bars = shown.map(({ score }) => bar(score)).join('');
  return [md`${bars} Score of the last ${plural(shown.length, 'week', 'weeks')}: ${words}.`];
}

function bar(score: number | null): string {
  if (score === null) return UNKNOWN;
  const step = Math.floor((score / 100) * BARS.length);
  return BARS[Math.max(0, Math.min(step, BARS.length - 1))] ?? UNKNOWN;
}
