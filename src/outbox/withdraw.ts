import { classifySlackError, nothingDone, type SlackFailure } from '../platform/slack.ts';
import type { Claim } from './claim.ts';
import type { Delivery } from './delivery.ts';

/** Read at once. */
const SOME = 100;

/**
 * Takes down what we said of a customer in a thread whose channel turned out to be read by others, the
 * root first. What is gone has no `slack_ts` any more, so that a call that was stopped goes on where it
 * was, however long the thread. Returns what stood in the way.
 */
export async function withdraw(
  d: Delivery,
  claim: Pick<Claim, 'workspace' | 'thread' | 'threadChannel'>,
): Promise<SlackFailure | null> {
  const channel = claim.threadChannel;
  if (channel === null) return null;
  const client = d.slack(claim.workspace);
  const about = Object.keys(d.kinds).filter((kind) => d.kinds[kind]?.about === 'customer');
  for (;;) {
    const said = await d.db.outboxMessage.findMany({
      where: {
        workspaceId: claim.workspace.id,
        thread: claim.thread,
        state: 'sent',
        slackChannel: channel,
        slackTs: { not: null },
        kind: { in: about },
      },
      select: { id: true, slackTs: true },
      orderBy: { seq: 'asc' },
      take: SOME,
    });
    for (const { id, slackTs } of said) {
      if (slackTs === null) continue;
      try {
        await client.chat.delete({ channel, ts: slackTs });
      } catch (error) {
        const failure = nothingDone(classifySlackError(error));
        if (failure.kind !== 'messageNotFound') return failure;
      }
      await d.db.outboxMessage.updateMany({
        where: { id, workspaceId: claim.workspace.id, slackTs },
        data: { slackTs: null },
      });
    }
    if (said.length < SOME) return null;
  }
}
