import type { MessageKind } from '../../src/outbox/delivery.ts';

/** What digests and agendas say. */
export const DIGEST_MESSAGES: Record<string, MessageKind> = {};
