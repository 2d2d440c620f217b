import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from '../src/platform/logger.ts';
import { noticeView } from '../views/kit/blocks.ts';
import { answerOf, tellAt } from './answer.ts';
import { withinEdge } from './edge.ts';
import { isRecord } from './payload-parts.ts';
import { type Payload, readPayload } from './payloads.ts';
import { OUTDATED } from './trouble.ts';

/** Hears how long Slack waited for each answer. */
type Acked = (kind: string, seconds: number) => void;

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
  readonly #acked: Acked | undefined;

  constructor({ log, acked, ...options }: AppOptions & { log: Logger; acked?: Acked }) {
    super(options);
    this.#log = log;
    this.#acked = acked;
  }

  override async processEvent(given: ReceiverEvent): Promise<void> {
    const payload = readPayload(given.body);
    const event = { ...given, ack: timed(given.ack, kindOf(payload), this.#acked) };
    if (payload === null) {
      if (!('event' in event.body)) this.#log.info('a payload that Baton does not know');
      return turnAway(event.body, event.ack, this.#log, OUTDATED);
    }
    const received: Received = { payload, ack: event.ack };
    const customProperties = { ...event.customProperties, received };
    const handed = { ...event, body: { ...payload }, customProperties };
    if (!('event' in payload)) return super.processEvent(handed);
    // Bolt acks an event before it runs. Acked when it is done, Slack sends again what dies with this process.
    const done = super.processEvent({ ...handed, ack: async () => {} });
    await withinEdge(done, () => undefined).finally(event.ack);
    await done;
  }
}

/** What Slack calls the type of a payload; a command and an event have none. */
function kindOf(payload: Payload | null): string {
  if (payload === null) return 'unknown';
  if ('event' in payload) return 'event';
  return 'command' in payload ? 'command' : payload.type;
}

function timed(ack: ReceiverEvent['ack'], kind: string, acked: Acked | undefined): ReceiverEvent['ack'] {
  const from = performance.now();
  return async (answer) => {
    await ack(answer);
    acked?.(kind, (performance.now() - from) / 1_000);
  };
}

/** Acks what nothing is done about, and says why to whoever did it: it needs no token, nor anything that is stored. */
export async function turnAway(
  body: unknown,
  ack: ReceiverEvent['ack'],
  log: Logger,
  text: string,
): Promise<void> {
  const known: Record<string, unknown> = isRecord(body) ? body : {};
  if (isRecord(known['event'])) return ack();
  if (known['type'] === 'view_submission')
    return ack({ response_action: 'update', view: noticeView('Baton', text) });
  if (known['type'] === 'block_suggestion') return ack({ options: [] });
  if ('command' in known) return ack(answerOf({ text }));
  await ack();
  const url = known['response_url'];
  if (typeof url === 'string') await tellAt(url, log)({ text });
}
