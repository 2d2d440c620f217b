import { classifySlackError } from '../../src/platform/slack.ts';
import type { Visit } from '../edge.ts';
import type { OnMessage, ShortcutHandler } from '../shortcut.ts';
import { beginFlagOn } from './flag.ts';
import { messageWords } from './message-words.ts';

/** *Flag account risk*, on a message, which is kept as where it was seen. */
export const flagRisk: ShortcutHandler = {
  opens: 'Flag account risk',
  async view(visit, on) {
    if (!on) throw new Error('This shortcut is in the menu of a message');
    const { channelId, channelName, message } = on;
    const text = await messageWords(visit, message);
    return beginFlagOn(visit, { text, channelId, channelName, link: await linkTo(visit, on) });
  },
};

/** Null where Slack gives none: Baton is not in that conversation. */
async function linkTo({ slack, log }: Visit, { channelId, ts }: OnMessage): Promise<string | null> {
  try {
    return (await slack.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink ?? null;
  } catch (error) {
    log.info({ reason: classifySlackError(error).code }, 'a message has no link');
    return null;
  }
}
