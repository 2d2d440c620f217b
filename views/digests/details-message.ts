import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../src/digests/content.ts';
import type { Total } from '../../src/figures/figures.ts';
import { quarterOf } from '../../src/figures/scope.ts';
import { context, fields, type Message, message, section } from '../kit/blocks.ts';
import { bold, lines, type Markup, md, type Naming } from '../kit/text.ts';
import { accountBlock } from './parts/account-line.ts';
import { segmentText } from './parts/bridge-lines.ts';
import { accountsText, totalText } from './parts/words.ts';

const QUARTERS_SHOWN = 8;

/** The accounts that matter most, one thing to do about each. Null where nothing is at risk. */
export function detailsMessage(runId: string, content: DigestContent, naming: Naming): Message | null {
  const { lines: accounts, more } = content;
  if (accounts.length === 0) return null;
  const title =
    more > 0
      ? `The ${accountsText(accounts.length)} that matter most, of ${(accounts.length + more).toLocaleString('en-US')}`
      : `${accountsText(accounts.length)} at risk`;
  return message(md`${title}`, [
    ...partBlocks(content),
    section(bold(title)),
    ...accounts.map((line) => accountBlock(runId, line, naming)),
    context(md`${RANKING}${more > 0 ? KEPT : ''}${MOVES[content.cadence]}`),
  ]);
}

const RANKING = 'Ordered by how bad the health is, how much the account is worth, and how soon it renews.';
/** Why a score and its band may differ, and what "up" and "down" are against. */
const MOVES = {
  weekly: ' Up and down: against the score a week before. A band follows once the score has lasted.',
  monthly: ' Up and down: against the score a month before. A band follows once the score has lasted.',
};
const KEPT = ' Five places are kept for accounts that nobody has taken or that renew within 90 days.';

/** How it is spread over segments, and over the quarters in which it renews. */
function partBlocks({ segments, quarters, asOf, figures: { currency } }: DigestContent): KnownBlock[] {
  const row = (name: string, total: Total) => md`• ${name}: ${totalText(total, currency)}`;
  const later = quarters.slice(QUARTERS_SHOWN);
  const parts: [string, Markup[]][] = [
    ['By segment', segments.map((one) => row(segmentText(one.segment), one))],
    [
      'By quarter of renewal',
      [
        ...quarters.slice(0, QUARTERS_SHOWN).map((one) => row(quarterText(one.quarter, asOf), one)),
        ...(later.length > 0 ? [row('Other quarters', sum(later))] : []),
      ],
    ],
  ];
  const filled = parts.filter(([, rows]) => rows.length > 0);
  return filled.length > 0 ? [fields(filled.map(([name, rows]) => lines([bold(name), ...rows])))] : [];
}

/** '2027-Q1'; one that has passed is not to come. */
function quarterText(quarter: string | null, asOf: string): string {
  if (quarter === null) return 'No renewal date';
  return quarter < quarterOf(asOf) ? `${quarter}, which is over` : quarter;
}

function sum(totals: readonly Total[]): Total {
  return totals.reduce((all, one) => ({
    accounts: all.accounts + one.accounts,
    amount: all.amount + one.amount,
    unpriced: (all.unpriced ?? 0) + (one.unpriced ?? 0),
  }));
}
