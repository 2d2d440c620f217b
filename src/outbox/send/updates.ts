import type { Delivery } from '../delivery.ts';
import { foundNotPrivate } from '../readers/block.ts';
import { NOT_PRIVATE } from '../readers/take-down.ts';
import { UPDATES } from '../refresh.ts';
import type { UpdateClaim } from './claim-updates.ts';
import { elsewhere, isLate } from './deliver.ts';
import { outcomeOfBug, outcomeOfFailure } from './failure.ts';
import { giveBackTurn, pauseMethod } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { isPictureRefused } from './picture.ts';
import { joining, outcomeOf, signed } from './post.ts';
import { hindranceOf, prepare } from './prepare.ts';
import { record } from './record.ts';

/** What became of an update, and whether Slack was asked to make it. Null: its root is taken down meanwhile. */
interface Attempt {
  outcome: Outcome | null;
  called: boolean;
}

/** Brings one root message up to the latest state, or posts it anew where that is no longer possible. */
export async function applyUpdate(d: Delivery, claim: UpdateClaim): Promise<void> {
  const { outcome, called } = await attempt(d, claim, { withoutPicture: false });
  if (outcome !== null) await record(d, claim, outcome);
  if (!called) await giveBackTurn(d.db, claim.workspace, UPDATES, claim.turn);
}

async function attempt(
  d: Delivery,
  claim: UpdateClaim,
  { withoutPicture }: { withoutPicture: boolean },
): Promise<Attempt> {
  // Claiming does not count an attempt, as it does of a message.
  const tried = { ...claim, attempt: claim.attempt + 1 };
  const uncalled = (outcome: Outcome | null): Attempt => ({ outcome, called: false });
  const hindrance = await hindranceOf(d, claim);
  if (hindrance !== null) {
    if ('failure' in hindrance) return uncalled(outcomeOfFailure(d, tried, hindrance.failure));
    if ('blocked' in hindrance) return uncalled(await elsewhere(d, tried, hindrance.blocked));
    await foundNotPrivate(d, claim, hindrance.notPrivate);
    // Where others read for certain, its root is taken down by that, and waits to be said elsewhere.
    return uncalled(
      hindrance.notPrivate === 'readers_unknown' ? await elsewhere(d, tried, NOT_PRIVATE) : null,
    );
  }
  const prepared = await prepare(d, claim, { posted: true, withoutPicture });
  if (prepared === 'nothing to say') return uncalled(NOTHING_TO_SAY);
  if ('bug' in prepared) return uncalled(outcomeOfBug(d, tried, prepared));
  if (d.stopping || isLate(d, claim)) return uncalled({ is: 'later', ms: 0, error: null, counts: false });
  const client = d.slack(claim.workspace);
  const updated = await joining(d, claim.workspace, claim.destination, async () => {
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
  if ('answer' in updated) return { outcome: { is: 'sent', ...updated.answer, certain: true }, called: true };
  const { failure } = updated;
  if (!withoutPicture && isPictureRefused(d, claim, prepared.say, failure))
    return attempt(d, claim, { withoutPicture: true });
  // What is not to be said twice is not said again because somebody took it down.
  const isGone = failure.kind === 'messageNotFound' && d.kinds[claim.message.kind]?.whenUnknown === 'hold';
  return { outcome: isGone ? NOTHING_TO_SAY : outcomeOfFailure(d, tried, failure), called: true };
}

const NOTHING_TO_SAY: Outcome = { is: 'ended', state: 'skipped', error: null };
