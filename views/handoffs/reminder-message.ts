import type { HandoffClock } from '../../src/handoffs/handoff.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function reminderMessage(_picture: HandoffPicture, _clock: HandoffClock): Message {
  throw new Error('not drawn yet');
}
