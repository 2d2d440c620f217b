import type { DraftRef } from './brief-screen.ts';
import type { Message } from './message.ts';

export function draftsMessage(_drafts: readonly DraftRef[]): Message {
  throw new Error('not drawn yet');
}
