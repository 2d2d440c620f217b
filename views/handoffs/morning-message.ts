import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function morningMessage(_items: readonly { picture: HandoffPicture; clock: HandoffClock }[]): Message {
  throw new Error('not drawn yet');
}
