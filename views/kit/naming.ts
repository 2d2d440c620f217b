import type { PersonRef } from '../../src/people/person-ref.ts';
import { clip } from './clip.ts';
import { type Markup, md, mention } from './text.ts';

/** mention: shows a name one can click, and calls the person where the message is new. text: calls nobody. */
export type Naming = 'mention' | 'text';

/** Of a name that stands in a list. */
export const NAME_SHOWN_IN_A_LIST = 50;

export function named(person: Pick<PersonRef, 'slackUserId' | 'name'>, naming: Naming): Markup {
  return naming === 'mention' ? mention(person.slackUserId) : md`${clip(person.name, NAME_SHOWN_IN_A_LIST)}`;
}

/** Several short things on one line. */
export function dotted(items: readonly (string | Markup)[]): Markup {
  return items.map((item) => md`${item}`).reduce((line, item) => md`${line} · ${item}`);
}
