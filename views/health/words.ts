import { BAND_WORDS, type Band } from '../../src/health/bands.ts';
import type { Reason } from '../../src/health/reasons.ts';
import type { HealthStanding, Override, Trend } from '../../src/health/standing.ts';
import { daysBetween } from '../../src/time/day.ts';
import { clip } from '../kit/clip.ts';
import { dayOf, lastDay } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import { bold, capital, listed, type Markup, md, type Naming, named } from '../kit/text.ts';
import { amount, reasonLine } from '../risks/parts/words.ts';

// The words in which health is spoken of.

/** At the head of a line: 'At risk'. */
export const bandLabel = (band: Band | 'unknown'): string => capital(BAND_WORDS[band]);

const SHORT_UNIT = 10;

/** 'Seats used: 80 to 38%', for where there is no room for its age. */
export function reasonText({ label, unit, value, before }: Reason, most: number): string {
  const name = clip(label, most);
  // What either is or is not has no unit, and its label says that it is.
  if (unit === '' && value === 1) return name;
  const was = before === null || before === value ? '' : `${amount(before, '')} to `;
  return `${name}: ${was}${amount(value, clip(unit, SHORT_UNIT))}`;
}

/** What a rule saw: 'from watch to at risk', 'score fell from 82 to 68'. */
export function ruleText(change: {
  rule: string;
  fromBand: Band | null;
  toBand: Band;
  scoreBefore: number | null;
  score: number | null;
}): string {
  const { rule, fromBand, toBand, scoreBefore, score } = change;
  if (rule === 'fell' && scoreBefore !== null && score !== null)
    return `score fell from ${whole(scoreBefore)} to ${whole(score)}`;
  if (rule === 'exception') return 'a sign that cannot wait';
  return fromBand && fromBand !== toBand
    ? `from ${BAND_WORDS[fromBand]} to ${BAND_WORDS[toBand]}`
    : BAND_WORDS[toBand];
}

/** 'down 12 in 30 days'. */
export function trendText({ points, days }: Trend): string {
  const span = days === 1 ? 'in a day' : `in ${days} days`;
  if (points === 0) return `unchanged ${span}`;
  return `${points > 0 ? 'up' : 'down'} ${Math.abs(points)} ${span}`;
}

export function whole(score: number): string {
  return String(Math.round(score));
}

/** 'less than a day old', '3 days old'. */
export function ageText(observedAt: Date, now: Date): string {
  return daysOld(Math.floor(daysBetween(observedAt, now)));
}

export function daysOld(days: number): string {
  if (days < 1) return 'less than a day old';
  return days === 1 ? '1 day old' : `${days} days old`;
}

const NOTE_SHOWN = 200;
const STALE_SHOWN = 6;
const LABEL_SHOWN = 30;

/** How an account stands, why, and what is not known, a line each. */
export function healthLines(
  standing: HealthStanding,
  trend: Trend | null,
  naming: Naming = 'mention',
): Markup[] {
  const { reasons, stale, override } = standing;
  const shown = stale.slice(0, STALE_SHOWN).map((label) => clip(label, LABEL_SHOWN));
  const more = stale.length - shown.length;
  return [
    headline(standing, trend),
    ...(override ? overrideLines(override, naming) : []),
    ...reasons.map((reason) => md`• ${reasonLine(reason)}`),
    ...(shown.length > 0
      ? [md`Too old to count: ${listed(more > 0 ? [...shown, `${more} more`] : shown)}.`]
      : []),
  ];
}

function headline(standing: HealthStanding, trend: Trend | null): Markup {
  const { score, band, since, fresh, of } = standing;
  if (of === 0 && band === 'unknown')
    return md`${bold('Health unknown.')} No signal that counts was ever seen.`;
  const figure =
    score === null ? bold(`Health ${BAND_WORDS[band]}`) : bold(`Health ${whole(score)}, ${BAND_WORDS[band]}`);
  const how = trend ? `, ${trendText(trend)}` : '';
  const from = since ? md` since ${dayOf(since)}` : md``;
  const tooLittle = band === 'unknown' ? ' That is too little to tell.' : '';
  return md`${figure}${from}${how}. ${fresh} of ${of} signals fresh.${tooLittle}`;
}

/** 'Set by Sample CSM until Dec 3, 2026:', and below it why, as they wrote it. */
function overrideLines({ by, until, note }: Override, naming: Naming): Markup[] {
  const who = by ? named(by, naming) : md`an admin`;
  return [md`Set by ${who} until ${lastDay(until)}:`, quoted(note, NOTE_SHOWN)];
}
