import { BAND_WORDS, type Band, bandOf, type Cuts } from '../../src/health/bands.ts';
import { EXPECTED_NOTE_MAX, type ExpectedSignal } from '../../src/health/expected.ts';
import type { Reason } from '../../src/health/reasons.ts';
import type { Listing } from '../../src/health/slides/listed.ts';
import type { HealthStanding, Override, Trend } from '../../src/health/standing.ts';
import type { BandWhy } from '../../src/health/why-band.ts';
import { daysBetween } from '../../src/time/day.ts';
import { clip } from '../kit/clip.ts';
import { dayOf, lastDay } from '../kit/dates.ts';
import { quoted } from '../kit/long-text.ts';
import { bold, capital, listed, type Markup, md, type Naming, named, plural } from '../kit/text.ts';
import { belowUsual, changeText, reasonLine } from '../risks/parts/words.ts';

// The words in which health is spoken of.

/** At the head of a line: 'At risk'. */
export const bandLabel = (band: Band | 'unknown'): string => capital(BAND_WORDS[band]);

const SHORT_UNIT = 10;

/** 'Seats used: 38%, was 80%', for where there is no room for its age. */
export function reasonText({ label, unit, value, before }: Reason, most: number): string {
  const name = clip(label, most);
  // What either is or is not has no unit, and its label says that it is.
  if (unit === '' && value === 1) return name;
  return `${name}: ${changeText(value, before, clip(unit, SHORT_UNIT))}`;
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
  if (rule === 'slide' && scoreBefore !== null && score !== null)
    return `sliding, ${belowUsual({ recent: score, usual: scoreBefore })}`;
  if (rule === 'exception') return 'a sign that can’t wait';
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

/** Rounded down: a score just below a cut is not shown as one that reaches it. */
export function whole(score: number): string {
  return String(Math.floor(score));
}

/** ' (score 83)' of a moment before; nothing where it pointed to another band than this, whatever the reason was then. */
export function scoreThen(score: number | null, band: Band | 'unknown', cuts: Cuts): string {
  return score !== null && bandOf(score, cuts) === band ? ` (score ${whole(score)})` : '';
}

/** 'watch (83)' */
export function bandText(band: Band | 'unknown', score: number | null): string {
  return score === null ? BAND_WORDS[band] : `${BAND_WORDS[band]} (${whole(score)})`;
}

/** Why a band is not the one of the score beside it, in a sentence. `at`: how an instant is said. */
export function whyBandLine(why: BandWhy, at: (instant: Date) => Markup = dayOf): Markup {
  switch (why.because) {
    case 'set_by_hand':
      return md`Set by hand until ${at(new Date(Date.parse(why.until) - 1))}.`;
    case 'not_yet': {
      const beyond = why.stays === 'below' ? ' or worse' : ' or better';
      const becomes = `${BAND_WORDS[why.to]}${why.further ? beyond : ''}`;
      const stays = why.stays === 'below' ? `below ${figure(why.limit)}` : `at ${figure(why.limit)} or above`;
      return md`Becomes ${becomes} if it stays ${stays} until ${at(new Date(why.on))}.`;
    }
    case 'margin':
      return md`Becomes ${BAND_WORDS[why.to]} after ${plural(why.days, 'day', 'days')} at ${figure(why.limit)} or above.`;
    case 'no_signal':
      return md`Only a new signal changes the band.`;
    case 'unread':
      return md`The band is about to be updated.`;
  }
}

/** The same in a few words, for a row of a list. */
export function whyBandShort(why: BandWhy): Markup {
  switch (why.because) {
    case 'set_by_hand':
      return md`set by hand`;
    case 'not_yet':
      return md`${BAND_WORDS[why.to]} on ${dayOf(new Date(why.on))} if it stays ${why.stays === 'below' ? 'below' : 'from'} ${figure(why.limit)}`;
    case 'margin':
      return md`${BAND_WORDS[why.to]} after ${plural(why.days, 'day', 'days')} from ${figure(why.limit)}`;
    case 'no_signal':
      return md`until a new signal`;
    case 'unread':
      return md`being updated`;
  }
}

const figure = (limit: number): string => String(Number(limit.toFixed(2)));

const EXPECTED_SHOWN = 3;

/** What is expected, a line each, the first to end first. */
export function expectedLines(expected: readonly ExpectedSignal[]): Markup[] {
  const more = expected.length - EXPECTED_SHOWN;
  return [
    ...expected.slice(0, EXPECTED_SHOWN).map(expectedLine),
    ...(more > 0 ? [md`${more} more expected`] : []),
  ];
}

/** 'Expected until Dec 3, 2026: Seats used (summer break)' */
export const expectedLine = ({ until, label, note }: ExpectedSignal): Markup =>
  md`Expected until ${lastDay(until)}: ${clip(label, LABEL_SHOWN)} (${clip(note, EXPECTED_NOTE_MAX)})`;

/** 'Expected until Dec 3, 2026: Seats used · 2 more expected', for a row of a list. */
export function expectedShort({ label, until, more }: NonNullable<Listing['expected']>): Markup {
  const others = more > 0 ? ` · ${more} more expected` : '';
  return md`Expected until ${lastDay(new Date(until))}: ${clip(label, LABEL_SHOWN)}${others}`;
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
    ...(shown.length > 0 ? [md`Out of date: ${listed(more > 0 ? [...shown, `${more} more`] : shown)}.`] : []),
  ];
}

function headline({ score, band, why, fresh, of }: HealthStanding, trend: Trend | null): Markup {
  if (band === 'unknown') {
    const tooFew =
      of === 0
        ? 'No signals yet.'
        : `Only ${fresh} of ${plural(of, 'signal', 'signals')} up to date, too few to tell.`;
    return md`${bold('Health: unknown.')} ${tooFew}`;
  }
  const how = trend ? `, ${trendText(trend)}` : '';
  const said = bold(`Health: ${bandText(band, score)}${how}.`);
  // A person's word stands on the next line, with who and why.
  return why && why.because !== 'set_by_hand' ? md`${said} ${whyBandLine(why)}` : said;
}

/** 'Set by Sample CSM until Dec 3, 2026:', and below it why, as they wrote it. */
function overrideLines({ by, until, note }: Override, naming: Naming): Markup[] {
  const who = by ? named(by, naming) : md`an admin`;
  return [md`Set by ${who} until ${lastDay(until)}:`, quoted(note, NOTE_SHOWN)];
}
