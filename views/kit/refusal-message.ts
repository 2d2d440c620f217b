import { message, section } from './blocks.ts';
import type { Message } from './message.ts';
import { md } from './text.ts';

/** Why something was not done, to the person who tried. */
export function refusalMessage(text: string): Message {
  return message(md`${text}`, [section(md`${text}`)]);
}
