import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../src/platform/clock.ts';
import { startBatonApp } from './apps.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { evaluated, postSignals, sampleSignal } from './health-requests.ts';
import { seedAccounts, seedToken } from './health-seed.ts';
import type { Line } from './measure.ts';
import { residentMb } from './memory.ts';

const SIZE = { stops: [100_000, 500_000, 1_000_000], accounts: 10_000, settleMs: 3_000 };
const BATCH = 500;
const AT_ONCE = 3;
/** What a process may grow by between the first of these and the last, and still be called flat. */
const FLAT_MB = 30;

/** Resident memory of Baton's own process: idle, and after so many signals, recorded over HTTP and evaluated. */
export async function benchSignalMemory(
  server: Server,
  built: (file: string) => string,
  { apiUrl }: FakeSlack,
  { stops, accounts, settleMs } = SIZE,
): Promise<Line[]> {
  const url = await server.createDatabase('signal_memory');
  const token = await onDatabase(url, async (client) => {
    await seedAccounts(client, accounts);
    return seedToken(client);
  });
  // One connection is kept for the looks that are not gated.
  const environment = { DATABASE_URL: url, DATABASE_POOL_MACHINES: `${AT_ONCE + 1}` };
  const app = await startBatonApp({ file: built('app.js'), apiUrl, environment });
  await pause(settleMs);
  const idle = residentMb(app.pid);
  const from = new Date(systemClock.now().getTime() - 86_400_000);
  const after: { signals: number; mb: number }[] = [];
  let next = 0;
  for (const stop of stops) {
    const worker = async () => {
      while (next < stop) {
        const first = next;
        next += BATCH;
        const signals = Array.from({ length: BATCH }, (_, i) => sampleSignal(first + i, accounts, from));
        await postSignals(app.port, token, JSON.stringify({ signals }), BATCH);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await evaluated(url);
    await pause(settleMs);
    after.push({ signals: stop, mb: residentMb(app.pid) });
    console.error(`${stop} signals: ${after.at(-1)?.mb} MB`);
  }
  await app.stop();
  const growth = (after.at(-1)?.mb ?? 0) - (after[0]?.mb ?? 0);
  const line = (what: string, mb: number): Line => ({
    ...{ what, baton: `${mb} MB`, beside: '', ratio: '', aim: '', met: null },
  });
  return [
    line('memory, before signals', idle),
    ...after.map(({ signals, mb }) => line(`memory, after ${signals.toLocaleString('en')} signals`, mb)),
    {
      ...line('memory, growth from the first of these to the last', growth),
      aim: `≤ ${FLAT_MB} MB`,
      met: growth <= FLAT_MB,
    },
  ];
}
