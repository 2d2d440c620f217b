import { type Alike, CARD_DAYS } from '../../../src/health/calibration/depth.ts';
import type { Reason } from '../../../src/health/reasons.ts';
import type { SlideFacts } from '../../../src/health/slides/facts.ts';
import type { Listing } from '../../../src/health/slides/listed.ts';
import { LOW_WEEKS } from '../../../src/health/slides/low.ts';
import type { RiskSlide } from '../../../src/risks/read/details.ts';
import type { RiskOutcome, RiskVerdict } from '../../../src/risks/risk.ts';
import { isoDay } from '../../../src/time/day.ts';
import { clip } from '../../kit/clip.ts';
import { dateToken, day } from '../../kit/dates.ts';
import { type Markup, md, plural } from '../../kit/text.ts';

/** As somebody chooses them. */
export const OUTCOMES: Record<RiskOutcome, string> = {
  saved: 'Saved',
  lost: 'Lost',
  not_a_risk: 'Not a risk',
  recovered: 'Recovered on its own',
};

export const VERDICTS: Record<RiskVerdict, string> = {
  false_alarm: 'False alarm',
  too_early: 'Too early',
};

/** What one may type, as long as Baton keeps it: a step or a reason, and a note. */
export const LINE_MAX = 500;
export const NOTE_MAX = 2_000;

const LABEL_SHOWN = 60;
const UNIT_SHOWN = 15;

/** '8.2' */
export const tenths = (value: number): string => (Math.round(value * 10) / 10).toFixed(1);

/** '41%', '3 tickets', '1 ticket', '0' */
export function amount(value: number, unit: string): string {
  const figure = value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  if (unit === '%') return `${figure}%`;
  // Units are written in the plural.
  const counted = figure === '1' ? unit.replace(/^(\p{L}{3,})s$/u, '$1') : unit;
  return `${figure} ${clip(counted, UNIT_SHOWN)}`.trimEnd();
}

/** 'today', 'Dec 3, 2026', as of whenever it is read: a message is there longer than the day it was written. */
export function ageOf(at: Date): Markup {
  return dateToken(at, '{date_short_pretty}', day(isoDay(at)));
}

/** '41%, was 82%', '9 tickets, was 1' */
export function changeText(value: number, before: number | null, unit: string): string {
  return `${amount(value, unit)}${wasText(value, before, unit)}`;
}

/** ', was 82%'; nothing where it is what it was. */
function wasText(value: number, before: number | null, unit: string, compared = 'was'): string {
  return before === null || before === value
    ? ''
    : `, ${compared} ${amount(before, unit === '%' ? unit : '')}`;
}

/** 'Seats used: 41% (Feb 28, 2026), was 82%': the day is that of the value, so it is beside it. */
export function reasonLine(
  { label, unit, value, before, observedAt }: Reason,
  compared: 'was' | 'usually' = 'was',
): Markup {
  const name = clip(label, LABEL_SHOWN);
  const age = ageOf(new Date(observedAt));
  // What either is or is not has no unit, and its label says that it is.
  if (unit === '' && value === 1) return md`${name} (${age})`;
  return md`${name}: ${amount(value, unit)} (${age})${wasText(value, before, unit, compared)}`;
}

export const points = (count: number): string => plural(Math.round(count), 'point', 'points');

type Levels = Pick<SlideFacts, 'recent' | 'usual'>;

/** '12 below its usual 70' */
export function belowUsual({ recent, usual }: Levels): string {
  const [now, then] = [Math.round(recent), Math.round(usual)];
  return now < then ? `${then - now} below its usual ${then}` : `back at its usual ${then}`;
}

/** '58 of 100 in the last weeks, 12 below its usual 70' */
export function slideText(slide: Levels): string {
  return `${Math.round(slide.recent)} of 100 in the last weeks, ${belowUsual(slide)}`;
}

const LOW = `low for ${LOW_WEEKS} weeks or more`;

/** Below a list of them. */
export const WHY_LISTED = `Below their own usual, ${LOW}, or behind in onboarding. No risk is open for them.`;

/** What a list of them says of an account: '61 of 100, 9 below its usual 70', 'low for 8 weeks or more'. */
export function listingText({ slide, isLow, behindOnDay }: Listing): string {
  const parts = [
    ...(slide ? [`${Math.round(slide.recent)} of 100, ${belowUsual(slide)}`] : []),
    ...(isLow ? [LOW] : []),
    ...(behindOnDay === null ? [] : [`behind in onboarding on day ${behindOnDay}`]),
  ];
  return parts.join('; ');
}

/** The same beside a score, which is of another day: 'sliding below its usual 70'. */
export function listingShort({ slide, isLow, behindOnDay }: Listing): string {
  if (!slide && !isLow && behindOnDay !== null) return 'behind in onboarding';
  return isLow || !slide ? LOW : `sliding below its usual ${Math.round(slide.usual)}`;
}

/** How sure that is, and since when. */
export function slideLine({ spread, weeksDown, areas, shock }: SlideFacts): Markup {
  const since =
    weeksDown > 1 ? `Down for about ${plural(weeksDown, 'week', 'weeks')}` : 'Down since this week';
  const own = `Its own ups and downs are ±${Math.round(spread)}. ${since}, in ${plural(areas, 'area', 'areas')}.`;
  const shared = Math.round(shock);
  return shared > 0
    ? md`${own} ${plural(shared, 'point', 'points')} of that hit most accounts and ${shared === 1 ? 'isn’t' : 'aren’t'} counted.`
    : md`${own}`;
}

/** Fewer say nothing. */
const FEWEST_JUDGED = 20;

/** How slides have ended here, and how often such cards came true, or that it is too early to tell. */
export function recordLines({ alike, record }: Pick<RiskSlide, 'alike' | 'record'>): Markup[] {
  const ended = alike ? [alikeLine(alike)] : [];
  if (record === null) return ended;
  const { judged, cameTrue } = record;
  if (judged >= FEWEST_JUDGED)
    return [...ended, md`Of the last ${judged} such cards here, ${cameTrue} came true.`];
  return alike ? ended : [md`How often such cards come true here is not known yet: your answer will tell.`];
}

/** 'After 17 of 52 slides of 16 to 22 points here, the customer left within 9 months: about 3 in 10.' */
function alikeLine({ slides, left, from, to }: Alike): Markup {
  const inTen = Math.round((10 * left) / slides);
  const after = left === 0 ? 'none' : left.toLocaleString('en-US');
  const share = inTen > 0 && inTen < 10 ? `: about ${inTen} in 10` : '';
  return md`After ${after} of ${plural(slides, 'slide', 'slides')}${reach(from, to)} here, the customer left within ${LEFT_WITHIN}${share}.`;
}

const LEFT_WITHIN = `${CARD_DAYS / 30} months`;

function reach(from: number | null, to: number | null): string {
  if (from === null) return to === null ? '' : ` of less than ${points(to)}`;
  if (to === null) return ` of ${points(from)} or more`;
  const [least, most] = [Math.round(from), Math.round(to)];
  return ` of ${least === most ? 'about' : `${least} to`} ${points(most)}`;
}
