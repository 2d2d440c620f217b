import type { SlackFailure } from '../platform/slack.ts';
import { backoffMs, CLOSED_LOOK_MS, MAX_ATTEMPTS, SCOPE_MS, SHARED_LOOK_MS } from './backoff.ts';
import { blockLane, blockWorkspace, foundNotPrivate, tellOfScope } from './block.ts';
import type { UpdateClaim } from './claim-updates.ts';
import { isLate } from './deliver.ts';
import type { Delivery } from './delivery.ts';
import { placeOf } from './failure.ts';
import { giveBackTurn, pauseMethod } from './limits.ts';
import { moveThread } from './move.ts';
import { isPictureRefused } from './picture.ts';
import { joining, outcomeOf, signed } from './post.ts';
import { type Bug, fallbackOf, hindranceOf, prepare } from './prepare.ts';
import { awaitLane, releaseUpdate, settleUpdate } from './record-update.ts';
import { UPDATES } from './refresh.ts';
import { NOT_PRIVATE } from './take-down.ts';

/** Brings one root message up to the latest state, or posts it anew where that is no longer possible. */
export async function applyUpdate(d: Delivery, claim: UpdateClaim): Promise<void> {
  const called = await attempt(d, claim, { withoutPicture: false });
  if (!called) await giveBackTurn(d.db, claim.workspace, UPDATES, claim.turn);
}

/** Returns whether Slack was asked to change the message. */
async function attempt(
  d: Delivery,
  claim: UpdateClaim,
  { withoutPicture }: { withoutPicture: boolean },
): Promise<boolean> {
  const hindrance = await hindranceOf(d, claim);
  if (hindrance !== null) {
    if ('failure' in hindrance) await updateFailed(d, claim, hindrance.failure);
    else if ('blocked' in hindrance)
      await moveToFallback(d, claim, { reason: hindrance.blocked, orWaitMs: CLOSED_LOOK_MS });
    else {
      await foundNotPrivate(d, claim, hindrance.notPrivate);
      // Where others read for certain, its root is taken down by that, and waits to be said elsewhere.
      if (hindrance.notPrivate === 'readers_unknown')
        await moveToFallback(d, claim, { reason: NOT_PRIVATE, orWaitMs: SHARED_LOOK_MS });
    }
    return false;
  }
  const prepared = await prepare(d, claim, { posted: true, withoutPicture });
  if (prepared === 'nothing to say') {
    await settleUpdate(d.db, claim);
    return false;
  }
  if ('bug' in prepared) {
    await updateBroken(d, claim, prepared);
    return false;
  }
  if (d.stopping || isLate(d, claim)) {
    await releaseUpdate(d.db, claim, { ms: 0, counts: false });
    return false;
  }
  const client = d.slack(claim.workspace);
  const outcome = await joining(d, claim.workspace, claim.lane, async () => {
    const answer = await outcomeOf(() =>
      client.chat.update({
        channel: claim.threadChannel,
        ts: claim.threadTs,
        ...signed(claim.message.id, prepared.say),
      }),
    );
    if ('failure' in answer && answer.failure.kind === 'rateLimited')
      await pauseMethod(d, claim.workspace, UPDATES, answer.failure.retryAfterMs);
    return answer;
  });
  if ('answer' in outcome) await settleUpdate(d.db, claim);
  else if (!withoutPicture && isPictureRefused(d, claim, prepared.say, outcome.failure))
    return attempt(d, claim, { withoutPicture: true });
  else await updateFailed(d, claim, outcome.failure);
  return true;
}

async function updateFailed(d: Delivery, claim: UpdateClaim, failure: SlackFailure): Promise<void> {
  const { code } = failure;
  switch (failure.kind) {
    case 'uncertain':
    case 'unreachable':
      await releaseUpdate(d.db, claim, { ms: backoffMs(claim.attempt + 1), counts: true });
      return;
    case 'rateLimited':
      await releaseUpdate(d.db, claim, { ms: failure.retryAfterMs, counts: false });
      return;
    case 'channelGone':
    case 'notInChannel':
      return blockLane(d, claim, code, (tx) => releaseUpdate(tx, claim, { ms: 0, counts: false }));
    case 'missingScope':
      await tellOfScope(d, claim, failure.scope);
      await releaseUpdate(d.db, claim, { ms: SCOPE_MS, counts: false });
      return;
    case 'tokenDead':
      await blockWorkspace(d, claim.workspace, code);
      await releaseUpdate(d.db, claim, { ms: 0, counts: false });
      return;
    case 'messageNotFound':
      // What is not to be said twice is not said again because somebody took it down.
      if (d.kinds[claim.message.kind]?.whenUnknown === 'hold') {
        await settleUpdate(d.db, claim);
        return;
      }
      await moveThread(d, fenceOf(claim), claim.lane, code);
      return;
    case 'invalidPayload':
      return updateBroken(d, claim, { bug: code, dead: true });
    case 'other':
      return updateBroken(d, claim, { bug: code, dead: false });
  }
}

async function updateBroken(d: Delivery, claim: UpdateClaim, { bug, dead, cause }: Bug): Promise<void> {
  const about = { workspaceId: claim.workspace.id, messageId: claim.message.id, bug, ...placeOf(cause) };
  if (dead || claim.attempt >= MAX_ATTEMPTS) {
    d.log.error(about, 'message cannot be updated; it stays as it is');
    await settleUpdate(d.db, { ...claim, attempt: 0 });
    return;
  }
  d.log.warn(about, 'message could not be updated; it will be tried again');
  await releaseUpdate(d.db, claim, { ms: backoffMs(claim.attempt + 1), counts: true });
}

/** With nowhere else to go it waits for its channel, to be brought up to date there. */
async function moveToFallback(
  d: Delivery,
  claim: UpdateClaim,
  { reason, orWaitMs }: { reason: string; orWaitMs: number },
): Promise<void> {
  const fallback = await fallbackOf(d, claim);
  if ('bug' in fallback) return updateBroken(d, claim, fallback);
  if (fallback.person === null) await awaitLane(d.db, claim, orWaitMs);
  else await moveThread(d, fenceOf(claim), fallback.person, reason);
}

function fenceOf(claim: UpdateClaim) {
  return { workspaceId: claim.workspace.id, thread: claim.thread, leaseToken: claim.leaseToken };
}
