import { isEnough, type Median, type Share } from '../../src/figures/figures.ts';
import { capital, listed, type Markup, md } from './text.ts';

// Figures as they are read on Home and in digests. Of fewer than three nothing is concluded.

/** '80% (8 of 10)'; null where there are too few. */
export function shareText(share: Share): string | null {
  const { met, of } = share;
  return isEnough(share)
    ? `${percentOf(share)} (${met.toLocaleString('en-US')} of ${of.toLocaleString('en-US')})`
    : null;
}

/** '80%' */
export const percentOf = ({ met, of }: Share): string => `${Math.round((met / of) * 100)}%`;

/** '3.5 days (median of 10)'; null where there are too few. */
export function medianText(median: Median, worded: (value: number) => string): string | null {
  const { value, of } = median;
  if (value === null || !isEnough(median)) return null;
  return `${worded(value)} (median of ${of.toLocaleString('en-US')})`;
}

/** A figure with what it is called, '• Save rate: 75% (3 of 4)'; without a text there are too few to report. */
export interface Figure {
  name: string;
  text: string | null;
}

/** A line each. */
export function figureLines(figures: readonly Figure[]): Markup[] {
  return figures.flatMap(({ name, text }) => (text === null ? [] : [md`• ${capital(name)}: ${text}`]));
}

/** 'Too few to report: save rate and false alarms'; nothing where all have enough. */
export function tooFewLine(figures: readonly Figure[]): Markup[] {
  const few = figures.flatMap(({ name, text }) => (text === null ? [name] : []));
  return few.length > 0 ? [md`Too few to report: ${listed(few)}`] : [];
}
