import type { Message } from '../../src/outbox/message.ts';

export function textIn(message: Message, key: string): string {
  const value = message.data[key];
  return typeof value === 'string' ? value : '';
}
