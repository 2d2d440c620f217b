import type { HandoffPicture, PersonRef } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function nudgeMessage(_picture: HandoffPicture, _by: PersonRef): Message {
  throw new Error('not drawn yet');
}
