import type { KnownBlock } from '@slack/types';
import type { DigestContent } from '../../src/digests/content.ts';
import type { Total } from '../../src/figures/figures.ts';
import { quarterOf } from '../../src/time/quarter.ts';
import { listedBlock, listedContext } from '../health/slides-view.ts';
import { context, fields, header, type Message, message } from '../kit/blocks.ts';
import { bold, lines, type Markup, md, type Naming } from '../kit/text.ts';
import { accountBlock, flagListed } from './parts/account-line.ts';
import { segmentText } from './parts/bridge-lines.ts';
import { accountsText, namesOf, quarterName, short, totalText } from './parts/words.ts';

const QUARTERS_SHOWN = 8;
const WATCHED_SHOWN = 48;

/** The accounts that matter most, one thing to do about each, and those on watch. Null where there are none. */
export function detailsMessage(runId: string, content: DigestContent, naming: Naming): Message | null {
  const { lines: accounts, more, watch } = content;
  const watched = watchBlocks(runId, watch);
  if (accounts.length === 0)
    return watched.length > 0
      ? message(md`Watch: ${namesOf(watch.some, watch.total - watch.some.length)}`, watched)
      : null;
  const title =
    more > 0
      ? `The ${accountsText(accounts.length)} to look at first, of ${(accounts.length + more).toLocaleString('en-US')} at risk`
      : `${accountsText(accounts.length)} at risk`;
  return message(md`At risk: ${namesOf(accounts, more)}`, [
    ...partBlocks(content),
    header(title),
    ...accounts.map((line) => accountBlock(runId, line, naming)),
    context(md`${RANKING}${more > 0 ? KEPT : ''}${MOVES[content.cadence]}`),
    ...watched,
  ]);
}

/** What slides, or has been low for long, and is not among the accounts at risk. */
function watchBlocks(runId: string, watch: DigestContent['watch']): KnownBlock[] {
  if (watch.some.length === 0) return [];
  const rows = watch.some.map((one) =>
    listedBlock(one, short(one.name, WATCHED_SHOWN), flagListed(runId, one.accountId)),
  );
  return [header('Watch'), ...rows, listedContext(watch)];
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
