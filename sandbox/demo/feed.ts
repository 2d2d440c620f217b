import { setTimeout as pause } from 'node:timers/promises';
import { nextObserved, type Observed, observedBetween } from './observe.ts';

/** What comes of itself when its time has come. */
export interface Feed {
  /** When the next comes. */
  next(): Date;
  /** Sends what has come until `at`. */
  send(at: Date): Promise<void>;
}

/** The exports of the sample company. */
export interface Exports extends Feed {
  /** From now until then hardly anybody can work, and tickets come. */
  goDownUntil(at: Date): void;
}

const PATIENCE_MS = 5_000;

/** The sample company's exports: they send to the HTTP API what is seen after `start`, as it happens. */
export function startFeed(options: { start: Date; batonUrl: string; token: string }): Exports {
  const { start } = options;
  let sentTo = start;
  let next = nextObserved(start, start);
  let downUntil = start;
  return {
    goDownUntil(at) {
      downUntil = at;
    },
    next: () => next,
    async send(at) {
      if (at < next) return;
      const observed = observedBetween(start, sentTo, at);
      await post(
        options,
        observed.map((one) => (one.observedAt <= downUntil ? whileDown(one) : one)),
      );
      sentTo = at;
      next = nextObserved(start, at);
    },
  };
}

/** Again for a moment while Baton does not know yet that the clock was moved: what it has is a duplicate then. */
async function post({ batonUrl, token }: { batonUrl: string; token: string }, observed: readonly Observed[]) {
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${batonUrl}/v1/signals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ signals: observed.map(itemOf) }),
    });
    const said = (await answer.json()) as { results?: { state: string; code?: string }[] };
    const refused = said.results?.find(({ state }) => state === 'rejected');
    if (said.results && !refused) return;
    if (refused?.code !== 'in_future' || performance.now() > patience)
      throw new Error(`The sample signals were not taken: ${JSON.stringify(refused ?? said)}`);
    await pause(25);
  }
}

/** Of what is usual: shares that are left, and tickets that are added. */
const LEFT: Readonly<Record<string, number>> = { usage_depth: 0.33, seats_used: 0.33 };
const MORE_TICKETS = 10;

function whileDown(observed: Observed): Observed {
  const { type, value } = observed;
  const more = type === 'support_tickets_open' ? MORE_TICKETS : 0;
  return { ...observed, value: Math.round(value * (LEFT[type] ?? 1)) + more };
}

function itemOf({ account, type, value, observedAt, key, source, note }: Observed) {
  const external_id = account.externalId;
  return { account: { external_id }, type, value, observed_at: observedAt.toISOString(), key, source, note };
}
