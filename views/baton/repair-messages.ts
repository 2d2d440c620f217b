import { type Message, message, section } from '../kit/blocks.ts';
import { channelMention, lines, type Markup, md } from '../kit/text.ts';

const WHY: Record<string, Markup> = {
  not_in_channel: md`Baton isn’t a member. Type \`/invite @Baton\` there, or pick another channel.`,
  channel_not_found: md`It was deleted, or it is private. Invite Baton there, or pick another channel.`,
  is_archived: md`It is archived. Pick another channel.`,
  restricted_action: md`Only some people can post there. Let Baton post, or pick another channel.`,
  shared: md`Guests or people from another company can read it, and Baton doesn’t post about customers there. Pick another channel.`,
  readers_unknown: md`Baton can’t see who reads it, so it doesn’t post about customers there. Pick another channel.`,
};

/** To those who can repair it: cards and escalations of a team cannot be posted. */
export function channelBlockedMessage({ channel, reason }: { channel: string; reason: string }): Message {
  const headline = md`Baton can’t post to ${channelMention(channel)}.`;
  const why = WHY[reason] ?? md`Slack’s reason: ${reason}.`;
  return message(md`Baton can’t post to a channel. ${why}`, [
    section(lines([headline, why, md`Until then, handoffs only go by DM.`])),
  ]);
}

/** To those who can repair it: Slack refuses what the app was not granted. */
export function scopeMissingMessage({ scope }: { scope: string }): Message {
  const headline = md`Slack refuses some of Baton’s messages, because the app lacks the scope ${scope}.`;
  const todo = md`Reinstall the app in its Slack settings with every scope it asks for. Waiting messages then go out by themselves.`;
  return message(md`${headline} ${todo}`, [section(lines([headline, todo]))]);
}
