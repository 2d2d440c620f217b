import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../src/digests/content.ts';
import type { Total } from '../../src/figures/figures.ts';
import { quarterOf } from '../../src/time/quarter.ts';
import { context, fields, header, type Message, message } from '../kit/blocks.ts';
import { bold, lines, listed, type Markup, md, type Naming } from '../kit/text.ts';
import { accountBlock } from './parts/account-line.ts';
import { segmentText } from './parts/bridge-lines.ts';
import { accountsText, quarterName, short, totalText } from './parts/words.ts';

const QUARTERS_SHOWN = 8;
const NAMED = 3;
const NAME_SHOWN = 24;

/** The accounts that matter most, one thing to do about each. Null where nothing is at risk. */
export function detailsMessage(runId: string, content: DigestContent, naming: Naming): Message | null {
  const { lines: accounts, more } = content;
  if (accounts.length === 0) return null;
  const title =
    more > 0
      ? `The ${accountsText(accounts.length)} to look at first, of ${(accounts.length + more).toLocaleString('en-US')} at risk`
      : `${accountsText(accounts.length)} at risk`;
  return message(md`At risk: ${namesOf(accounts, more)}`, [
    ...partBlocks(content),
    header(title),
    ...accounts.map((line) => accountBlock(runId, line, naming)),
    context(md`${RANKING}${more > 0 ? KEPT : ''}${MOVES[content.cadence]}`),
  ]);
}

/** The first of them, and how many more. */
function namesOf(accounts: DigestContent['lines'], more: number): string {
  const names = accounts.slice(0, NAMED).map(({ name }) => short(name, NAME_SHOWN));
  const rest = accounts.length - names.length + more;
  return listed(rest > 0 ? [...names, `${rest.toLocaleString('en-US')} more`] : names);
}

const RANKING = 'Most urgent first: health, ARR, renewal date.';
/** What "up" and "down" are against. */
const MOVES = {
  weekly: ' Up and down compare with the score a week earlier.',
  monthly: ' Up and down compare with the score a month earlier.',
};
const KEPT = ' Five places are kept for accounts that no one is on or that renew within 90 days.';

/** How it is spread over segments, and over the quarters in which it renews. */
function partBlocks({ segments, quarters, asOf, figures: { currency } }: DigestContent): KnownBlock[] {
  const row = (name: string, total: Total) => md`• ${name}: ${totalText(total, currency)}`;
  const later = quarters.slice(QUARTERS_SHOWN);
  const parts: [string, Markup[]][] = [
    ['By segment', segments.map((one) => row(segmentText(one.segment), one))],
    [
      'By renewal quarter',
      [
        ...quarters.slice(0, QUARTERS_SHOWN).map((one) => row(quarterText(one.quarter, asOf), one)),
        ...(later.length > 0 ? [row('Other quarters', sum(later))] : []),
      ],
    ],
  ];
  const filled = parts.filter(([, rows]) => rows.length > 0);
  return filled.length > 0 ? [fields(filled.map(([name, rows]) => lines([bold(name), ...rows])))] : [];
}

/** 'Q1 2027'; one that has passed is not to come. */
function quarterText(quarter: string | null, asOf: string): string {
  if (quarter === null) return 'No renewal date';
  const name = quarterName(quarter);
  return quarter < quarterOf(asOf) ? `${name}, already over` : name;
}

function sum(totals: readonly Total[]): Total {
  return totals.reduce((all, one) => ({
    accounts: all.accounts + one.accounts,
    amount: all.amount + one.amount,
    unpriced: (all.unpriced ?? 0) + (one.unpriced ?? 0),
  }));
}
