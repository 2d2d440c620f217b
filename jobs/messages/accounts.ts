import type { MessageKind } from '../../src/outbox/delivery.ts';

/** What is said of an account that somebody shares. */
export const ACCOUNT_MESSAGES: Record<string, MessageKind> = {};
