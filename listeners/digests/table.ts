import { DIGEST_ACTIONS, DIGEST_CALLBACKS } from '../../views/digests/ids.ts';
import type { ClickHandler } from '../click.ts';
import { resumeListedClick } from '../home/clicks.ts';
import type { SubmissionHandler } from '../submission.ts';
import { digestMenu, sendAgainClick } from './menu.ts';
import { beginDigest, changeDigest, submitSubscription } from './subscription.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about digests.

export const DIGEST_CLICKS: Record<string, ClickHandler> = {
  [DIGEST_ACTIONS.begin]: beginDigest,
  [DIGEST_ACTIONS.change]: changeDigest,
  [DIGEST_ACTIONS.more]: digestMenu,
  [DIGEST_ACTIONS.sendAgain]: sendAgainClick,
  [DIGEST_ACTIONS.resume]: resumeListedClick,
};

export const DIGEST_SUBMISSIONS: Record<string, SubmissionHandler> = {
  [DIGEST_CALLBACKS.subscription]: submitSubscription,
};
