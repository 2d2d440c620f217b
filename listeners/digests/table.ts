import type { ClickHandler, SubmissionHandler } from '../frames.ts';

// Slack id → what happens: the rows of listeners/index.ts that are about digests.

export const DIGEST_CLICKS: Record<string, ClickHandler> = {};
export const DIGEST_SUBMISSIONS: Record<string, SubmissionHandler> = {};
