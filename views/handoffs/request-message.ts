import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function requestMessage(_picture: HandoffPicture, _forMemberId: string): Message {
  throw new Error('not drawn yet');
}
