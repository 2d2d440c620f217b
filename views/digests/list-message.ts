import type { KnownBlock } from '@slack/types';
import type { DigestCadence, DigestScope } from '../../src/digests/subscription.ts';
import { actions, type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { button, option, overflow } from '../kit/elements.ts';
import { bold, capital, channelMention, lines, type Markup, md } from '../kit/text.ts';
import { DIGEST_ACTIONS, DIGEST_MORE_VERBS, type DigestMoreVerb } from './ids.ts';
import { scheduleText } from './parts/subscription-inputs.ts';
import { ownScopeText } from './parts/words.ts';

/** One digest that somebody has subscribed to. */
export interface ListedDigest {
  id: string;
  scope: { kind: DigestScope; name: string };
  cadence: DigestCadence;
  weekday: number;
  minute: number;
  /** Null: the owner's own. */
  zone: string | null;
  ownerZone: string;
  /** Null: to the owner's direct messages. */
  channel: string | null;
  dueAt: Date | null;
}

const VERBS: Record<DigestMoreVerb, string> = {
  now: 'Send now',
  preview: 'Preview',
  agenda: 'Send a review agenda',
  stop: 'Stop',
};

/** The answer to `/digest`. `ask` is what to choose one for, where there are several. */
export function digestListMessage(digests: readonly ListedDigest[], ask: string | null = null): Message {
  const headline = ask ?? headlineOf(digests.length);
  return message(md`${headline}`, [
    section(digests.length > 0 ? bold(headline) : md`${headline}`),
    // At most twenty, which subscribing sees to: they fit into one message.
    ...digests.flatMap(digestBlocks),
    actions('begin', newButton(digests.length === 0)),
  ]);
}

function headlineOf(count: number): string {
  if (count === 0)
    return 'You have no digests yet. A digest tells you each week or month what is at risk, why, and what to do.';
  return count === 1 ? 'Your digest' : 'Your digests';
}

const newButton = (isFirst: boolean) =>
  button({ action: DIGEST_ACTIONS.begin, text: 'New digest', ...(isFirst && { style: 'primary' }) });

function digestBlocks(digest: ListedDigest): KnownBlock[] {
  const name = ownScopeText(digest.scope);
  return [
    section(lines([bold(name), whenAndWhere(digest)])),
    actions(
      `digest@${digest.id}`,
      button({ action: DIGEST_ACTIONS.change, text: 'Edit', value: digest.id, label: `Edit: ${name}` }),
      overflow(
        DIGEST_ACTIONS.more,
        DIGEST_MORE_VERBS.map((verb) => option(`${verb}:${digest.id}`, VERBS[verb])),
      ),
    ),
  ];
}

/** 'Every Monday at 8:00 AM (Europe/Berlin), to you · Next: …' */
export function whenAndWhere(digest: ListedDigest): Markup {
  const schedule = scheduleText(digest);
  const where = digest.channel ? channelMention(digest.channel) : 'you';
  const next = digest.dueAt ? md` · Next: ${when(digest.dueAt)}` : md``;
  return md`${capital(schedule)} (${digest.zone ?? digest.ownerZone}), to ${where}${next}`;
}

/** That one was asked for, and where it will be. */
export function digestOnItsWayMessage(what: 'digest' | 'agenda', channel: string | null): Message {
  const where = channel ? channelMention(channel) : 'your DMs with Baton';
  return message(md`The ${what} is on its way.`, [section(md`The ${what} is on its way to ${where}.`)]);
}

/** That what may not have arrived goes out again, or did already. */
export function sentAgainMessage(isSent: boolean): Message {
  const text = isSent ? md`It’s on its way again.` : md`It was already sent again.`;
  return message(text, [section(text)]);
}
