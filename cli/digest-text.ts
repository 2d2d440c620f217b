import type { DigestContent, DigestLine, NextAction } from '../src/digests/content.ts';
import { label, SERVICE } from '../src/figures/glossary-figures.ts';
import { BAND_WORDS } from '../src/health/bands.ts';
import { count, cut, plain } from '../src/platform/text.ts';
import { scopeText, shareText, totalText } from '../views/digests/parts/words.ts';
import { reasonText, whole } from '../views/health/words.ts';
import { formatMoney } from '../views/kit/money.ts';
import { table } from './io.ts';

const NAME = 32;

const NEXT: Record<NextAction['kind'], string> = {
  claim: 'somebody takes it',
  nudge: 'ask its owner',
  details: 'as planned',
  open: 'open a risk',
};

/** A digest for a terminal. */
export function digestText(content: DigestContent): string {
  const { scope, figures, more, overdue, left, kickoffs } = content;
  const { atRisk, currency } = figures;
  const head = plain(scopeText(scope));
  const total = atRisk.accounts === 0 ? 'nothing is at risk' : `${totalText(atRisk, currency)} at risk`;
  return [
    `${head}: ${total}.\n`,
    unpriced(content),
    split(
      'By segment',
      content.segments.map((one) => [plain(one.segment) || 'none', totalText(one, currency)]),
    ),
    split(
      'By quarter of renewal',
      content.quarters.map((one) => [one.quarter ?? 'unknown', totalText(one, currency)]),
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
      (one) => `${count(one.accounts, 'account')} in ${one.currency ?? 'no currency'}, which has no rate`,
    ),
  ];
  return parts.length > 0 ? `In no amount: ${parts.join('; ')}.\n` : '';
}

function split(title: string, rows: readonly (readonly [string, string])[]): string {
  return rows.length > 0
    ? `\n${title}\n${table(rows.map(([name, total]) => [`  ${cut(name, NAME)}`, total]))}`
    : '';
}

function accounts(lines: readonly DigestLine[], more: number): string {
  if (lines.length === 0) return '';
  const rows = lines.map(({ name, arr, currency, band, score, reason, owner, renewalOn, next }) => [
    cut(plain(name), NAME),
    arr === null ? '–' : formatMoney(arr, currency ?? ''),
    `${BAND_WORDS[band]}${score === null ? '' : ` ${whole(score)}`}`,
    renewalOn ?? '–',
    owner ? cut(plain(owner.name), NAME) : 'nobody',
    NEXT[next.kind],
    reason ? plain(reasonText(reason, NAME)) : '',
  ]);
  const head = ['ACCOUNT', 'ARR', 'HEALTH', 'RENEWS', 'OWNER', 'NEXT', 'WHY'];
  return `\n${table([head, ...rows])}${more > 0 ? `and ${count(more, 'more account')}\n` : ''}`;
}

function service({ figures: { handoffs }, period }: DigestContent): string {
  const rows = [
    [label(SERVICE.acknowledged), shareText(handoffs.acknowledged)],
    [label(SERVICE.accepted), shareText(handoffs.accepted)],
    [label(SERVICE.kickoff), shareText(handoffs.kickoff)],
    [label(SERVICE.firstPass), shareText(handoffs.firstPass)],
  ];
  const day = (at: string) => at.slice(0, 10);
  return `\nHandoffs, ${day(period.from)} to ${day(period.to)}\n${table(rows.map(([name = '', share = '']) => [`  ${name}`, share]))}`;
}
