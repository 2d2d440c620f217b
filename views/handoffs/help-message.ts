import type { Message } from './message.ts';

export function helpMessage(_unknown?: string, _suggestion?: string): Message {
  throw new Error('not drawn yet');
}
