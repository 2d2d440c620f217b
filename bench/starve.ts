import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../src/platform/clock.ts';
import { startBatonApp } from './apps.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { sampleSignal } from './health-requests.ts';
import { seedAccounts, seedToken } from './health-seed.ts';
import { compareLatency, type Line, quantile } from './measure.ts';
import { handoffCommand, send } from './requests.ts';

const SIZE: Size = { times: 150, senders: 40, items: 1_000, accounts: 10_000 };
const PEOPLE = 4;
const DAY_MS = 86_400_000;
const agent = new Agent({ keepAlive: true });

interface Size {
  /** How often `/handoff` is typed, at rest and under load. */
  times: number;
  /** Batches of one token at once, all the time. */
  senders: number;
  /** Signals in a batch. */
  items: number;
  accounts: number;
}

/** `/handoff` to views.open while one token sends as many signals as it can, against the same at rest. */
export async function benchStarve(
  server: Server,
  built: (file: string) => string,
  slack: FakeSlack,
  size = SIZE,
): Promise<Line[]> {
  const url = await server.createDatabase('starve');
  const token = await onDatabase(url, async (client) => {
    await seedAccounts(client, size.accounts);
    return seedToken(client);
  });
  const { apiUrl } = slack;
  const app = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATABASE_URL: url } });
  const found = await starve({ port: app.port, token, slack, ...size });
  await app.stop();
  const { rows } = await onDatabase(url, (client) => client.query('SELECT count(*)::int AS n FROM signals'));
  if (rows[0].n !== found.accepted) throw new Error(`${found.accepted} accepted, ${rows[0].n} recorded`);
  const batches = `${found.taken} batches taken, ${found.refused} asked to come again`;
  const p99 = quantile(found.loaded, 0.99) / quantile(found.rest, 0.99);
  return [
    compareLatency(
      `/handoff beside ${size.senders} × ${size.items} signals (${batches}; p99 ${p99.toFixed(1)}×)`,
      found.loaded,
      found.rest,
      3,
    ),
  ];
}

interface Starved {
  /** Milliseconds to views.open. */
  rest: number[];
  loaded: number[];
  /** Batches answered with 202, and with 429. */
  taken: number;
  refused: number;
  /** Signals that were accepted. */
  accepted: number;
}

/** Throws where a command does not open its modal, or a batch gets any other answer. */
async function starve(options: { port: number; token: string; slack: FakeSlack } & Size): Promise<Starved> {
  const { port, token, slack, times, senders, items, accounts } = options;
  const from = new Date(systemClock.now().getTime() - DAY_MS);
  const typed = async () => {
    const figures: number[] = [];
    for (let i = 0; i < times; i++) figures.push(await untilOpen(slack, port, i));
    return figures;
  };
  await typed(); // warm
  const rest = await typed();

  const found = { taken: 0, refused: 0, accepted: 0 };
  let done = false;
  let next = 0;
  const sender = async () => {
    while (!done || found.taken === 0 || found.refused === 0) {
      const number = next++;
      const signals = Array.from({ length: items }, (_, i) =>
        sampleSignal(number * items + i, accounts, from),
      );
      const body = JSON.stringify({ signals });
      for (;;) {
        const { state, retryAfterMs, accepted } = await post(port, token, body);
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
  };
  const sending = Promise.all(Array.from({ length: senders }, sender));
  sending.catch(() => {}); // heard of below
  const loaded = await typed();
  done = true;
  await sending;
  return { rest, loaded, ...found };
}

async function untilOpen(slack: FakeSlack, port: number, i: number): Promise<number> {
  const started = performance.now();
  let open = 0;
  const filled = new Promise<void>((resolve) => {
    slack.onCall((method, at) => {
      if (method === 'views.open') open = at - started;
      if (method === 'views.update') resolve();
    });
  });
  await send(port, handoffCommand((i % PEOPLE) + 1, `Sample Account ${(i % 500) + 1}`));
  await filled;
  return open;
}

async function post(
  port: number,
  token: string,
  body: string,
): Promise<{ state: number; retryAfterMs: number; accepted: number }> {
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
