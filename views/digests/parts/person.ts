import type { Named } from '../../../src/digests/content.ts';
import type { Naming } from '../../kit/naming.ts';
import { type Markup, md, mention } from '../../kit/text.ts';
import { short } from './short.ts';

const NAME_SHOWN = 36;

/** As a mention where only its readers are told, else by name. */
export function person({ slackUserId, name }: Named, naming: Naming): Markup {
  return naming === 'mention' ? mention(slackUserId) : md`${short(name, NAME_SHOWN)}`;
}
