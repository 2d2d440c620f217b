import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Deps } from '../edge.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/baton`. */
export async function onBatonCommand(_deps: Deps, { ack }: Args): Promise<void> {
  await ack();
}
