import { adopt } from '../src/outbox/doubt/adopt.ts';
import { signatureOf } from '../src/outbox/send/post.ts';
import { failureOf } from '../src/platform/failure.ts';
import type { Deps } from './edge.ts';

/** As much of a click's payload as says where it was. What only one person sees brings no message along. */
interface Clicked {
  container: { channel_id?: unknown; message_ts?: unknown };
  message?: unknown;
}

/**
 * Tells the outbox where the message stands that somebody clicked in: it may be one that was never heard to be
 * posted, a second copy, or one that was left behind. The click itself is not held up, nor undone, by that.
 */
export async function adoptClicked(deps: Deps, { container, message }: Clicked): Promise<void> {
  const messageId = signatureOf(message);
  const { channel_id: channel, message_ts: ts } = container;
  if (messageId === null || typeof channel !== 'string' || typeof ts !== 'string') return;
  const { workspace, clock, db, log } = deps;
  try {
    await adopt(
      { workspace, actor: { type: 'job', name: 'click' }, now: clock.now(), db, log },
      { channel, ts, messageId },
    );
  } catch (error) {
    log.warn(
      { workspaceId: workspace.id, messageId, ...failureOf(error) },
      'a clicked message was not looked up',
    );
  }
}
