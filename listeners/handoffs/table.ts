import { ACTIONS, CALLBACKS, FOLLOW_UP_ACTIONS } from '../../views/handoffs/ids.ts';
import { suggestAccounts } from '../accounts/suggest.ts';
import type { ClickHandler, Menu } from '../click.ts';
import type { SubmissionHandler } from '../submission.ts';
import { pickAddTo, submitAdd, suggestUnfinished } from './add-message.ts';
import {
  acceptBookClick,
  chooseOutcome,
  finishClick,
  reviewHandoff,
  submitAnswer,
  submitFinish,
} from './answer.ts';
import {
  addRow,
  changeRow,
  choosesOnly,
  goBack,
  openSection,
  pickAccount,
  pickAccountAgain,
  pickKind,
  pickReceiver,
  saveForLater,
  togglePrivate,
} from './brief-steps.ts';
import { submitEssentials, submitReview, submitSection } from './brief-submissions.ts';
import { actOnFollowUp, confirmFollowUp, laterFollowUp, nudgeFollowUp } from './follow-ups.ts';
import {
  answeredClick,
  introduceClick,
  readFeedbackClick,
  submitBook,
  submitIntroduce,
  submitWait,
} from './kickoff.ts';
import {
  acknowledgeClick,
  confirmReceiverClick,
  moreMenu,
  nudgeHandoffClick,
  opensView,
  snoozeHandoffClick,
  submitCancel,
  submitEscalate,
  submitReassign,
  turnHistoryPage,
  undoHandoffClick,
} from './manage.ts';
import { discardDraftClick, editHandoff, fixHandoff, resumeDraft } from './screen.ts';
import { turnListPage } from './show.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about handoffs.

export const HANDOFF_CLICKS: Record<string, ClickHandler | Menu> = {
  [ACTIONS.acknowledge]: acknowledgeClick,
  [ACTIONS.undo]: undoHandoffClick,
  [ACTIONS.review]: reviewHandoff,
  [ACTIONS.fix]: fixHandoff,
  [ACTIONS.edit]: editHandoff,
  [ACTIONS.finish]: finishClick,
  [ACTIONS.book]: opensView('book'),
  [ACTIONS.answered]: answeredClick,
  [ACTIONS.readFeedback]: readFeedbackClick,
  [ACTIONS.introduce]: introduceClick,
  [FOLLOW_UP_ACTIONS.act]: actOnFollowUp,
  [FOLLOW_UP_ACTIONS.confirm]: confirmFollowUp,
  [FOLLOW_UP_ACTIONS.later]: laterFollowUp,
  [FOLLOW_UP_ACTIONS.nudge]: nudgeFollowUp,
  [ACTIONS.acceptBook]: acceptBookClick,
  [ACTIONS.open]: opensView('open'),
  [ACTIONS.reassign]: opensView('reassign'),
  [ACTIONS.confirmReceiver]: confirmReceiverClick,
  [ACTIONS.cancel]: opensView('cancel'),
  [ACTIONS.history]: opensView('history'),
  [ACTIONS.nudge]: nudgeHandoffClick,
  [ACTIONS.snooze]: snoozeHandoffClick,
  [ACTIONS.more]: moreMenu,
  [ACTIONS.listPage]: turnListPage,
  [ACTIONS.historyPage]: turnHistoryPage,
  [ACTIONS.account]: pickAccount,
  [ACTIONS.accountPick]: pickAccountAgain,
  [ACTIONS.receiver]: pickReceiver,
  [ACTIONS.kind]: pickKind,
  [ACTIONS.said]: choosesOnly,
  [ACTIONS.section]: openSection,
  [ACTIONS.back]: goBack,
  [ACTIONS.save]: saveForLater,
  [ACTIONS.addRow]: addRow,
  [ACTIONS.row]: changeRow,
  [ACTIONS.private]: togglePrivate,
  [ACTIONS.resume]: resumeDraft,
  [ACTIONS.discard]: discardDraftClick,
  [ACTIONS.outcome]: chooseOutcome,
  [ACTIONS.addTo]: pickAddTo,
};

export const HANDOFF_SUGGESTIONS = {
  [ACTIONS.account]: suggestAccounts,
  [ACTIONS.addTo]: suggestUnfinished,
};

export const HANDOFF_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [CALLBACKS.essentials]: submitEssentials,
  [CALLBACKS.section]: submitSection,
  [CALLBACKS.reviewDraft]: submitReview,
  [CALLBACKS.answer]: submitAnswer,
  [CALLBACKS.finish]: submitFinish,
  [CALLBACKS.book]: submitBook,
  [CALLBACKS.wait]: submitWait,
  [CALLBACKS.escalate]: submitEscalate,
  [CALLBACKS.introduce]: submitIntroduce,
  [CALLBACKS.add]: submitAdd,
  [CALLBACKS.reassign]: submitReassign,
  [CALLBACKS.cancel]: submitCancel,
};
