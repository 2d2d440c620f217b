import type { HistoryEntry } from '../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function eventMessage(_entry: HistoryEntry, _picture: HandoffPicture, _forMemberId?: string): Message {
  throw new Error('not drawn yet');
}
