import { randomBytes } from 'node:crypto';
import { WebAPIPlatformError } from '@slack/web-api';
import { failureOf, isDatabaseAway } from '../src/platform/failure.ts';
import type { Logger } from '../src/platform/logger.ts';
import { Outdated } from '../src/platform/outdated.ts';
import { type Refusal, refuse } from '../src/platform/refusal.ts';
import { classifySlackError, isSlackError } from '../src/platform/slack/slack.ts';
import { isContention, isLockTimeout, StillRunning } from '../src/platform/transact.ts';
import { InvalidView } from '../views/kit/validate.ts';

export const OUTDATED = 'That no longer exists, or it comes from an older version of Baton. Start again.';
const UNAVAILABLE = 'Baton can’t reach its database right now. Nothing was lost. Try again in a minute.';
const BUSY = 'Someone else changed this at the same moment, so yours wasn’t saved. Try again.';
/** When a submission may or may not have gone through. */
export const UNCONFIRMED = 'Baton isn’t sure this was saved. Press the button again; nothing is sent twice.';
export const STILL = 'Baton is still working on it and will reply. No reply within a minute? Try again.';

/**
 * Logs what went wrong, and returns it as somebody is told of it, with what they can do. `unconfirmed`: what they
 * asked for may have been done.
 */
export function explain(
  log: Logger,
  error: unknown,
  what: string,
  { unconfirmed = false, ...ids }: { unconfirmed?: boolean; [id: string]: string | boolean | undefined } = {},
): Refusal {
  if (error instanceof Outdated) {
    log.info({ ...ids, reason: error.message }, what);
    return refuse('outdated', OUTDATED);
  }
  if (error instanceof StillRunning) {
    log.warn({ ...ids, ...failureOf(error) }, what);
    return refuse('busy', unconfirmed ? UNCONFIRMED : STILL);
  }
  // The database is there: somebody holds what is to be changed. Of several steps of a submission one may be done.
  if (isLockTimeout(error) && !unconfirmed) {
    log.warn({ ...ids, ...failureOf(error) }, what);
    return refuse('busy', BUSY);
  }
  if (isDatabaseAway(error)) {
    log.error({ ...ids, ...failureOf(error) }, what);
    return refuse('unavailable', unconfirmed ? UNCONFIRMED : UNAVAILABLE);
  }
  if (isContention(error)) {
    log.warn({ ...ids, ...failureOf(error) }, what);
    return refuse('busy', BUSY);
  }
  const fromSlack = isSlackError(error) ? classifySlackError(error) : null;
  if (fromSlack?.kind === 'rateLimited') {
    log.warn({ ...ids, reason: fromSlack.code }, what);
    return refuse('limited', limited(fromSlack.retryAfterMs));
  }
  if (fromSlack?.kind === 'uncertain' || fromSlack?.kind === 'unreachable') {
    log.warn({ ...ids, reason: fromSlack.code }, what);
    return refuse('slack_away', 'Slack didn’t respond to Baton in time. Try again in a minute.');
  }
  const reference = randomBytes(3).toString('hex').toUpperCase();
  const reason = fromSlack ? { reason: fromSlack.code } : failureOf(error);
  log.error({ ...ids, ...reason, ...problemsOf(error), reference }, what);
  const whose = fromSlack ? `Slack refused Baton’s message (${fromSlack.code})` : 'Something broke in Baton';
  return refuse(
    'broken',
    `${whose}. Try again. If it happens again, give your Baton admin the reference ${reference}.`,
  );
}

function limited(retryAfterMs: number): string {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return `Slack is asking Baton to slow down. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`;
}

/** What was wrong with a view: places and limits. Slack may quote what stands there, and that is left out. */
function problemsOf(error: unknown): { problems?: string[] } {
  if (error instanceof InvalidView) return { problems: error.problems.slice(0, 5) };
  if (!(error instanceof WebAPIPlatformError)) return {};
  const { messages } = error.data.response_metadata ?? {};
  if (!messages || messages.length === 0) return {};
  return { problems: messages.slice(0, 5).map(unquoted) };
}

const unquoted = (message: string): string =>
  message
    .replace(/(["'`“‘]).*?(["'`”’]|$)/gs, '…')
    .replace(/\s+/g, ' ')
    .slice(0, 200);
