import type { DigestCadence, DigestScope } from '../../../src/digests/subscription.ts';
import { isEnough, type Median, type Share, type Total } from '../../../src/figures/figures.ts';
import { segmentName } from '../../../src/risks/alerts/alerts.ts';
import { formatMoney } from '../../kit/money.ts';
import { capital, plural } from '../../kit/text.ts';
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

export const accountsText = (count: number): string => plural(Math.abs(count), 'account', 'accounts');

/** '$1.2M in 12 accounts', '3 accounts, ARR not added up', '$1.2M in 12 accounts (3 of them not added up)' */
export function totalText({ accounts, amount, unpriced = 0 }: Total, currency: string): string {
  if (unpriced > 0 && unpriced === accounts) return `${accountsText(accounts)}, ARR not added up`;
  const worth = `${formatMoney(amount, currency)} in ${accountsText(accounts)}`;
  return unpriced > 0 ? `${worth} (${unpriced.toLocaleString('en-US')} of them not added up)` : worth;
}

/** '$1.2M in 12 accounts at risk', '3 accounts at risk, ARR not added up' */
export function atRiskText(total: Total, currency: string): string {
  return total.unpriced === total.accounts
    ? `${accountsText(total.accounts)} at risk, ARR not added up`
    : `${totalText(total, currency)} at risk`;
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
