import type { Named } from '../../../src/digests/content.ts';
import { clip } from '../../kit/clip.ts';
import type { Naming } from '../../kit/naming.ts';
import { escaped, isolated, type Markup, md, mention } from '../../kit/text.ts';

const DIRECTIONS = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * On one line, and at most so long as Slack counts it, which is after escaping: where fifteen names share one message,
 * each has to keep to its room. A name that is read from the right does not turn the figures behind it around.
 */
export function short(text: string, most: number): string {
  const line = text.replace(DIRECTIONS, '').replace(/\s+/g, ' ').trim();
  let cut = clip(line, most);
  for (let room = most - 1; escaped(cut).length > most; room--) cut = clip(line, room);
  return isolated(cut);
}

/** With a full stop, where it does not end in a mark already. */
export function sentence(text: string): string {
  return /[.!?…][”"')]?\u2069?$/u.test(text) ? text : `${text}.`;
}

const NAME_SHOWN = 36;

/** As a mention where only its readers are told, else by name. */
export function person({ slackUserId, name }: Named, naming: Naming): Markup {
  return naming === 'mention' ? mention(slackUserId) : md`${short(name, NAME_SHOWN)}`;
}
