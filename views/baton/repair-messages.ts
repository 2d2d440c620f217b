import { type Message, message, section } from '../kit/blocks.ts';
import { channelMention, lines, type Markup, md } from '../kit/text.ts';

const WHY: Record<string, Markup> = {
  not_in_channel: md`Baton is not a member of it. Invite it there with \`/invite\`, or choose another channel.`,
  channel_not_found: md`Slack does not show it to Baton: it was deleted, or it is private. Invite Baton there, or choose another channel.`,
  is_archived: md`It is archived. Choose another channel.`,
  restricted_action: md`Only some people may post there. Allow Baton to, or choose another channel.`,
  shared: md`People from another company or guests read it, and customers are not spoken of before them. Choose another channel.`,
  readers_unknown: md`Slack did not let Baton find out who reads it, and customers are spoken of only where that is known. Choose another channel.`,
};

/** To whoever can repair it: cards and escalations of a team cannot be posted. */
export function channelBlockedMessage({ channel, reason }: { channel: string; reason: string }): Message {
  const headline = md`Baton cannot post to ${channelMention(channel)}.`;
  const why = WHY[reason] ?? md`Slack gives the reason as ${reason}.`;
  return message(md`${headline} ${why}`, [
    section(lines([headline, why, md`Until then, handoffs reach people by direct message only.`])),
  ]);
}

/** To whoever can repair it: Slack refuses what the app was not granted. */
export function scopeMissingMessage({ scope }: { scope: string }): Message {
  const headline = md`Slack refuses some of Baton's messages: the app was not granted the scope ${scope}.`;
  const todo = md`Reinstall the app in its Slack settings, with every scope it asks for. What waits goes out by itself then.`;
  return message(md`${headline} ${todo}`, [section(lines([headline, todo]))]);
}
