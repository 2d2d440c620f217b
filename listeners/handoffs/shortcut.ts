import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { type Say, whoPressed } from '../answer.ts';
import type { Deps } from '../edge.ts';
import { openThen } from '../modal.ts';
import { beginHandoff } from './start.ts';

type Shortcut = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;

/** *Start a handoff*, from anywhere in Slack. There is no conversation to answer in, so that a failure is a DM. */
export async function onStartHandoff(deps: Deps, { ack, shortcut }: Shortcut): Promise<void> {
  await ack();
  const tell = (say: Say) => deps.slack.chat.postMessage({ channel: shortcut.user.id, text: say.text });
  await openThen(
    deps,
    whoPressed(shortcut),
    shortcut.trigger_id,
    'Start a handoff',
    (visit) => beginHandoff(visit, { name: '' }),
    tell,
  );
}
