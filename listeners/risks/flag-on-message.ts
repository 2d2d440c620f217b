import { z } from 'zod';
import { findHandles } from '../../src/people/find-handles.ts';
import { classifySlackError } from '../../src/platform/slack/slack.ts';
import type { Visit } from '../edge.ts';
import type { OnMessage, ShortcutHandler } from '../shortcut.ts';
import { beginFlagOn } from './flag.ts';

/** *Flag a risk*, on a message, which is kept as where it was seen. */
export const flagRisk: ShortcutHandler = {
  opens: 'Flag a risk',
  async view(visit, on) {
    if (!on) throw new Error('message missing in a message shortcut');
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

// What Slack hands over of a message: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
const Marked = z.object({
  text: z.string().catch(''),
  attachments: z.array(z.object({ fallback: z.string().optional(), text: z.string().optional() })).catch([]),
});

const PEOPLE = 20;

/** A message's words as people read them: mentions by name, links by what they are called. */
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
