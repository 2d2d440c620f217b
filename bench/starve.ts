import { systemClock } from '../src/platform/clock.ts';
import { startBatonApp } from './apps.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { type Flooded, startFlood } from './flood.ts';
import { seedAccounts, seedToken } from './health-seed.ts';
import { compareLatency, type Line, quantile } from './measure.ts';
import { handoffCommand, send } from './requests.ts';

const SIZE: Size = { times: 150, senders: 40, items: 1_000, accounts: 10_000 };
const PEOPLE = 4;
const DAY_MS = 86_400_000;

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
  const found = await starve({ port: app.port, token, slack, file: built('bench/flood-thread.js'), ...size });
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

interface Starved extends Flooded {
  /** Milliseconds to views.open. */
  rest: number[];
  loaded: number[];
}

/** Throws where a command does not open its modal, or a batch gets any other answer. */
async function starve(
  options: { port: number; token: string; slack: FakeSlack; file: string } & Size,
): Promise<Starved> {
  const { port, token, slack, times, senders, items, accounts, file } = options;
  const from = new Date(systemClock.now().getTime() - DAY_MS);
  const typed = async () => {
    const figures: number[] = [];
    for (let i = 0; i < times; i++) figures.push(await untilOpen(slack, port, i));
    return figures;
  };
  await typed(); // warm
  const rest = await typed();

  const flood = startFlood(file, { port, token, senders, items, accounts, from });
  const loaded = await typed();
  return { rest, loaded, ...(await flood.stop()) };
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
