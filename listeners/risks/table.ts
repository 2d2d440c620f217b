import { RISK_ACTIONS, RISK_CALLBACKS } from '../../views/risks/ids.ts';
import { suggestAccounts } from '../accounts/suggest.ts';
import type { ClickHandler, Menu } from '../click.ts';
import type { SubmissionHandler } from '../submission.ts';
import {
  claimClick,
  nudgeRiskClick,
  openByHandClick,
  snoozeRiskClick,
  submitCheckIn,
  submitPlan,
  submitResolve,
  submitRiskReassign,
  undoRiskClick,
} from './act.ts';
import { pickFlagAccount, pickFlagAccountAgain, pickFlagKind, submitFlag } from './flag.ts';
import { chooseOutcome, opensRiskView, riskMoreMenu, showHistory, turnRiskHistoryPage } from './manage.ts';
import { detailsClick, openRiskClick, showDetails, showSignals, turnRiskListPage } from './show.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about risks.

export const RISK_CLICKS: Record<string, ClickHandler | Menu> = {
  [RISK_ACTIONS.claim]: claimClick,
  [RISK_ACTIONS.undo]: undoRiskClick,
  [RISK_ACTIONS.plan]: opensRiskView('plan'),
  [RISK_ACTIONS.details]: detailsClick,
  [RISK_ACTIONS.notARisk]: opensRiskView('not_a_risk'),
  [RISK_ACTIONS.checkIn]: opensRiskView('check_in'),
  [RISK_ACTIONS.reassign]: opensRiskView('reassign'),
  [RISK_ACTIONS.open]: openRiskClick,
  [RISK_ACTIONS.nudge]: nudgeRiskClick,
  [RISK_ACTIONS.snooze]: snoozeRiskClick,
  [RISK_ACTIONS.more]: riskMoreMenu,
  [RISK_ACTIONS.listPage]: turnRiskListPage,
  [RISK_ACTIONS.signals]: showSignals,
  [RISK_ACTIONS.showDetails]: showDetails,
  [RISK_ACTIONS.showHistory]: showHistory,
  [RISK_ACTIONS.historyPage]: turnRiskHistoryPage,
  [RISK_ACTIONS.openByHand]: openByHandClick,
  [RISK_ACTIONS.account]: pickFlagAccount,
  [RISK_ACTIONS.accountPick]: pickFlagAccountAgain,
  [RISK_ACTIONS.kind]: pickFlagKind,
  [RISK_ACTIONS.outcome]: chooseOutcome,
};

export const RISK_SUGGESTIONS = { [RISK_ACTIONS.account]: suggestAccounts };

export const RISK_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [RISK_CALLBACKS.plan]: submitPlan,
  [RISK_CALLBACKS.checkIn]: submitCheckIn,
  [RISK_CALLBACKS.reassign]: submitRiskReassign,
  [RISK_CALLBACKS.resolve]: submitResolve,
  [RISK_CALLBACKS.flag]: submitFlag,
};
