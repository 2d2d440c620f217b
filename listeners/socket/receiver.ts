import type { App, Receiver } from '@slack/bolt';
import { failureOf } from '../../src/platform/failure.ts';
import type { Logger } from '../../src/platform/logger.ts';
import type { Envelope } from './connection.ts';
import { keepConnected, type Link, type LinkOptions } from './keep-connected.ts';

/** Takes over a socket what Slack sends, for the same listeners as over HTTP. It connects when Bolt's App starts it. */
export function createSocketReceiver({ log, ...options }: Omit<LinkOptions, 'take'>): {
  receiver: Receiver;
  state: Link['state'];
} {
  let app: App | undefined;
  let link: Link | undefined;

  return {
    receiver: {
      init: (bolt) => {
        app = bolt;
      },
      start() {
        link = keepConnected({ ...options, log, take: (envelope) => take(app, envelope, log) });
        return link.connected;
      },
      stop: async () => link?.stop(),
    },
    state: () => link?.state() ?? { ok: false, text: 'not begun' },
  };
}

/** Never throws. What is not acked, Slack sends again. */
async function take(app: App | undefined, { ack, ...event }: Envelope, log: Logger): Promise<void> {
  let isAcked = false;
  const ackOnce = async (answer?: unknown): Promise<void> => {
    if (isAcked) return;
    isAcked = true;
    // What was done is done: whoever waits is shown Slack's own warning.
    if (!ack(answer)) log.warn('an answer found its socket closed');
  };
  try {
    await app?.processEvent({ ...event, ack: ackOnce });
    await ackOnce(); // nobody took it
  } catch (error) {
    log.error({ ...failureOf(error) }, 'a request of Slack failed');
  }
}
