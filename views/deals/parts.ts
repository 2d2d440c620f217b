import type { Button, KnownBlock } from '@slack/types';
import type { DealDetails, DealEntry } from '../../src/deals/read/details.ts';
import type { DealVerb } from '../../src/deals/rules/rights.ts';
import { actionsId, buttonsAbout, menuOf, SNOOZE_VERBS } from '../cases/controls.ts';
import {
  askLine,
  commonEntryLine,
  NAME_SHOWN,
  standingInFor,
  standLine,
  withSnooze,
  youStandInFor,
} from '../cases/words.ts';
import { actions } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { day } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { excerpt } from '../kit/long-text.ts';
import { formatMoney } from '../kit/money.ts';
import {
  bold,
  dotted,
  isolated,
  type Markup,
  md,
  NAME_SHOWN_IN_A_LIST,
  type Naming,
  named,
  plural,
} from '../kit/text.ts';
import { DEAL_ACTIONS, type DealMoreVerb } from './ids.ts';

type Called = Pick<DealDetails, 'accountName'>;

const NAME_HEARD = 40;

export const titleOf = ({ accountName }: Called): string => isolated(clip(accountName, NAME_SHOWN));
export const boldTitle = (deal: Called): Markup => bold(titleOf(deal));
/** The same where many stand below each other. */
export const shortTitle = ({ accountName }: Called): Markup =>
  bold(isolated(clip(accountName, NAME_SHOWN_IN_A_LIST)));
/** As a lock screen has room for it. */
export const heardTitle = ({ accountName }: Called): string => isolated(clip(accountName, NAME_HEARD));

export const DEAL_TYPES: Record<DealDetails['dealType'], string> = {
  new: 'New business',
  expansion: 'Expansion',
  renewal: 'Renewal',
  partner: 'Partner deal',
};

const PRODUCTS_SHOWN = 80;

/** 'New business · $48K · 24 months · Sample Plan' */
export function factsLine({ dealType, amount, currency, termMonths, products }: DealDetails): Markup {
  return dotted([
    DEAL_TYPES[dealType],
    amount === null ? '' : formatMoney(amount, currency ?? ''),
    termMonths === null ? '' : plural(termMonths, 'month', 'months'),
    products === null ? md`` : md`${excerpt(products, PRODUCTS_SHOWN)}`,
  ]);
}

/** ' is won': how Baton came to know of it. */
export function news({ source }: Pick<DealDetails, 'source'>): string {
  if (source === 'sweep') return 'has no CSM and no handoff yet';
  return source === 'draft' ? 'has a handoff that isn’t sent yet' : 'is won';
}

export const youStandIn = ({ answers, owner }: DealDetails, memberId: string): Markup | null =>
  youStandInFor({ answers, theirs: owner }, memberId);

/** Where it stands: who, and until when. */
export function stateLine(deal: DealDetails, naming: Naming): Markup {
  const { limitAt, isLate, snoozedUntil } = deal;
  if (deal.state !== 'won') return md`${closedLine(deal, naming)}`;
  return withSnooze(standLine(waiting(deal, naming), limitAt, isLate), snoozedUntil);
}

function waiting({ answers, owner }: DealDetails, naming: Naming): Markup {
  if (!answers) return md`no owner yet. An admin can assign it`;
  const who = named(answers, naming);
  return owner
    ? md`waiting for ${who}${standingInFor({ answers, theirs: owner }, naming)} to hand it over`
    : md`no owner yet, waiting for ${who} to assign it`;
}

const REASON_SHOWN = 200;

function closedLine(
  { state, handoff, closesOn, dismissal, dismissedBy }: DealDetails,
  naming: Naming,
): Markup {
  switch (state) {
    case 'expected':
      return md`Expected to close${closesOn ? ` ${day(closesOn)}` : ''}`;
    case 'handed_over':
      return handoff ? md`Handed over as ${handoff.name}` : md`Handed over`;
    case 'lost':
      return md`The deal was lost`;
    default: {
      const by = dismissedBy ? md`, said ${named(dismissedBy, naming)}` : md``;
      return md`No handoff needed${by}${dismissal ? md`: ${excerpt(dismissal, REASON_SHOWN)}` : ''}`;
    }
  }
}

