import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Flood, Flooded } from './flood.ts';
import { sampleSignal } from './health-requests.ts';

const { port, token, senders, items, accounts, from } = workerData as Flood;
const agent = new Agent({ keepAlive: true });
const found: Flooded = { taken: 0, refused: 0, accepted: 0 };
let stopped = false;
let next = 0;

parentPort?.once('message', () => {
  stopped = true;
});
await Promise.all(Array.from({ length: senders }, sender));
parentPort?.postMessage(found);

/** Goes on until a batch was taken and one was refused, also where it is stopped before. */
async function sender(): Promise<void> {
  while (!stopped || found.taken === 0 || found.refused === 0) {
    const number = next++;
    const signals = Array.from({ length: items }, (_, i) => sampleSignal(number * items + i, accounts, from));
    const body = JSON.stringify({ signals });
    for (;;) {
      const { state, retryAfterMs, accepted } = await post(body);
      if (state === 202) {
        found.taken += 1;
        found.accepted += accepted;
        break;
      }
      if (state !== 429) throw new Error(`a batch was answered ${state}`);
      found.refused += 1;
      await pause(retryAfterMs);
    }
  }
}

function post(body: string): Promise<{ state: number; retryAfterMs: number; accepted: number }> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const req = request(
      { agent, host: '127.0.0.1', port, path: '/v1/signals', method: 'POST', headers },
      (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        res.on('end', () => {
          const { accepted = 0 } = JSON.parse(text) as { accepted?: number };
          const retryAfterMs = Number(res.headers['retry-after'] ?? 0) * 1_000;
          resolve({ state: res.statusCode ?? 0, retryAfterMs, accepted });
        });
      },
    );
    req.on('error', reject).end(body);
  });
}
