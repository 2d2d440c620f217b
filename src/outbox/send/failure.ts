import { failureOf } from '../../platform/failure.ts';
import type { SlackFailure } from '../../platform/slack/slack.ts';
import type { Delivery } from '../delivery.ts';
import { backoffMs, FIRST_LOOK_MS, MAX_ATTEMPTS } from './backoff.ts';
import type { Claim } from './claim.ts';
import type { Outcome } from './outcome.ts';
import type { Bug } from './prepare.ts';

type Tried = Pick<Claim, 'message' | 'workspace' | 'destination' | 'attempt'>;

/** What a refused or unheard call means for its message. Who made the call has paused what was limited. */
export function outcomeOfFailure(d: Delivery, claim: Tried, failure: SlackFailure): Outcome {
  const { code } = failure;
  switch (failure.kind) {
    case 'uncertain':
      return { is: 'uncertain', ms: FIRST_LOOK_MS, error: code };
    case 'rateLimited':
      return { is: 'later', ms: failure.retryAfterMs, error: code, counts: false };
    case 'unreachable':
      return { is: 'later', ms: backoffMs(claim.attempt), error: code, counts: true };
    case 'channelGone':
    case 'notInChannel':
      return { is: 'laneClosed', reason: code };
    case 'missingScope':
      return { is: 'unscoped', scope: failure.scope };
    case 'tokenDead':
      return { is: 'workspaceClosed', reason: code };
    case 'messageNotFound':
      return { is: 'moving', destination: claim.destination, reason: code };
    case 'invalidPayload':
      return outcomeOfBug(d, claim, { bug: code, dead: true });
    case 'other':
      return outcomeOfBug(d, claim, { bug: code, dead: false });
  }
}

/** It is tried again for more than an hour, unless that cannot help; then it is dead, and its row is kept. */
export function outcomeOfBug(d: Delivery, claim: Tried, { bug, dead, cause }: Bug): Outcome {
  const { id, kind } = claim.message;
  const about = { workspaceId: claim.workspace.id, messageId: id, kind, bug, ...placeOf(cause) };
  if (dead || claim.attempt >= MAX_ATTEMPTS) {
    d.log.error(about, 'message cannot be sent, or brought up to date; it is not tried again');
    return { is: 'ended', state: 'dead', error: bug };
  }
  d.log.warn(about, 'message could not be sent, or brought up to date; it will be tried again');
  return { is: 'later', ms: backoffMs(claim.attempt), error: bug, counts: true };
}

/** What may be logged of what was thrown, if anything was. */
function placeOf(cause: unknown): object {
  return cause === undefined ? {} : failureOf(cause);
}
