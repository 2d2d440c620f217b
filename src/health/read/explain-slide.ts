import { count } from '../../platform/text.ts';
import { isoDay, plusDays } from '../../time/day.ts';
import type { HealthConfig } from '../config.ts';
import { type AccountLook, lookOf } from '../slides/look.ts';
import type { Behind } from '../slides/onboarding.ts';
import { AREA_POINTS, CALM_WEEKS, CARD, DIMENSIONS, type SlideState, WATCH } from '../slides/slide.ts';
import { startOfWeek, type WeeklyMeans } from '../slides/weeks.ts';
import { figure, lay, tenth } from './explain-band.ts';

/** What the latest weekly look rests on, and what was told by then. */
export interface ExplainedSlide extends SlideState {
  week: number;
  means: WeeklyMeans;
  /** Points that befell everybody; null: not reckoned yet. */
  shock: number | null;
  toldAt: Date | null;
  lowForLong: boolean;
  behind: readonly Behind[];
}

/** How far the account is below its own usual, and what that makes of it. */
export function slideLines(slide: ExplainedSlide | null, config: HealthConfig): string[] {
  if (!slide) return ['No slide was looked for yet: that is done once a week, on Sundays.'];
  const through = isoDay(plusDays(startOfWeek(slide.week + 1), -1));
  const look = lookOf(slide.means, config);
  if (!look)
    return [
      `Through ${through} too little is known to call anything usual: that takes about 14 weeks.`,
      ...slide.behind.map((one) => behindLine(one, config)),
    ];
  return [
    `Against its own usual, through ${through}:`,
    ...table(look, config),
    ...verdict(look, slide.shock ?? 0),
    standing(slide),
    ...(slide.lowForLong ? ['It has been low for eight weeks, after better times.'] : []),
  ];
}

function behindLine({ type, value, atLeast, byDay, day }: Behind, config: HealthConfig): string {
  if (type === null) return `Behind in onboarding: no first value by day ${byDay} (day ${day}).`;
  const { label, unit } = config.types[type] ?? { label: type, unit: '' };
  const amount = (of: number | null) => `${figure(of ?? 0)} ${unit}`.trim();
  return `Behind in onboarding: ${label} ${amount(value)}, and at least ${amount(atLeast)} by day ${byDay} (day ${day}).`;
}

function table({ types, fall, recent, usual }: AccountLook, config: HealthConfig): string[] {
  const rows = types.toSorted((a, b) => b.say * (b.usual - b.recent) - a.say * (a.usual - a.recent));
  const cells = (name: string, now: number, then: number, say: string, points: number) =>
    lay([name, tenth(now), '', tenth(then), '', say, tenth(points)]);
  return [
    lay(['SIGNAL', 'RECENT', '', 'USUAL', '', 'SAY', 'POINTS']),
    ...rows.map(({ type, say, ...row }) =>
      cells(
        config.types[type]?.label ?? type,
        row.recent,
        row.usual,
        `${Math.round(say * 100)}%`,
        say * (row.usual - row.recent),
      ),
    ),
    cells('Sum', recent, usual, '100%', fall),
    'Points are the fall, by how much a signal says: its weight by how little it strays.',
  ];
}

function verdict({ fall, sureFall, spread, dimensions, hasNews }: AccountLook, shock: number): string[] {
  const sure = sureFall < fall ? ` What expired lately would make it ${tenth(sureFall)}, which counts.` : '';
  const all = shock > 0 ? ` ${tenth(shock)} of it hit everybody and doesn't count.` : '';
  const counted = sureFall - shock;
  const areas = Object.entries(dimensions)
    .filter(([, points]) => points - shock > 0)
    .map(([name, points]) => `${name} ${tenth(points - shock)}`);
  const needs = ({ points, spreads }: typeof WATCH) => `${points} points and ${spreads} spreads`;
  return [
    `Fallen by ${tenth(fall)}.${sure}${all} Its own ups and downs are ±${tenth(spread)}: that is ${tenth(counted / spread)} spreads.`,
    `Areas that fell: ${areas.join(', ') || 'none'}.${hasNews ? '' : ' Nothing was observed in that week, so nothing begins.'}`,
    `A watch needs ${needs(WATCH)} in ${DIMENSIONS} areas by ${AREA_POINTS} points, a card ${needs(CARD)}.`,
  ];
}

function standing({ tier, told, toldAt, calmWeeks }: ExplainedSlide): string {
  if (tier === null || told === null) return 'Nothing is told of it.';
  const since = toldAt ? ` since ${isoDay(toldAt)}` : '';
  const calm = calmWeeks > 0 ? ` (${count(calmWeeks, 'week')} so far)` : '';
  return `Told as a ${tier}${since}, at ${tenth(told)} points. Over after ${CALM_WEEKS} weeks below ${tenth(told / 2)}${calm}.`;
}
