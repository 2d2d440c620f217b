import { message, section } from '../kit/blocks.ts';
import type { Message } from '../kit/message.ts';
import { lines, md } from '../kit/text.ts';

/** To whoever can repair it: Slack refuses what the app was not granted. */
export function scopeMissingMessage({ scope }: { scope: string }): Message {
  const headline = md`Slack refuses some of Baton's messages: the app was not granted the scope ${scope}.`;
  const todo = md`Reinstall the app in its Slack settings, with every scope it asks for. What waits goes out by itself then.`;
  return message(md`${headline} ${todo}`, [section(lines([headline, todo]))]);
}
