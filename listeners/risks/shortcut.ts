import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { failureOf } from '../../src/platform/failure.ts';
import { type Say, tellInMessage, whoPressed } from '../answer.ts';
import type { Deps } from '../edge.ts';
import { openThen } from '../modal.ts';
import { beginFlagOn } from './flag.ts';
import { messageWords } from './message-words.ts';

type Shortcut = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/** *Flag account risk*, on a message, which is kept as where it was seen. */
export async function onFlagRisk(deps: Deps, { ack, shortcut, respond }: Shortcut): Promise<void> {
  await ack();
  await openThen(
    deps,
    whoPressed(shortcut),
    shortcut.trigger_id,
    'Flag account risk',
    async (visit) => {
      const { channel, message } = shortcut;
      const link = await linkTo(deps, shortcut);
      const text = await messageWords(visit, message);
      return beginFlagOn(visit, { text, channelId: channel.id, channelName: channel.name, link });
    },
    (say: Say) => tellInMessage(respond, say),
  );
}

/** Null where Slack gives none: Baton is not in that conversation. */
async function linkTo({ slack, log }: Deps, shortcut: MessageShortcut): Promise<string | null> {
  try {
    const where = { channel: shortcut.channel.id, message_ts: shortcut.message_ts };
    return (await slack.chat.getPermalink(where)).permalink ?? null;
  } catch (error) {
    log.info({ ...failureOf(error) }, 'a message has no link');
    return null;
  }
}
