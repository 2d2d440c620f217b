import { message, section } from '../kit/blocks.ts';
import { md } from '../kit/text.ts';
import type { Message } from './message.ts';

/** Why something was not done, to the person who tried. */
export function refusalMessage(text: string): Message {
  return message(md`${text}`, [section(md`${text}`)]);
}
