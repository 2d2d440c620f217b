import type { DigestContent } from '../../../src/digests/content.ts';
import { formatMoney } from '../../kit/money.ts';
import { listed, type Markup, md } from '../../kit/text.ts';
import { accountsText } from './words.ts';

const CURRENCIES_SHOWN = 3;

/** 'In no amount: 2 accounts without ARR and 1 account in GBP (£40K), which has no rate.'; null where all have one. */
export function unpricedLine({ unpriced: { noArr, noRate } }: DigestContent): Markup | null {
  const shown = noRate.slice(0, CURRENCIES_SHOWN);
  const more = noRate.slice(CURRENCIES_SHOWN).reduce((sum, { accounts }) => sum + accounts, 0);
  const parts = [
    ...(noArr > 0 ? [`${accountsText(noArr)} without ARR`] : []),
    ...shown.map(({ currency, accounts, arr }) =>
      currency
        ? `${accountsText(accounts)} in ${currency} (${formatMoney(arr, currency)}), which has no rate`
        : `${accountsText(accounts)} without a currency`,
    ),
    ...(more > 0 ? [`${accountsText(more)} in other currencies without a rate`] : []),
  ];
  return parts.length > 0 ? md`In no amount: ${listed(parts)}.` : null;
}
