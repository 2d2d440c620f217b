import type { Lifecycle, StageSpan } from '../../../src/accounts/lifecycle.ts';
import { day, dayOf } from '../../kit/dates.ts';
import { dotted } from '../../kit/naming.ts';
import { type Markup, md, plural } from '../../kit/text.ts';
import { STAGES } from './fact-lines.ts';

const SHOWN = 4;
const DAY_MS = 24 * 60 * 60 * 1000;
/** From here on days say too much. */
const DAYS_SHOWN = 60;
const MONTH_DAYS = 30.44;

/** Which stages there were, since when and for how long; and when the first value was reached. */
export function lifecycleLines({ spans, firstValueOn }: Lifecycle, now: Date): Markup[] {
  return [
    ...(spans.length > 0 ? [dotted(spans.slice(-SHOWN).map((span) => spanText(span, now)))] : []),
    ...(firstValueOn ? [md`First value reached ${day(firstValueOn)}`] : []),
  ];
}

function spanText({ stage, from, to }: StageSpan, now: Date): Markup {
  const length = lengthText(from, to ?? now);
  return to
    ? md`${STAGES[stage]} from ${dayOf(from)}, ${length}`
    : md`${STAGES[stage]} since ${dayOf(from)}, ${length} so far`;
}

/** 'less than a day', '12 days', '7 months'. */
function lengthText(from: Date, to: Date): string {
  const days = daysOf(to) - daysOf(from);
  if (days < 1) return 'less than a day';
  return days < DAYS_SHOWN
    ? plural(days, 'day', 'days')
    : plural(Math.floor(days / MONTH_DAYS), 'month', 'months');
}

/** Counted by the calendar, as people do. */
function daysOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}
