import { failureOf } from '../platform/failure.ts';
import type { SlackFailure } from '../platform/slack.ts';
import { backoffMs, FIRST_LOOK_MS, MAX_ATTEMPTS, SCOPE_MS } from './backoff.ts';
import { blockLane, blockWorkspace, tellOfScope } from './block.ts';
import type { Claim } from './claim.ts';
import type { Delivery } from './delivery.ts';
import { moveThread } from './move.ts';
import type { Bug } from './prepare.ts';
import { recordEnd, recordLater, recordRateLimited, recordUncertain } from './record.ts';

/** What a refused or unheard call means for its message, its lane and its workspace. */
export async function recordFailure(d: Delivery, claim: Claim, failure: SlackFailure): Promise<void> {
  const { code } = failure;
  const putBack = { ms: 0, error: code, counts: false };
  switch (failure.kind) {
    case 'uncertain':
      await recordUncertain(d.db, claim, FIRST_LOOK_MS, code);
      return;
    case 'rateLimited':
      await recordRateLimited(d.db, claim, failure.retryAfterMs);
      return;
    case 'unreachable':
      await recordLater(d.db, claim, { ms: backoffMs(claim.attempt), error: code, counts: true });
      return;
    case 'channelGone':
    case 'notInChannel':
      return blockLane(d, claim, code, (tx) => recordLater(tx, claim, putBack));
    case 'missingScope':
      await tellOfScope(d, claim, failure.scope);
      await recordLater(d.db, claim, { ms: SCOPE_MS, error: code, counts: false });
      return;
    case 'tokenDead':
      await blockWorkspace(d, claim.workspace, code);
      await recordLater(d.db, claim, putBack);
      return;
    case 'messageNotFound':
      await moveThread(d.db, { messageId: claim.message.id, leaseToken: claim.leaseToken }, claim.lane, code);
      return;
    case 'invalidPayload':
      return recordBug(d, claim, { bug: code, dead: true });
    case 'other':
      return recordBug(d, claim, { bug: code, dead: false });
  }
}

/** It is tried again for more than an hour, unless that cannot help; then it is dead, and its row is kept. */
export async function recordBug(d: Delivery, claim: Claim, { bug, dead, cause }: Bug): Promise<void> {
  const { id, kind } = claim.message;
  const about = { workspaceId: claim.workspace.id, messageId: id, kind, bug, ...placeOf(cause) };
  if (dead || claim.attempt >= MAX_ATTEMPTS) {
    d.log.error(about, 'message cannot be sent; its row is kept as dead');
    await recordEnd(d.db, claim, 'dead', bug);
    return;
  }
  d.log.warn(about, 'message could not be sent; it will be tried again');
  await recordLater(d.db, claim, { ms: backoffMs(claim.attempt), error: bug, counts: true });
}

/** What may be logged of what was thrown, if anything was. */
export function placeOf(cause: unknown): object {
  return cause === undefined ? {} : failureOf(cause);
}
