import { DEAL_ACTIONS, DEAL_CALLBACKS } from '../../views/deals/ids.ts';
import type { ClickHandler, Menu } from '../click.ts';
import type { SubmissionHandler } from '../submission.ts';
import {
  dealMoreMenu,
  finishClick,
  laterClick,
  nudgeDealClick,
  openDealClick,
  opensDealView,
  submitAssign,
  submitDismiss,
  turnDealHistoryPage,
} from './clicks.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about deals.

export const DEAL_CLICKS: Record<string, ClickHandler | Menu> = {
  [DEAL_ACTIONS.finish]: finishClick,
  [DEAL_ACTIONS.assign]: opensDealView('assign'),
  [DEAL_ACTIONS.nudge]: nudgeDealClick,
  [DEAL_ACTIONS.open]: openDealClick,
  [DEAL_ACTIONS.later]: laterClick,
  [DEAL_ACTIONS.more]: dealMoreMenu,
  [DEAL_ACTIONS.historyPage]: turnDealHistoryPage,
};

export const DEAL_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [DEAL_CALLBACKS.assign]: submitAssign,
  [DEAL_CALLBACKS.dismiss]: submitDismiss,
};
