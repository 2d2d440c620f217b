import type { DigestCadence, DigestScope } from '../../../src/digests/subscription.ts';
import { isEnough, type Median, type Share, type Total } from '../../../src/figures/figures.ts';
import { segmentName } from '../../../src/risks/alert-segment.ts';
import { formatMoney } from '../../kit/money.ts';
import { plural } from '../../kit/text.ts';
import { short } from './short.ts';

// The words in which digests speak of figures.

const NAME_SHOWN = 60;

export const CADENCES: Record<DigestCadence, string> = { weekly: 'Weekly', monthly: 'Monthly' };

/** 'Team CS Global', 'All accounts': what a digest is of, at the beginning of a line. */
export function scopeText({ kind, name }: { kind: DigestScope; name: string }): string {
  const shown = short(name, NAME_SHOWN);
  switch (kind) {
    case 'mine':
      return `Accounts of ${shown}`;
    case 'reports':
      return `Accounts of ${shown} and their reports`;
    case 'team':
      return `Team ${shown}`;
    case 'segment':
      return name === '' ? capital(segmentName('')) : `Segment ${shown}`;
    case 'everything':
      return 'All accounts';
  }
}

/** With a capital to begin a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const accountsText = (count: number): string => plural(Math.abs(count), 'account', 'accounts');

/** '$1.2M in 12 accounts' */
export function totalText({ accounts, amount }: Total, currency: string): string {
  return `${formatMoney(amount, currency)} in ${accountsText(accounts)}`;
}

/** '+$200K', '−$80K', '$0' */
export function signed(amount: number, currency: string): string {
  const sign = amount === 0 ? '' : amount > 0 ? '+' : '−';
  return `${sign}${formatMoney(Math.abs(amount), currency)}`;
}

/** '80% (8 of 10)'. Of fewer than three nothing is concluded. */
export function shareText(share: Share): string {
  const { met, of } = share;
  if (of === 0) return 'none to count';
  const counted = `${met.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`;
  return isEnough(share) ? `${Math.round((met / of) * 100)}% (${counted})` : `${counted}, too few to tell`;
}

/** '3.5 days (median of 10)' */
export function medianText(median: Median, worded: (value: number) => string): string {
  const { value, of } = median;
  if (value === null || of === 0) return 'none to count';
  if (!isEnough(median)) return `${of} only, too few to tell`;
  return `${worded(value)} (median of ${of.toLocaleString('en-US')})`;
}
