import type { DigestContent, DigestLine, NextAction } from '../src/digests/content.ts';
import type { Share } from '../src/figures/figures.ts';
import { label, SERVICE } from '../src/figures/glossary-figures.ts';
import { BAND_WORDS } from '../src/health/bands.ts';
import { count, cut, plain } from '../src/platform/text.ts';
import { atRiskText, quarterName, scopeText, totalText } from '../views/digests/parts/words.ts';
import { reasonText, whole } from '../views/health/words.ts';
import { shareText } from '../views/kit/figures.ts';
import { formatMoney } from '../views/kit/money.ts';
import { table } from './io.ts';

const NAME = 32;

const NEXT: Record<NextAction['kind'], string> = {
  claim: 'needs an owner',
  nudge: 'nudge the owner',
  details: 'as planned',
  open: 'flag a risk',
};

/** A digest for a terminal. */
export function digestText(content: DigestContent): string {
  const { scope, figures, more, overdue, left, kickoffs } = content;
  const { atRisk, currency } = figures;
  const head = plain(scopeText(scope));
  const total = atRisk.accounts === 0 ? 'nothing at risk' : atRiskText(atRisk, currency);
  return [
    `${head}: ${total}.\n`,
    unpriced(content),
    split(
      'By segment',
      content.segments.map((one) => [plain(one.segment) || 'none', totalText(one, currency)]),
    ),
    split(
      'By renewal quarter',
      content.quarters.map((one) => [
        one.quarter === null ? 'unknown' : quarterName(one.quarter),
        totalText(one, currency),
      ]),
    ),
    accounts(content.lines, more),
    `\nOverdue: ${count(overdue.total, 'item')}. Won, not handed over: ${left.total}. Kickoff late: ${kickoffs.total}.\n`,
    service(content),
  ].join('');
}

function unpriced({ unpriced: { noArr, noRate } }: DigestContent): string {
  const parts = [
    ...(noArr > 0 ? [`${count(noArr, 'account')} without ARR`] : []),
    ...noRate.map(
      (one) => `${count(one.accounts, 'account')} in ${one.currency ?? 'no currency'} without a rate`,
    ),
  ];
  return parts.length > 0 ? `Not in the total: ${parts.join('; ')}.\n` : '';
}

function split(title: string, rows: readonly (readonly [string, string])[]): string {
  return rows.length > 0
    ? `\n${title}\n${table(rows.map(([name, total]) => [`  ${cut(name, NAME)}`, total]))}`
    : '';
}

function accounts(lines: readonly DigestLine[], more: number): string {
  if (lines.length === 0) return '';
  const rows = lines.map(({ name, arr, currency, band, score, why, reason, owner, renewalOn, next }) => [
    cut(plain(name), NAME),
    arr === null ? '–' : formatMoney(arr, currency ?? ''),
    `${BAND_WORDS[band]}${score === null || why ? '' : ` ${whole(score)}`}`,
    renewalOn ?? '–',
    owner ? cut(plain(owner.name), NAME) : 'no owner',
    NEXT[next.kind],
    reason ? plain(reasonText(reason, NAME)) : '',
  ]);
  const head = ['ACCOUNT', 'ARR', 'HEALTH', 'RENEWS', 'OWNER', 'NEXT', 'WHY'];
  return `\n${table([head, ...rows])}${more > 0 ? `and ${count(more, 'more account')}\n` : ''}`;
}

const share = (one: Share): string => shareText(one) ?? 'too few to report';

function service({ figures: { handoffs }, period }: DigestContent): string {
  const rows = [
    [label(SERVICE.acknowledged), share(handoffs.acknowledged)],
    [label(SERVICE.accepted), share(handoffs.accepted)],
    [label(SERVICE.kickoff), share(handoffs.kickoff)],
    [label(SERVICE.firstPass), share(handoffs.firstPass)],
  ];
  const day = (at: string) => at.slice(0, 10);
  return `\nHandoffs, ${day(period.from)} to ${day(period.to)}\n${table(rows.map(([name = '', share = '']) => [`  ${name}`, share]))}`;
}
