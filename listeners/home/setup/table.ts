import type { ClickHandler, SubmissionHandler } from '../../frames.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about setting Baton up.

export const SETUP_CLICKS: Record<string, ClickHandler> = {};
export const SETUP_SUBMISSIONS: Record<string, SubmissionHandler> = {};
