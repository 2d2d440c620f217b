import type { Message } from './message.ts';

export function channelBlockedMessage(_blocked: { channel: string; reason: string }): Message {
  throw new Error('not drawn yet');
}
