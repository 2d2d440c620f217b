import { classifySlackError, nothingDone, type SlackFailure } from '../platform/slack.ts';
import type { Claim } from './claim.ts';
import type { Delivery } from './delivery.ts';

const MOST = 200;

/**
 * Takes down what we said of a customer in a thread whose channel turned out to be read by others. What
 * is gone already is fine, so that it can be repeated. Returns what stood in the way.
 */
export async function withdraw(
  d: Delivery,
  claim: Pick<Claim, 'workspace' | 'thread' | 'threadChannel'>,
): Promise<SlackFailure | null> {
  const channel = claim.threadChannel;
  if (channel === null) return null;
  const about = Object.keys(d.kinds).filter((kind) => d.kinds[kind]?.about === 'customer');
  const said = await d.db.outboxMessage.findMany({
    where: {
      workspaceId: claim.workspace.id,
      thread: claim.thread,
      state: 'sent',
      slackChannel: channel,
      kind: { in: about },
    },
    select: { slackTs: true },
    orderBy: { seq: 'desc' },
    take: MOST,
  });
  const client = d.slack(claim.workspace);
  for (const { slackTs } of said) {
    if (slackTs === null) continue;
    try {
      await client.chat.delete({ channel, ts: slackTs });
    } catch (error) {
      const failure = nothingDone(classifySlackError(error));
      if (failure.kind !== 'messageNotFound') return failure;
    }
  }
  return null;
}
