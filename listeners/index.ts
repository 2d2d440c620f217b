import { ACTIONS, CALLBACKS } from '../views/handoffs/ids.ts';
import { accountCommand } from './accounts/command.ts';
import { ACCOUNT_CLICKS, ACCOUNT_SUBMISSIONS, ACCOUNT_SUGGESTIONS } from './accounts/table.ts';
import { batonCommand } from './baton/command.ts';
import type { ClickHandler } from './click.ts';
import type { CommandHandler } from './command.ts';
import { digestCommand } from './digests/command.ts';
import { DIGEST_CLICKS, DIGEST_SUBMISSIONS } from './digests/table.ts';
import { acceptBookClick } from './handoffs/accept-book.ts';
import { chooseOutcome, reviewHandoff, submitAnswer } from './handoffs/answer.ts';
import {
  addRow,
  answerCriterion,
  changeRow,
  goBack,
  openSection,
  pickAccount,
  pickAccountAgain,
  pickReceiver,
  saveForLater,
  togglePrivate,
} from './handoffs/brief-steps.ts';
import { submitEssentials, submitReview, submitSection } from './handoffs/brief-submissions.ts';
import { handoffCommand } from './handoffs/command.ts';
import { finishClick, submitFinish } from './handoffs/finish.ts';
import { turnListPage } from './handoffs/lists.ts';
import {
  acknowledgeClick,
  confirmReceiverClick,
  moreMenu,
  nudgeClick,
  opensView,
  snoozeClick,
  submitCancel,
  submitReassign,
  turnHistoryPage,
} from './handoffs/manage.ts';
import { startHandoff } from './handoffs/shortcut.ts';
import { discardDraftClick, fixHandoff, resumeDraft } from './handoffs/start.ts';
import { suggestAccounts } from './handoffs/suggest-accounts.ts';
import { SETUP_CLICKS, SETUP_SUBMISSIONS } from './home/setup/table.ts';
import { HOME_CLICKS, HOME_SUBMISSIONS } from './home/table.ts';
import { riskCommand } from './risks/command.ts';
import { flagRisk } from './risks/shortcut.ts';
import { RISK_CLICKS, RISK_SUBMISSIONS, RISK_SUGGESTIONS } from './risks/table.ts';
import type { ShortcutHandler } from './shortcut.ts';
import type { SubmissionHandler } from './submission.ts';
import type { SuggestionHandler } from './suggestion.ts';

/** Slack id → what happens. The manifest is checked against these tables. */
export const COMMANDS: Record<string, CommandHandler> = {
  '/handoff': handoffCommand,
  '/risk': riskCommand,
  '/account': accountCommand,
  '/digest': digestCommand,
  '/baton': batonCommand,
};

export const SHORTCUTS: Record<string, ShortcutHandler> = { start_handoff: startHandoff };

/** Those in the menu of a message. */
export const MESSAGE_SHORTCUTS: Record<string, ShortcutHandler> = { flag_risk: flagRisk };

export const CLICKS: Record<string, ClickHandler> = {
  [ACTIONS.acknowledge]: acknowledgeClick,
  [ACTIONS.review]: reviewHandoff,
  [ACTIONS.fix]: fixHandoff,
  [ACTIONS.finish]: finishClick,
  [ACTIONS.acceptBook]: acceptBookClick,
  [ACTIONS.open]: opensView('open'),
  [ACTIONS.reassign]: opensView('reassign'),
  [ACTIONS.confirmReceiver]: confirmReceiverClick,
  [ACTIONS.cancel]: opensView('cancel'),
  [ACTIONS.history]: opensView('history'),
  [ACTIONS.nudge]: nudgeClick,
  [ACTIONS.snooze]: snoozeClick,
  [ACTIONS.more]: moreMenu,
  [ACTIONS.listPage]: turnListPage,
  [ACTIONS.historyPage]: turnHistoryPage,
  [ACTIONS.account]: pickAccount,
  [ACTIONS.accountPick]: pickAccountAgain,
  [ACTIONS.receiver]: pickReceiver,
  [ACTIONS.section]: openSection,
  [ACTIONS.back]: goBack,
  [ACTIONS.save]: saveForLater,
  [ACTIONS.addRow]: addRow,
  [ACTIONS.row]: changeRow,
  [ACTIONS.private]: togglePrivate,
  [ACTIONS.answer]: answerCriterion,
  [ACTIONS.resume]: resumeDraft,
  [ACTIONS.discard]: discardDraftClick,
  [ACTIONS.outcome]: chooseOutcome,
  ...RISK_CLICKS,
  ...ACCOUNT_CLICKS,
  ...DIGEST_CLICKS,
  ...HOME_CLICKS,
  ...SETUP_CLICKS,
};

export const SUGGESTIONS: Record<string, SuggestionHandler> = {
  [ACTIONS.account]: suggestAccounts,
  ...RISK_SUGGESTIONS,
  ...ACCOUNT_SUGGESTIONS,
};

export const SUBMISSIONS: Record<string, SubmissionHandler> = {
  [CALLBACKS.essentials]: submitEssentials,
  [CALLBACKS.section]: submitSection,
  [CALLBACKS.reviewDraft]: submitReview,
  [CALLBACKS.answer]: submitAnswer,
  [CALLBACKS.finish]: submitFinish,
  [CALLBACKS.reassign]: submitReassign,
  [CALLBACKS.cancel]: submitCancel,
  ...RISK_SUBMISSIONS,
  ...ACCOUNT_SUBMISSIONS,
  ...DIGEST_SUBMISSIONS,
  ...HOME_SUBMISSIONS,
  ...SETUP_SUBMISSIONS,
};
