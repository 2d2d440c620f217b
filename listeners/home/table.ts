import { HOME_ACTIONS, HOME_CALLBACKS } from '../../views/home/ids.ts';
import type { ClickHandler } from '../click.ts';
import type { SubmissionHandler } from '../submission.ts';
import { awayClick, backClick, submitAway } from './away.ts';
import { moveBookClick, submitBookOwner, submitBookParts, submitBookPreview } from './book.ts';
import {
  filterBand,
  filterRenewal,
  filterSegment,
  flagClick,
  openAccountClick,
  opensTab,
  pickGroup,
  resumeClick,
  showAllAccounts,
  startClick,
  turnHomePage,
} from './clicks.ts';
import { dismissClick, exampleClick, PREFERENCES, submitPreferences } from './preferences.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about Home.

export const HOME_CLICKS: Record<string, ClickHandler> = {
  [HOME_ACTIONS.work]: opensTab('work'),
  [HOME_ACTIONS.accounts]: opensTab('accounts'),
  [HOME_ACTIONS.team]: opensTab('team'),
  [HOME_ACTIONS.setup]: opensTab('setup'),
  [HOME_ACTIONS.previousPage]: turnHomePage,
  [HOME_ACTIONS.nextPage]: turnHomePage,
  [HOME_ACTIONS.band]: filterBand,
  [HOME_ACTIONS.segment]: filterSegment,
  [HOME_ACTIONS.renewal]: filterRenewal,
  [HOME_ACTIONS.allAccounts]: showAllAccounts,
  [HOME_ACTIONS.group]: pickGroup,
  [HOME_ACTIONS.account]: openAccountClick,
  [HOME_ACTIONS.resume]: resumeClick,
  [HOME_ACTIONS.start]: startClick,
  [HOME_ACTIONS.flag]: flagClick,
  [HOME_ACTIONS.moveBook]: moveBookClick,
  [HOME_ACTIONS.example]: exampleClick,
  [HOME_ACTIONS.dismiss]: dismissClick,
  [HOME_ACTIONS.preferences]: PREFERENCES,
  [HOME_ACTIONS.away]: awayClick,
  [HOME_ACTIONS.here]: backClick,
};

export const HOME_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [HOME_CALLBACKS.bookOwner]: submitBookOwner,
  [HOME_CALLBACKS.bookParts]: submitBookParts,
  [HOME_CALLBACKS.bookPreview]: submitBookPreview,
  [HOME_CALLBACKS.preferences]: submitPreferences,
  [HOME_CALLBACKS.away]: submitAway,
};
