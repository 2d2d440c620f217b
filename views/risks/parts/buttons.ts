import type { Button, KnownBlock } from '@slack/types';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
import type { RiskVerb } from '../../../src/risks/rules/rights.ts';
import { actionsId, buttonsAbout, menuOf, snoozeMenuOf } from '../../cases/controls.ts';
import { actions } from '../../kit/blocks.ts';
import { dueLabel } from '../../kit/dates.ts';
import { type Markup, md } from '../../kit/text.ts';
import { RISK_ACTIONS, type RiskMoreVerb } from '../ids.ts';
import { titleOf } from './naming.ts';

const about = buttonsAbout<RiskDetails>(titleOf);

const claimButton = about(RISK_ACTIONS.claim, 'I’ve got it');
export const planButton = about(RISK_ACTIONS.plan, 'Plan');
export const detailsButton = about(RISK_ACTIONS.details, 'Details');
const notARiskButton = about(RISK_ACTIONS.notARisk, 'Not a risk…', { spoken: 'Not a risk' });
const checkInButton = about(RISK_ACTIONS.checkIn, 'Check in');
export const reassignButton = about(RISK_ACTIONS.reassign, 'Pass it on…', { spoken: 'Pass it on' });
export const openButton = about(RISK_ACTIONS.open, 'Open');
export const nudgeButton = about(RISK_ACTIONS.nudge, 'Nudge');
export const showHistoryButton = about(RISK_ACTIONS.showHistory, 'History');
export const showDetailsButton = about(RISK_ACTIONS.showDetails, 'Details');

const moreMenu = menuOf<RiskMoreVerb>(RISK_ACTIONS.more, {
  plan: 'Change the plan…',
  check_in: 'Check in…',
  reassign: 'Pass it on…',
  resolve: 'Resolve…',
  history: 'History',
});

const snoozeMenu = snoozeMenuOf(RISK_ACTIONS.snooze);

/** What the reader may do; a card has many readers, and each click is checked again. */
export type May = (verb: RiskVerb) => boolean;
export const ANYTHING: May = () => true;

/** All that can be done in this state, the next step first. */
export function actionBlock(risk: RiskDetails, may: May): KnownBlock {
  const { state, checkInOn } = risk;
  const isOver = state === 'resolved';
  const isPlanned = state === 'claimed' && checkInOn !== null;
  const next: Button[] = [
    ...(state === 'open' && may('claim') ? [claimButton(risk, 'primary')] : []),
    ...(isPlanned && may('check_in') ? [checkInButton(risk, 'primary')] : []),
    ...(!isOver && !isPlanned && may('plan')
      ? [planButton(risk, state === 'claimed' ? 'primary' : undefined)]
      : []),
  ];
  const more: RiskMoreVerb[] = [
    ...(isPlanned && may('plan') ? (['plan'] as const) : []),
    ...(state === 'claimed' && !isPlanned && may('check_in') ? (['check_in'] as const) : []),
    ...(!isOver && may('reassign') ? (['reassign'] as const) : []),
    ...(!isOver && may('resolve') ? (['resolve'] as const) : []),
    'history',
  ];
  return actions(
    actionsId(risk),
    ...next,
    detailsButton(risk),
    ...(!isOver && may('resolve') ? [notARiskButton(risk)] : []),
    ...(!isOver && may('snooze') ? [snoozeMenu(risk)] : []),
    moreMenu(risk, more),
  );
}

export interface RiskAsk {
  /** What whoever owes the next step is asked to do, and until when. */
  line: Markup;
  button: Button;
}

/** Null when nobody owes anything. `isLate`: its limit has passed. */
export function askOf(risk: RiskDetails, isLate: boolean): RiskAsk | null {
  const { clock, limitAt } = risk;
  const due = limitAt ? md` ${dueLabel(limitAt, isLate)}.` : md``;
  switch (clock) {
    case 'claim':
      return {
        line: md`Please take it, or pass it on.${due}`,
        button: claimButton(risk, 'primary'),
      };
    case 'plan':
      return { line: md`Please plan the first step.${due}`, button: planButton(risk, 'primary') };
    case 'check_in':
      return { line: md`Please say how it goes.${due}`, button: checkInButton(risk, 'primary') };
    case null:
      return null;
  }
}
