import type { Stage } from '../../../prisma/generated/client.ts';
import { count, plain } from '../../platform/text.ts';
import { daysBetween, isoDay } from '../../time/day.ts';
import { BAND_WORDS } from '../bands.ts';
import { DIMENSIONS, type HealthConfig } from '../config.ts';
import type { ExpectedSignal } from '../expected.ts';
import { overrideOf } from '../override.ts';
import { type Observation, type Part, type Score, scoreOf } from '../score.ts';
import type { BandWhy } from '../why-band.ts';
import { bandLines, figure, lay, minute, type Standing, tenth, WIDTH, wrap } from './explain-band.ts';
import { type ExplainedSlide, slideLines } from './explain-slide.ts';

export interface Explained extends Standing {
  account: { name: string; stage: Stage };
  /** The latest of each type. */
  signals: readonly (Observation & { source: string; note: string | null })[];
  /** What a person expects to look bad, while that holds. */
  expected: readonly ExpectedSignal[];
  /** Null: it was not looked at yet. */
  slide: ExplainedSlide | null;
}

/** How the score and the band of an account come about, at most 100 columns wide. `say`: why the band is not the score's. */
export function explain(given: Explained, say: (why: BandWhy) => string): string {
  const { account, config, now, signals } = given;
  const score = scoreOf(signals, config, now);
  const parts = score.parts.toSorted(
    (a, b) =>
      DIMENSIONS.indexOf(a.dimension) - DIMENSIONS.indexOf(b.dimension) ||
      b.weight - a.weight ||
      (a.type < b.type ? -1 : 1),
  );
  const lines = [
    `${plain(account.name)}: ${headline(given, score)}`,
    ...wrap(`As of ${minute(now)}, by version ${config.version} of the configuration.`),
    '',
    ...(parts.length > 0 ? arithmetic(parts, score, given) : ['No signal that counts was ever seen.']),
    ...notCounted(given).flatMap((line) => wrap(line)),
    '',
    ...[
      ...capLines(score, config),
      confidenceLine(score, config),
      ...bandLines(given, score, say),
      ...given.expected.map(expectedLine),
    ].flatMap((line) => wrap(line)),
    '',
    ...slideLines(given.slide, config).flatMap((line) => ([...line].length > WIDTH ? wrap(line) : [line])),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Points that each fresh type adds, in tenths and by type: rounded so that they add up to the rounded mean, by
 * handing the tenths that are left to the largest remainders.
 */
export function contributions(score: Score): Map<string, number> {
  const fresh = score.parts.filter((part) => part.fresh);
  const weight = fresh.reduce((total, part) => total + part.weight, 0);
  if (score.mean === null) return new Map();
  const exact = fresh.map(({ type, weight: own, normalised }) => ({
    type,
    tenths: (own / weight) * normalised * 10,
  }));
  const rounded = new Map(exact.map(({ type, tenths }) => [type, Math.floor(tenths)]));
  const whole = [...rounded.values()].reduce((total, tenths) => total + tenths, 0);
  const remainder = (tenths: number) => tenths - Math.floor(tenths);
  const left = Math.round(score.mean * 10) - whole;
  exact.sort((a, b) => remainder(b.tenths) - remainder(a.tenths) || (a.type < b.type ? -1 : 1));
  for (const { type } of exact.slice(0, left)) rounded.set(type, (rounded.get(type) ?? 0) + 1);
  return rounded;
}

function headline({ health, now }: Explained, score: Score): string {
  const value = score.value === null ? 'no score' : `${tenth(score.value)} of 100`;
  if (!score.known) return `${value}, band unknown`;
  if (!health?.band) return `${value}, not evaluated yet`;
  const override = overrideOf(health, now);
  return `${value}, ${override ? `${BAND_WORDS[override]} (as somebody said)` : BAND_WORDS[health.band]}`;
}

function arithmetic(parts: readonly Part[], score: Score, { config, now, signals }: Explained): string[] {
  const points = contributions(score);
  const rows = parts.map((part) => {
    const type = config.types[part.type];
    const signal = signals.find((one) => one.type === part.type);
    const cells = [
      type?.label ?? part.type,
      `${figure(part.value)} ${type?.unit ?? ''}`.trim(),
      age(part.observedAt, now),
      part.fresh ? isoDay(part.staleAt) : 'stale',
      tenth(part.normalised),
      figure(part.weight),
      part.fresh && score.mean !== null ? tenth((points.get(part.type) ?? 0) / 10) : '–',
      plain(signal?.source ?? ''),
    ];
    return { cells, note: signal?.note ?? null };
  });
  const fresh = parts.filter((part) => part.fresh).reduce((total, part) => total + part.weight, 0);
  const total = ['Sum', '', '', '', '', figure(fresh), score.mean === null ? '–' : tenth(score.mean), ''];
  return [
    lay(['SIGNAL', 'VALUE', 'AGE', 'FRESH UNTIL', 'SCORE', 'WEIGHT', 'POINTS', 'SOURCE']),
    ...rows.flatMap(({ cells, note }) => [lay(cells), ...(note ? wrap(`"${plain(note)}"`, '    ') : [])]),
    lay(total),
    'Points are the score, by the share of its weight in what is fresh.',
  ];
}

function notCounted({ signals, config, now }: Explained): string[] {
  const unknown = signals.filter(({ type }) => !Object.hasOwn(config.types, type));
  const future = signals.filter(
    ({ type, observedAt }) => observedAt > now && !unknown.some((one) => one.type === type),
  );
  const list = (some: readonly Observation[]) => some.map(({ type }) => type).join(', ');
  return [
    ...(unknown.length > 0 ? [`Not in the configuration, so not counted: ${list(unknown)}.`] : []),
    ...(future.length > 0 ? [`Observed later than now, so not counted yet: ${list(future)}.`] : []),
  ];
}

function capLines({ caps, mean, value }: Score, config: HealthConfig): string[] {
  return caps.map(({ type, cap }, index) => {
    const label = config.types[type]?.label ?? type;
    if (mean === null) return `Exception: ${label} would cap the score at ${figure(cap)}.`;
    const holds = index === 0 && value !== null && value < mean;
    const effect = holds
      ? `Without it the score would be ${without(mean, caps[1]?.cap)}.`
      : 'It changes nothing now.';
    return `Exception: ${label} caps the score at ${figure(cap)}. ${effect}`;
  });
}

const without = (mean: number, next = 100): string => tenth(Math.min(mean, next));

function confidenceLine({ parts, confidence }: Score, config: HealthConfig): string {
  const weigh = (some: readonly Part[]) => some.reduce((total, part) => total + part.weight, 0);
  const fresh = parts.filter((part) => part.fresh && part.weight > 0);
  const dimensions = new Set(fresh.map(({ dimension }) => dimension)).size;
  const share = `${Math.floor(confidence * 100 + 1e-9)}%: of a weight of ${figure(weigh(parts))} that this account has ever sent, ${figure(weigh(fresh))} is fresh`;
  const needed = `A band needs ${figure(config.minConfidence * 100)}% and ${count(config.minDimensions, 'dimension')}`;
  return `Confidence ${share}, in ${count(dimensions, 'dimension')}. ${needed}.`;
}

const expectedLine = ({ until, label, note }: ExpectedSignal): string =>
  `Expected until ${minute(until)}: ${plain(label)} (${plain(note)}). It raises no alert.`;

function age(observedAt: Date, now: Date): string {
  const hours = Math.floor(daysBetween(observedAt, now) * 24);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
