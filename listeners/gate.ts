import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from '../src/platform/logger.ts';
import { type Payload, readPayload } from './payloads.ts';
import { OUTDATED } from './trouble.ts';
import { turnAway } from './turn-away.ts';

/** What the listeners are handed of a request. */
export interface Received {
  payload: Payload;
  ack: ReceiverEvent['ack'];
}

/**
 * Bolt's App behind a reader of payloads. Bolt throws on what it does not expect, and never acks what it does not know:
 * here everything is acked, and Bolt gets what was read.
 */
export class GuardedApp extends App {
  readonly #log: Logger;

  constructor({ log, ...options }: AppOptions & { log: Logger }) {
    super(options);
    this.#log = log;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const payload = readPayload(event.body);
    if (payload === null) {
      if (!('event' in event.body)) this.#log.info('a payload that Baton does not know');
      return turnAway(event.body, event.ack, this.#log, OUTDATED);
    }
    const received: Received = { payload, ack: event.ack };
    const body = { ...payload };
    await super.processEvent({ ...event, body, customProperties: { ...event.customProperties, received } });
  }
}
