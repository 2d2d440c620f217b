import { z } from 'zod';
import { guessAccounts } from '../src/accounts/find/guess-account.ts';
import { findHandles } from '../src/people/find-handles.ts';
import { classifySlackError } from '../src/platform/slack/slack.ts';
import type { Visit } from './edge.ts';
import type { OnMessage } from './shortcut.ts';

/** Whether not everybody in the workspace can read along: Slack names such conversations by what they are. */
export function isNotPublic({ channelId, channelName }: OnMessage): boolean {
  return /^[DG]/.test(channelId) || /^(?:directmessage$|privategroup$|mpdm-)/.test(channelName);
}

/** Returns what there is to know of a message: its words, where people find it, and which accounts it may be about. */
export async function readMessage(visit: Visit, on: OnMessage | null) {
  if (!on) throw new Error('message missing in a message shortcut');
  const text = (await messageWords(visit, on.message)).trim();
  const { channelId, channelName } = on;
  const about = await guessAccounts(visit.db, visit.workspace.id, { text, channelId, channelName });
  return { on, text, about, link: await linkTo(visit, on) };
}

/** Returns where people find it; null where Slack gives no link: Baton is not in that conversation. */
async function linkTo({ slack, log }: Visit, { channelId, ts }: OnMessage): Promise<string | null> {
  try {
    return (await slack.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink ?? null;
  } catch (error) {
    log.info({ reason: classifySlackError(error).code }, 'a message has no link');
    return null;
  }
}

// What Slack hands over of a message: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
const Marked = z.object({
  text: z.string().catch(''),
  attachments: z.array(z.object({ fallback: z.string().optional(), text: z.string().optional() })).catch([]),
});

const PEOPLE = 20;

/** Returns a message's words as people read them: mentions by name, links by what they are called. */
async function messageWords(visit: Visit, message: unknown): Promise<string> {
  const { text, attachments } = Marked.catch({ text: '', attachments: [] }).parse(message);
  const written = text || attachments.map((one) => one.text ?? one.fallback ?? '').join('\n');
  const ids = [...written.matchAll(/<@([UW][A-Z0-9]+)/g)].map(([, id = '']) => id);
  const named = [...new Set(ids)].slice(0, PEOPLE);
  const people = await findHandles(visit.db, visit.workspace.id, named);
  return written
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${people.get(id)?.name ?? 'someone'}`)
    .replace(/<#[CG][A-Z0-9]+\|([^>]+)>/g, '#$1')
    .replace(/<![a-z^]+[^|>]*\|([^>]+)>/g, '$1')
    .replace(/<!(here|channel|everyone)>/g, '@$1')
    .replace(/<(?:mailto:)?([^|>]+)\|([^>]+)>/g, (_, address: string, label: string) =>
      address.includes(label) ? label : `${label} (${address})`,
    )
    .replace(/<([^<>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
