import type { Button, KnownBlock } from '@slack/types';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
import type { RiskVerb } from '../../../src/risks/rules/rights.ts';
import { actionsId, buttonsAbout, menuOf, SNOOZE_VERBS } from '../../cases/controls.ts';
import { askLine } from '../../cases/words.ts';
import { actions } from '../../kit/blocks.ts';
import { LIMITS } from '../../kit/limits.ts';
import type { Markup } from '../../kit/text.ts';
import { RISK_ACTIONS, type RiskMoreVerb } from '../ids.ts';
import { titleOf } from './naming.ts';

const about = buttonsAbout<RiskDetails>(titleOf);

const claimButton = about(RISK_ACTIONS.claim, 'I’ve got it');
export const planButton = about(RISK_ACTIONS.plan, 'Plan…', { spoken: 'Plan the first step' });
export const detailsButton = about(RISK_ACTIONS.details, 'Details');
const notARiskButton = about(RISK_ACTIONS.notARisk, 'Not a risk…', { spoken: 'Not a risk' });
const checkInButton = about(RISK_ACTIONS.checkIn, 'Check in…', { spoken: 'Check in' });
export const reassignButton = about(RISK_ACTIONS.reassign, 'Reassign…', { spoken: 'Reassign' });
export const openButton = about(RISK_ACTIONS.open, 'Open');
export const nudgeButton = about(RISK_ACTIONS.nudge, 'Nudge');
export const signalsButton = about(RISK_ACTIONS.signals, 'All signals');
export const showHistoryButton = about(RISK_ACTIONS.showHistory, 'History');
export const showDetailsButton = about(RISK_ACTIONS.showDetails, 'Details');

const menu = menuOf<RiskMoreVerb>(RISK_ACTIONS.more, {
  ...SNOOZE_VERBS,
  details: 'Details',
  plan: 'Plan…',
  check_in: 'Check in…',
  reassign: 'Reassign…',
  resolve: 'Close…',
  expected: 'Expected until…',
  history: 'History',
});

/** What the reader may do; a card has many readers, and each click is checked again. */
export type May = (verb: RiskVerb) => boolean;
/** What a card offers to all who read it: snoozing is for whoever owes the step, in what asks them. */
export const ANYTHING: May = (verb) => verb !== 'snooze';

type Offered = [verb: RiskMoreVerb, right: RiskVerb];

/** One or two buttons, the next step first, and a menu of the rest: of what it has no room for, the last are left out. */
export function actionBlock(risk: RiskDetails, may: May): KnownBlock {
  const { state, checkInOn, rule, reasons } = risk;
  const fromScore = rule !== 'flagged' && reasons.length > 0;
  const rest: Offered[] = [
    ['reassign', 'reassign'],
    ['resolve', 'resolve'],
    // Who may say so is known of the account: it is looked at with the click.
    ...(fromScore ? [['expected', 'resolve'] satisfies Offered] : []),
    ['snooze:tomorrow', 'snooze'],
    ['snooze:one_hour', 'snooze'],
    ['history', 'read'],
  ];
  const block = (buttons: Button[], offered: Offered[]) =>
    actions(
      actionsId(risk),
      ...buttons,
      menu(
        risk,
        offered
          .filter(([, right]) => right === 'read' || may(right))
          .map(([verb]) => verb)
          .slice(0, LIMITS.overflowOptions),
      ),
    );
  if (state === 'resolved') return block([detailsButton(risk)], [['history', 'read']]);
  if (state === 'open')
    return block(
      [
        ...(may('claim') ? [claimButton(risk, 'primary')] : []),
        ...(may('resolve') ? [notARiskButton(risk)] : []),
        detailsButton(risk),
      ],
      [['plan', 'plan'], ...rest],
    );
  if (checkInOn === null)
    return block(
      [...(may('plan') ? [planButton(risk, 'primary')] : []), detailsButton(risk)],
      [['check_in', 'check_in'], ...rest],
    );
  return block(
    [...(may('check_in') ? [checkInButton(risk, 'primary')] : []), detailsButton(risk)],
    [['plan', 'plan'], ...rest],
  );
}

export interface RiskAsk {
  /** What whoever owes the next step is asked to do, and until when. */
  line: Markup;
  button: Button;
}

/** Null when nobody owes anything. */
export function askOf(risk: RiskDetails, style?: 'primary'): RiskAsk | null {
  const { clock, limitAt, isLate } = risk;
  if (clock === null) return null;
  const asked = (button: Button) => ({ line: askLine(ASKS[clock], limitAt, isLate), button });
  switch (clock) {
    case 'claim':
      return asked(claimButton(risk, style));
    case 'plan':
      return asked(planButton(risk, style));
    case 'check_in':
      return asked(checkInButton(risk, style));
  }
}

/** What each step is called where it is asked for. */
export const ASKS = {
  claim: 'Take it or reassign it',
  plan: 'Plan the first step',
  check_in: 'Check in',
} as const;
