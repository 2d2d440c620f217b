import type { LastAction, Named } from '../../../src/digests/content.ts';
import type { DigestCadence, DigestScope } from '../../../src/digests/subscription.ts';
import { isEnough, type Median, type Share, type Total } from '../../../src/figures/figures.ts';
import { segmentName } from '../../../src/risks/alerts/alerts.ts';
import { clip } from '../../kit/clip.ts';
import { dayOf } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import {
  capital,
  escaped,
  isolated,
  type Markup,
  md,
  mention,
  type Naming,
  namedAs,
  plural,
} from '../../kit/text.ts';

const DIRECTIONS = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * On one line, and at most so long as Slack counts it, which is after escaping: where fifteen names share one message,
 * each has to keep to its room. A name that is read from the right does not turn the figures behind it around.
 */
export function short(text: string, most: number): string {
  const line = text.replace(DIRECTIONS, '').replace(/\s+/g, ' ').trim();
  let cut = clip(line, most);
  for (let room = most - 1; escaped(cut).length > most; room--) cut = clip(line, room);
  return isolated(cut);
}

/** With a full stop, where it does not end in a mark already. */
export function sentence(text: string): string {
  return /[.!?…][”"')]?\u2069?$/u.test(text) ? text : `${text}.`;
}

const NAME_SHOWN = 36;

/** As a mention where only its readers are told, else by name. */
export function person({ slackUserId, name }: Named, naming: Naming): Markup {
  return namedAs(naming) === 'mention' ? mention(slackUserId) : md`${short(name, NAME_SHOWN)}`;
}

// The words in which digests speak of figures.

const SCOPE_NAME_SHOWN = 60;

export const CADENCES: Record<DigestCadence, string> = { weekly: 'Weekly', monthly: 'Monthly' };

/** 'Team CS Global', 'All accounts': what a digest is of, at the beginning of a line. */
export function scopeText({ kind, name }: { kind: DigestScope; name: string }): string {
  const shown = short(name, SCOPE_NAME_SHOWN);
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

const WORDS_SHOWN = 200;

const DONE: Record<string, string> = {
  opened: 'opened it',
  reopened: 'opened it again',
  claimed: 'took it',
  planned: 'planned it',
  checked_in: 'checked in',
  snoozed: 'snoozed it',
  reassigned: 'passed it on',
  noted: 'saw more',
  nudged: 'nudged',
};

/** '3 Dec, Sample CSM checked in: “…”' */
export function lastActionText(last: LastAction | null, naming: Naming): Markup {
  if (!last) return md`nothing yet.`;
  const by = last.by ? person(last.by, naming) : md`Baton`;
  const words = last.words ? md`: “${short(last.words, WORDS_SHOWN)}”` : md`.`;
  const done = DONE[last.action] ?? last.action.replaceAll('_', ' ');
  return md`${dayOf(new Date(last.at))}, ${by} ${done}${words}`;
}
