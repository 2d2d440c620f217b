import type { HistoryEntry } from '../../src/handoffs/history.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export function handoffMessage(
  _picture: HandoffPicture,
  _history: readonly HistoryEntry[],
  _viewerId: string,
): Message {
  throw new Error('not drawn yet');
}
