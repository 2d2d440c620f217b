import type { LastAction, Named } from '../../../src/digests/content.ts';
import type { DigestCadence, DigestScope } from '../../../src/digests/subscription.ts';
import type { Total } from '../../../src/figures/figures.ts';
import { segmentName } from '../../../src/risks/alerts/alerts.ts';
import { clip } from '../../kit/clip.ts';
import { dayOf } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import {
  capital,
  escaped,
  isolated,
  isReader,
  listed,
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

const NAME_SHOWN = 36;

/** `you`; others as a mention where only its reader is told, else by name. */
export function person(someone: Named, naming: Naming): Markup {
  if (isReader(someone, naming)) return md`you`;
  const { slackUserId, name } = someone;
  return namedAs(naming) === 'mention' ? mention(slackUserId) : md`${short(name, NAME_SHOWN)}`;
}

const HEARD = 3;
const HEARD_SHOWN = 24;

/** The first of them, and how many more. */
export function namesOf(accounts: readonly { name: string }[], more: number): string {
  const names = accounts.slice(0, HEARD).map(({ name }) => short(name, HEARD_SHOWN));
  const rest = accounts.length - names.length + more;
  return listed(rest > 0 ? [...names, `${rest.toLocaleString('en-US')} more`] : names);
}

// The words in which digests speak of figures.

const SCOPE_NAME_SHOWN = 60;

export const CADENCES: Record<DigestCadence, string> = { weekly: 'Weekly', monthly: 'Monthly' };

/** 'CS Global', 'All accounts': what a digest is of, at the beginning of a line. */
export function scopeText({ kind, name }: { kind: DigestScope; name: string }): string {
  const shown = short(name, SCOPE_NAME_SHOWN);
  switch (kind) {
    case 'mine':
      return `Accounts of ${shown}`;
    case 'reports':
      return `Accounts of ${shown} and their reports`;
    case 'team':
      return shown;
    case 'segment':
      return name === '' ? capital(segmentName('')) : `Segment ${shown}`;
    case 'everything':
      return 'All accounts';
  }
}

/** 'Q4 2025', of '2025-Q4'. */
export const quarterName = (quarter: string): string => quarter.split('-').reverse().join(' ');

/** The same to whoever subscribed to it. */
export function ownScopeText(scope: { kind: DigestScope; name: string }): string {
  if (scope.kind === 'mine') return 'Your accounts';
  return scope.kind === 'reports' ? 'Accounts of your reports' : scopeText(scope);
}

export const accountsText = (count: number): string => plural(Math.abs(count), 'account', 'accounts');

/** '$1.2M in 12 accounts', '3 accounts, ARR not added up', '$1.2M in 12 accounts (3 of them not added up)' */
export function totalText({ accounts, amount, unpriced = 0 }: Total, currency: string): string {
  if (unpriced > 0 && unpriced === accounts) return `${accountsText(accounts)}, ARR not added up`;
  const worth = `${formatMoney(amount, currency)} in ${accountsText(accounts)}`;
  return unpriced > 0 ? `${worth} (${unpriced.toLocaleString('en-US')} of them not added up)` : worth;
}

/** '$1.2M at risk in 12 accounts', '3 accounts at risk, ARR not added up' */
export function atRiskText(total: Total, currency: string): string {
  const { accounts, amount, unpriced = 0 } = total;
  if (unpriced > 0 && unpriced === accounts) return `${accountsText(accounts)} at risk, ARR not added up`;
  const worth = `${formatMoney(amount, currency)} at risk in ${accountsText(accounts)}`;
  return unpriced > 0 ? `${worth} (${unpriced.toLocaleString('en-US')} of them not added up)` : worth;
}

/** '+$200K', '−$80K', '$0' */
export function signed(amount: number, currency: string): string {
  const sign = amount === 0 ? '' : amount > 0 ? '+' : '−';
  return `${sign}${formatMoney(Math.abs(amount), currency)}`;
}

const WORDS_SHOWN = 200;

const DONE: Record<string, string> = {
  opened: 'flagged it',
  reopened: 'flagged it again',
  claimed: 'took it',
  planned: 'planned it',
  checked_in: 'checked in',
  snoozed: 'snoozed it',
  reassigned: 'reassigned it',
  noted: 'added',
  nudged: 'nudged the owner',
};

/** 'Dec 3, 2026, Sample CSM checked in: “…”' */
export function lastActionText(last: LastAction | null, naming: Naming): Markup {
  if (!last) return md`nothing yet`;
  const by = last.by ? person(last.by, naming) : md`Baton`;
  const words = last.words ? md`: “${short(last.words, WORDS_SHOWN)}”` : md``;
  const done = DONE[last.action] ?? last.action.replaceAll('_', ' ');
  return md`${dayOf(new Date(last.at))}, ${by} ${done}${words}`;
}
