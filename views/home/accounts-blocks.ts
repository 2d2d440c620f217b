import type { KnownBlock, StaticSelect } from '@slack/types';
import {
  BAND_FILTERS,
  type BandFilter,
  type Place,
  RENEWAL_FILTERS,
  type RenewalFilter,
} from '../../src/home/home.ts';
import type { MyAccount, MyAccounts } from '../../src/home/my-accounts.ts';
import type { RiskState } from '../../src/risks/risk.ts';
import { bandLabel, bandText, whyBandShort } from '../health/words.ts';
import { actions, context, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { day } from '../kit/dates.ts';
import { button, option, select } from '../kit/elements.ts';
import { blockId } from '../kit/ids.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, capital, dotted, lines, type Markup, md, plural } from '../kit/text.ts';
import { pageBlocks } from './frame.ts';
import { ALL, HOME_ACTIONS } from './ids.ts';

const NAME_SHOWN = 50;
const SEGMENT_SHOWN = 40;
const NO_SEGMENT = 'No segment';

const RENEWALS: Record<RenewalFilter, string> = {
  '30': 'Renews in 30 days',
  '90': 'Renews in 90 days',
  '180': 'Renews in 180 days',
  none: 'No renewal date',
};

const NOT_THEIRS_YET = md`No accounts yet. Yours show up here once you accept a handoff, or once an import or an admin makes you the owner.`;
const NOTHING_FITS = md`No account matches these filters.`;

/** *Accounts*: those of the reader, worst, largest and soonest renewed first. */
export function accountsBlocks(accounts: MyAccounts, place: Place): KnownBlock[] {
  const { items, total, all, page, pages } = accounts;
  if (all === 0) return [section(NOT_THEIRS_YET)];
  const isFiltered = place.band !== null || place.segment !== null || place.renewal !== null;
  const counted = isFiltered
    ? md`${total.toLocaleString('en-US')} of ${plural(all, 'account', 'accounts')}`
    : md`${plural(all, 'account', 'accounts')}`;
  return [
    ...filterBlocks(accounts, place, isFiltered),
    ...(items.length === 0
      ? [section(NOTHING_FITS)]
      : [context(md`${counted} · Most urgent first: health, ARR, renewal.`)]),
    ...items.map(accountBlock),
    ...pageBlocks(page, pages, 'accounts'),
  ];
}

/** What is chosen is in the block's id: a choice that is no more must not stay standing in its menu. */
function filterBlocks({ segments }: MyAccounts, place: Place, isFiltered: boolean): KnownBlock[] {
  const { band, segment, renewal } = place;
  const menu = (
    action: string,
    all: string,
    chosen: string | null,
    choices: [string, string][],
  ): StaticSelect =>
    select({
      action,
      placeholder: all,
      options: [option(ALL, all), ...choices.map(([value, text]) => option(value, text))],
      initial: chosen ?? ALL,
    });
  return [
    actions(
      blockId('filters', `${band}:${segment}:${renewal}`),
      menu(
        HOME_ACTIONS.band,
        'Any health',
        band,
        BAND_FILTERS.map((one: BandFilter) => [one, bandLabel(one)]),
      ),
      ...(segments.length > 1
        ? [
            menu(
              HOME_ACTIONS.segment,
              'Any segment',
              segment,
              segments.map(({ key, name }) => [key, name || NO_SEGMENT]),
            ),
          ]
        : []),
      menu(
        HOME_ACTIONS.renewal,
        'Any renewal',
        renewal,
        RENEWAL_FILTERS.map((one) => [one, RENEWALS[one]]),
      ),
      ...(isFiltered ? [button({ action: HOME_ACTIONS.allAccounts, text: 'Show all' })] : []),
    ),
  ];
}

const TAKEN: Record<RiskState, string> = {
  open: 'no one is on it yet',
  claimed: 'someone is on it',
  resolved: 'closed',
};

function accountBlock(account: MyAccount): KnownBlock {
  const { id, band, overridden, why, score, arr, currency, renewalOn, segment, risk } = account;
  const name = clip(account.name, NAME_SHOWN);
  const health: (string | Markup)[] = [
    capital(bandText(band, band === 'unknown' ? null : score)),
    ...(overridden ? ['set by hand'] : why ? [whyBandShort(why)] : []),
    ...(risk ? [md`${bold(risk.name)}: ${TAKEN[risk.state]}`] : []),
  ];
  const facts = [
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
    ...(segment ? [clip(segment, SEGMENT_SHOWN)] : []),
  ];
  return section(lines([bold(name), dotted(health), ...(facts.length > 0 ? [dotted(facts)] : [])]), {
    accessory: button({ action: HOME_ACTIONS.account, text: 'Open', value: id, label: `Open ${name}` }),
  });
}