const about = buttonsAbout<DealDetails>(titleOf);

export const finishButton = about(DEAL_ACTIONS.finish, 'Finish handoff');
const notMineButton = about(DEAL_ACTIONS.assign, 'Not mine…', { spoken: 'Not mine' });
export const assignButton = about(DEAL_ACTIONS.assign, 'Assign…', { spoken: 'Assign' });
export const reassignButton = about(DEAL_ACTIONS.assign, 'Reassign…', { spoken: 'Reassign' });
const nudgeButton = about(DEAL_ACTIONS.nudge, 'Nudge');
export const openButton = about(DEAL_ACTIONS.open, 'Open');

const laterButton = (deal: DealDetails): Button =>
  button({
    action: DEAL_ACTIONS.later,
    text: 'Later',
    value: `tomorrow:${deal.id}`,
    label: `Later, tomorrow: ${titleOf(deal)}`,
  });

const menu = menuOf<DealMoreVerb>(DEAL_ACTIONS.more, {
  ...SNOOZE_VERBS,
  assign: 'Reassign…',
  dismiss: 'Not needed…',
  history: 'History',
});

/** What the reader may do. */
export type May = (verb: DealVerb) => boolean;

/** At most three buttons, the next step first, and a menu of the rest. */
export function actionBlock(deal: DealDetails, may: May): KnownBlock {
  const offered = (verbs: readonly [DealMoreVerb, DealVerb][]) =>
    menu(
      deal,
      verbs.filter(([, right]) => right === 'read' || may(right)).map(([verb]) => verb),
    );
  if (deal.state !== 'won') return actions(actionsId(deal), offered([['history', 'read']]));
  const rest: [DealMoreVerb, DealVerb][] = [
    ['dismiss', 'dismiss'],
    ['snooze:one_hour', 'snooze'],
    ['history', 'read'],
  ];
  if (!deal.owner)
    return actions(
      actionsId(deal),
      ...(may('assign') ? [assignButton(deal, 'primary')] : []),
      ...(may('hand_over') ? [finishButton(deal)] : []),
      offered([...rest, ['snooze:tomorrow', 'snooze']]),
    );
  return actions(
    actionsId(deal),
    ...(may('hand_over') ? [finishButton(deal, 'primary')] : []),
    ...(may('assign') ? [may('hand_over') ? notMineButton(deal) : reassignButton(deal)] : []),
    ...(may('snooze') ? [laterButton(deal)] : [nudgeButton(deal)]),
    offered(rest),
  );
}

/** What whoever is to hand it over is asked, and until when; null: nobody is. */
export function askOf(deal: DealDetails): Markup | null {
  if (deal.state !== 'won') return null;
  return askLine(deal.owner ? 'Finish the handoff' : 'Assign it', deal.limitAt, deal.isLate);
}

/** An entry of its history. */
export function entryLine(entry: DealEntry, naming: Naming): Markup {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  switch (entry.action) {
    case 'recorded':
      return md`${by} heard of the deal`;
    case 'changed':
      return md`The CRM changed the deal`;
    case 'won':
      return md`The deal was won`;
    case 'begun':
      return md`${by} started the handoff`;
    case 'assigned':
      return entry.to ? md`${by} assigned it to ${named(entry.to, naming)}` : md`${by} said it isn’t theirs`;
    case 'handed_over':
      return md`${by} handed it over`;
    case 'dismissed':
      return md`${by} said it needs no handoff`;
    case 'lost':
      return md`The deal was lost`;
    case 'heads_up':
      return entry.to ? md`${named(entry.to, naming)} got a heads-up` : md`The next CSM got a heads-up`;
    case 'escalated':
      return md`Overdue, and the next person was told`;
    default:
      return commonEntryLine(entry, by, naming);
  }
}
