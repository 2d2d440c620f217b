import type { SlackFailure } from '../platform/slack.ts';
import { backoffMs, MAX_ATTEMPTS, SCOPE_MS } from './backoff.ts';
import { blockLane, blockWorkspace, tellOfOutsiders, tellOfScope } from './block.ts';
import type { UpdateClaim } from './claim-updates.ts';
import { isLate } from './deliver.ts';
import type { Delivery } from './delivery.ts';
import { placeOf } from './failure.ts';
import { moveThread } from './move.ts';
import { isPictureRefused } from './picture.ts';
import { deliveryMetadata, joining } from './post.ts';
import { type Bug, fallbackOf, NOT_PRIVATE, prepare } from './prepare.ts';
import { pauseUpdates, releaseUpdate, settleUpdate } from './record-update.ts';
import { UPDATES } from './refresh.ts';
import { withdraw } from './withdraw.ts';

/** Brings one root message up to the latest state, or posts it anew where that is no longer possible. */
export async function applyUpdate(
  d: Delivery,
  claim: UpdateClaim,
  { withoutPicture = false } = {},
): Promise<void> {
  const prepared = await prepare(d, claim, { posted: true, withoutPicture });
  if (prepared === 'nothing to say') {
    await settleUpdate(d.db, claim);
    return;
  }
  if ('moveBecause' in prepared) return move(d, claim, prepared.moveBecause);
  if ('failure' in prepared) return updateFailed(d, claim, prepared.failure);
  if ('bug' in prepared) return updateBroken(d, claim, prepared);
  if (d.stopping || isLate(d, claim)) {
    await releaseUpdate(d.db, claim, { ms: 0, counts: false });
    return;
  }
  const client = d.slack(claim.workspace);
  const outcome = await joining(client, claim.lane, () =>
    client.chat.update({
      channel: claim.threadChannel,
      ts: claim.threadTs,
      ...prepared.say,
      metadata: deliveryMetadata(claim.message.id),
    }),
  );
  if ('failure' in outcome) {
    if (!withoutPicture && isPictureRefused(d, claim, prepared.say, outcome.failure))
      return applyUpdate(d, claim, { withoutPicture: true });
    return updateFailed(d, claim, outcome.failure);
  }
  await settleUpdate(d.db, claim);
}

async function updateFailed(d: Delivery, claim: UpdateClaim, failure: SlackFailure): Promise<void> {
  const { code } = failure;
  switch (failure.kind) {
    case 'uncertain':
    case 'unreachable':
      await releaseUpdate(d.db, claim, { ms: backoffMs(claim.attempt + 1), counts: true });
      return;
    case 'rateLimited':
      return pauseUpdates(d.db, claim, UPDATES, failure.retryAfterMs);
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
      await moveThread(d.db, fenceOf(claim), claim.lane, code);
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

async function move(d: Delivery, claim: UpdateClaim, reason: string): Promise<void> {
  if (reason === NOT_PRIVATE) {
    const failure = await withdraw(d, claim);
    if (failure !== null) return updateFailed(d, claim, failure);
    await tellOfOutsiders(d, claim);
  }
  let person: string | null;
  try {
    person = await fallbackOf(d, claim);
  } catch (cause) {
    return updateBroken(d, claim, { bug: 'fallback_failed', dead: false, cause });
  }
  if (person === null) {
    await settleUpdate(d.db, { ...claim, attempt: 0 });
    return;
  }
  await moveThread(d.db, fenceOf(claim), person, reason);
}

function fenceOf(claim: UpdateClaim) {
  return { workspaceId: claim.workspace.id, thread: claim.thread, leaseToken: claim.leaseToken };
}
