import type { ClickHandler, SubmissionHandler } from '../frames.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about Home.

export const HOME_CLICKS: Record<string, ClickHandler> = {};
export const HOME_SUBMISSIONS: Record<string, SubmissionHandler> = {};
