import type { DigestContent } from '../../../src/digests/content.ts';
import { type Bridge, STEPS, type Step, type Total } from '../../../src/figures/figures.ts';
import { dayOf } from '../../kit/dates.ts';
import { formatMoney } from '../../kit/money.ts';
import { listed, type Markup, md, plural } from '../../kit/text.ts';
import { accountsText, short, signed } from './words.ts';

const SEGMENT_SHOWN = 40;
const STRONGEST = 3;

export const STEP_NAMES: Record<Step, string> = {
  entered: 'Became at risk',
  recovered: 'Recovered',
  lost: 'Lost',
  edited: 'ARR changed',
  rules: 'Rules or rates changed',
  moved: 'Moved in or out',
};

const isSome = ({ accounts, amount }: Total): boolean => accounts !== 0 || amount !== 0;

/** 'Up $120K (2 more accounts) since Nov 23, 2026: 4 became at risk (+$200K) and 1 recovered (−$80K)' */
export function changeLine(bridge: Bridge, currency: string): Markup {
  const why = whyText(bridge, currency);
  return why ? md`${differenceLine(bridge, currency)}: ${why}` : differenceLine(bridge, currency);
}

/** 'Up $120K (3 more accounts) since Nov 23, 2026' */
export function differenceLine({ before, now, since }: Bridge, currency: string): Markup {
  const amount = now.amount - before.amount;
  const accounts = now.accounts - before.accounts;
  const by = formatMoney(Math.abs(amount), currency);
  const worth = amount === 0 ? 'Unchanged' : amount > 0 ? `Up ${by}` : `Down ${by}`;
  const count = Math.abs(accounts);
  const more =
    accounts === 0
      ? ''
      : ` (${accounts > 0 ? plural(count, 'more account', 'more accounts') : plural(count, 'fewer account', 'fewer accounts')})`;
  return md`${worth}${more} since ${dayOf(new Date(since))}`;
}

/** What moved it most; '' where nothing has changed. */
function whyText({ steps }: Bridge, currency: string): string {
  const strongest = STEPS.filter((step) => isSome(steps[step]))
    .sort((a, b) => Math.abs(steps[b].amount) - Math.abs(steps[a].amount))
    .slice(0, STRONGEST)
    .map((step) => `${happened(step, Math.abs(steps[step].accounts))}${worth(steps[step], currency)}`);
  return listed(strongest);
}

/** ' (+$200K)'; nothing of what has no amount. */
const worth = ({ amount }: Total, currency: string): string =>
  amount === 0 ? '' : ` (${signed(amount, currency)})`;

function happened(step: Step, accounts: number): string {
  const count = accounts.toLocaleString('en-US');
  switch (step) {
    case 'entered':
      return `${count} became at risk`;
    case 'recovered':
      return `${count} recovered`;
    case 'lost':
      return `${count} ${accounts === 1 ? 'was' : 'were'} lost`;
    case 'edited':
      return `the ARR of ${count} changed`;
    case 'rules':
      return 'rules or rates changed';
    case 'moved':
      return 'accounts moved in or out';
  }
}

/** The same as the picture, in words: the bridge, or the segments where there is nothing to compare with. */
export function tableLines(content: DigestContent): Markup[] {
  const { bridge, segments, figures } = content;
  const { currency } = figures;
  const row = (name: string | Markup, amount: string, accounts: number | null) =>
    md`• ${name}: ${amount}${accounts === null ? '' : `, ${accountsText(accounts)}`}`;
  const plain = ({ amount }: Total) => formatMoney(amount, currency);
  if (!bridge) return segments.map((one) => row(segmentText(one.segment), plain(one), one.accounts));
  const { before, steps, now, since } = bridge;
  return [
    row(dayOf(new Date(since)), plain(before), before.accounts),
    ...STEPS.filter((step) => isSome(steps[step])).map((step) =>
      // As many may have come as have gone: that is not none.
      row(STEP_NAMES[step], signed(steps[step].amount, currency), steps[step].accounts || null),
    ),
    row('Now', plain(now), now.accounts),
  ];
}

/** A segment as it is written in a list of them. */
export const segmentText = (segment: string): string =>
  segment === '' ? 'No segment' : short(segment, SEGMENT_SHOWN);
