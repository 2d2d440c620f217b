// A system that sends signals over HTTP, and sends again with the same key what failed or was not answered.
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Sent, shuffled } from './health-plan.ts';

interface SenderNotes {
  requests: number;
  /** Sent again, since the answer was an error or none came. */
  retries: number;
  /** Given up by the sender, mostly in the middle. */
  givenUp: number;
  /** Answered with what had been answered before. */
  replayed: number;
  /** Sent anew, since the clock of one process had not been moved yet. */
  ahead: number;
}

export interface Sender {
  notes: SenderNotes;
  /** What each signal was answered in the end, once for each request that held it. */
  answers: { sent: Sent; state: string }[];
  send(moves: readonly (readonly Sent[])[]): Promise<void>;
}

interface Options {
  urls(): string[];
  secret: string;
  random(): number;
}

interface Report {
  results: { state: string; code?: string; message?: string }[];
}

const AT_ONCE = 6;
const PATIENCE_MS = 8_000;
const AGAIN_MS = 150;
/** A fleet on a busy machine may be away for a while. */
const MOST_MS = 300_000;

export function makeSender({ urls, secret, random }: Options): Sender {
  const notes: SenderNotes = { requests: 0, retries: 0, givenUp: 0, replayed: 0, ahead: 0 };
  const answers: Sender['answers'] = [];
  let keys = 0;

  /** One request, its answer, or undefined: then nobody knows what became of it. */
  async function attempt(url: string, key: string, body: string, patienceMs: number) {
    notes.requests += 1;
    try {
      const response = await fetch(`${url}/v1/signals`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body,
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      // Turned away at the gate: as good as not sent.
      if (response.status >= 500 || response.status === 429) return undefined;
      if (response.status !== 202) throw new Refused(`${response.status} ${text}`);
      if (response.headers.get('idempotent-replayed') === 'true') notes.replayed += 1;
      return JSON.parse(text) as Report;
    } catch (error) {
      if (error instanceof Refused) throw error;
      return undefined;
    }
  }

  async function answerTo(key: string, body: string): Promise<Report> {
    const patience = performance.now() + MOST_MS;
    for (let tries = 0; performance.now() < patience; ) {
      const all = urls();
      const url = all[Math.floor(random() * all.length)];
      if (url !== undefined) {
        if (tries > 0) notes.retries += 1;
        const impatient = tries === 0 && random() < 0.08;
        if (impatient) notes.givenUp += 1;
        tries += 1;
        const patienceMs = impatient ? 1 + Math.floor(random() * 40) : PATIENCE_MS;
        const report = await attempt(url, key, body, patienceMs);
        if (report) return report;
      }
      await pause(AGAIN_MS);
    }
    throw new Error(`no process answered ${key}`);
  }

  async function sendBatch(sent: readonly Sent[]): Promise<void> {
    const key = `batch-${++keys}`;
    const body = JSON.stringify({ signals: sent.map((one) => itemOf(one, random)) });
    const report = await answerTo(key, body);
    if (random() < 0.1 && !isDeepStrictEqual(await answerTo(key, body), report))
      throw new Error(`${key} was answered twice, and not the same`);
    const again: Sent[] = [];
    for (const [index, one] of sent.entries()) {
      const result = report.results[index];
      if (result?.code === 'in_future') again.push(one);
      else if (!result || result.state === 'rejected') throw new Error(`refused: ${JSON.stringify(result)}`);
      else answers.push({ sent: one, state: result.state });
    }
    if (again.length === 0) return;
    notes.ahead += again.length;
    await pause(AGAIN_MS);
    await sendBatch(again);
  }

  return {
    notes,
    answers,
    async send(moves) {
      const waiting = inBatches(shuffled(moves, random), random);
      const worker = async () => {
        for (let batch = waiting.pop(); batch; batch = waiting.pop()) await sendBatch(batch);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    },
  };
}

class Refused extends Error {}

/** Up to six moves in one request. */
function inBatches(moves: readonly (readonly Sent[])[], random: () => number): Sent[][] {
  const batches: Sent[][] = [];
  for (let from = 0; from < moves.length; ) {
    const size = 1 + Math.floor(random() * 6);
    batches.push(moves.slice(from, from + size).flat());
    from += size;
  }
  return batches;
}

function itemOf({ account, type, value, observedAt, key, corrects }: Sent, random: () => number) {
  const names = [
    account.externalId,
    { external_id: account.externalId },
    { domain: account.domain },
    { name: account.name },
  ];
  return {
    account: names[Math.floor(random() * names.length)],
    type,
    value,
    observed_at: observedAt.toISOString(),
    ...(key !== null && { key }),
    ...(corrects !== null && { corrects }),
  };
}
