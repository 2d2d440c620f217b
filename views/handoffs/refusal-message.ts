import type { Message } from './message.ts';

export function refusalMessage(_text: string): Message {
  throw new Error('not drawn yet');
}
