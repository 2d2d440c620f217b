import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Message } from './message.ts';

export interface HandoffList {
  which: 'mine' | 'all';
  items: readonly HandoffPicture[];
  next: string | null;
  viewerId: string;
}

export function listMessage(_list: HandoffList): Message {
  throw new Error('not drawn yet');
}
