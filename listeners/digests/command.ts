import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Deps } from '../edge.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/digest`. */
export async function onDigestCommand(_deps: Deps, { ack }: Args): Promise<void> {
  await ack();
}
