import { SETUP_ACTIONS, SETUP_CALLBACKS } from '../../../views/home/setup/ids.ts';
import type { ClickHandler } from '../../click.ts';
import type { SubmissionHandler } from '../../submission.ts';
import {
  confirmClick,
  goClick,
  openClick,
  pickPerson,
  pickSetting,
  readPeopleClick,
  removePolicyClick,
  revokeClick,
  switchClick,
} from './clicks.ts';
import {
  discardQuestions,
  pickQuestions,
  questionClick,
  shipQuestions,
  submitQuestion,
  submitQuestions,
} from './questions.ts';
import { submitOwners, submitPerson, submitSetting, submitTeam, submitToken } from './submissions.ts';
import { submitPolicy } from './submit-policy.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about setting Baton up.

export const SETUP_CLICKS: Record<string, ClickHandler> = {
  [SETUP_ACTIONS.open]: openClick,
  [SETUP_ACTIONS.go]: goClick,
  [SETUP_ACTIONS.back]: goClick,
  [SETUP_ACTIONS.next]: goClick,
  [SETUP_ACTIONS.previous]: goClick,
  [SETUP_ACTIONS.person]: pickPerson,
  [SETUP_ACTIONS.setting]: pickSetting,
  [SETUP_ACTIONS.alerts]: switchClick,
  [SETUP_ACTIONS.confirm]: confirmClick,
  [SETUP_ACTIONS.revoke]: revokeClick,
  [SETUP_ACTIONS.removePolicy]: removePolicyClick,
  [SETUP_ACTIONS.readPeople]: readPeopleClick,
  [SETUP_ACTIONS.questions]: pickQuestions,
  [SETUP_ACTIONS.question]: questionClick,
  [SETUP_ACTIONS.discardQuestions]: discardQuestions,
  [SETUP_ACTIONS.shipQuestions]: shipQuestions,
};

export const SETUP_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [SETUP_CALLBACKS.setting]: submitSetting,
  [SETUP_CALLBACKS.team]: submitTeam,
  [SETUP_CALLBACKS.person]: submitPerson,
  [SETUP_CALLBACKS.owners]: submitOwners,
  [SETUP_CALLBACKS.token]: submitToken,
  [SETUP_CALLBACKS.policy]: submitPolicy,
  [SETUP_CALLBACKS.questions]: submitQuestions,
  [SETUP_CALLBACKS.question]: submitQuestion,
};
