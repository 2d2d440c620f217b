import { setTimeout as pause } from 'node:timers/promises';
import { nextObserved, type Observed, observedBetween } from './observe.ts';

/** What arrives from outside when its time has come. */
export interface Feed {
  /** When the next arrives. */
  next(): Date;
  /** Sends what has arrived until `at`. */
  send(at: Date): Promise<void>;
}

const PATIENCE_MS = 5_000;

/** The sample company's exports: they send to the HTTP API what is seen after `start`, as it happens. */
export function startFeed(options: { start: Date; batonUrl: string; token: string }): Feed {
  const { start } = options;
  let sentTo = start;
  let next = nextObserved(start, start);
  return {
    next: () => next,
    async send(at) {
      if (at < next) return;
      const observed = observedBetween(start, sentTo, at);
      await post(options, observed);
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

function itemOf({ account, type, value, observedAt, key, source, note }: Observed) {
  const external_id = account.externalId;
  return { account: { external_id }, type, value, observed_at: observedAt.toISOString(), key, source, note };
}
