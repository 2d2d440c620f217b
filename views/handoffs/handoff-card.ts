import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function handoffCard(_picture: HandoffPicture): Message {
  throw new Error('not drawn yet');
}
