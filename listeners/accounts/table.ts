import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS, type AccountMoreVerb } from '../../views/accounts/ids.ts';
import { HEALTH_ACTIONS, HEALTH_CALLBACKS } from '../../views/health/ids.ts';
import type { ClickHandler, Menu } from '../click.ts';
import { enableClick, openListedMenu, slidesClick, slidesMenu } from '../health/alerts.ts';
import { expectClick, expectNoLongerClick, submitExpected, submitExpectedListed } from '../health/expect.ts';
import { clearClick, overrideClick, submitOverride } from '../health/override.ts';
import { viewClick } from '../health/view.ts';
import type { SubmissionHandler } from '../submission.ts';
import {
  confirmClick,
  firstValueClick,
  flagClick,
  mergeClick,
  pickSurvivor,
  shareClick,
  showClick,
  signalsClick,
  submitFirstValue,
  submitMerge,
  submitShare,
  timelineClick,
  turnTimelinePage,
} from './clicks.ts';
import { suggestSurvivors } from './suggest.ts';

const MORE: Record<AccountMoreVerb, ClickHandler> = {
  signals: signalsClick,
  share: shareClick,
  first_value: firstValueClick,
  override: overrideClick,
  merge: mergeClick,
};

/** The menu of an account's card. What is no entry of it leads to signals, which refuse it. */
const accountMenu: Menu = { entries: MORE, others: signalsClick };

/** Of accounts and their health: a part of the tables in listeners/index.ts. */
export const ACCOUNT_CLICKS: Record<string, ClickHandler | Menu> = {
  [ACCOUNT_ACTIONS.show]: showClick,
  [ACCOUNT_ACTIONS.flag]: flagClick,
  [ACCOUNT_ACTIONS.timeline]: timelineClick,
  [ACCOUNT_ACTIONS.timelinePage]: turnTimelinePage,
  [ACCOUNT_ACTIONS.more]: accountMenu,
  [ACCOUNT_ACTIONS.confirm]: confirmClick,
  [ACCOUNT_ACTIONS.mergeInto]: pickSurvivor,
  [HEALTH_ACTIONS.clear]: clearClick,
  [HEALTH_ACTIONS.expect]: expectClick,
  [HEALTH_ACTIONS.expectNoLonger]: expectNoLongerClick,
  [HEALTH_ACTIONS.view]: viewClick,
  [HEALTH_ACTIONS.enable]: enableClick,
  [HEALTH_ACTIONS.openListed]: openListedMenu,
  [HEALTH_ACTIONS.slides]: slidesClick,
  [HEALTH_ACTIONS.flagSliding]: slidesMenu,
};

export const ACCOUNT_SUGGESTIONS = { [ACCOUNT_ACTIONS.mergeInto]: suggestSurvivors };

export const ACCOUNT_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [ACCOUNT_CALLBACKS.merge]: submitMerge,
  [ACCOUNT_CALLBACKS.share]: submitShare,
  [ACCOUNT_CALLBACKS.firstValue]: submitFirstValue,
  [HEALTH_CALLBACKS.override]: submitOverride,
  [HEALTH_CALLBACKS.expect]: submitExpected,
  [HEALTH_CALLBACKS.expectListed]: submitExpectedListed,
};
