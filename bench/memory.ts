import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startBatonApp } from './apps.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import type { Line } from './measure.ts';
import { lastSubmission, send } from './requests.ts';
import { seed } from './seed.ts';

const SIZE = { stops: [1_000, 5_000, 10_000], people: 2_000, settleMs: 3_000 };
const AT_ONCE = 3;
/** A slow machine does not get to the end; what it got to is printed. */
const AT_MOST_MS = 320_000;
const PATIENCE_MS = 60_000;
/** What a process may grow by between the first thousand and the last, and still be called flat. */
const FLAT_MB = 30;

/** Resident memory of Baton's own process: idle, and after so many handoffs, each submitted over HTTP and delivered. */
export async function benchMemory(
  server: Server,
  built: (file: string) => string,
  slack: FakeSlack,
  { stops, people, settleMs } = SIZE,
): Promise<Line[]> {
  const url = await server.createDatabase('memory');
  const most = stops.at(-1) ?? 0;
  await onDatabase(url, (client) => seed(client, { members: people, handoffs: most }));
  const { apiUrl } = slack;
  const app = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATABASE_URL: url } });
  let posted = 0;
  slack.onCall((method) => {
    if (method === 'chat.postMessage') posted += 1;
  });
  await pause(settleMs);
  const idle = residentMb(app.pid);
  const after: { handoffs: number; mb: number }[] = [];
  let next = 1;
  const started = performance.now();
  const late = () => performance.now() - started > AT_MOST_MS;
  for (const stop of stops) {
    const worker = async () => {
      while (next <= stop && !late()) {
        const draft = next++;
        await handOver(app.port, draft, ((draft - 1) % (people / 2)) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    // The receiver's and the sender's message of each.
    for (let waited = 0; posted < (next - 1) * 2 && waited < PATIENCE_MS; waited += 100) await pause(100);
    await pause(settleMs);
    after.push({ handoffs: next - 1, mb: residentMb(app.pid) });
    if (late()) break;
  }
  await app.stop();
  const growth = (after.at(-1)?.mb ?? 0) - (after[0]?.mb ?? 0);
  const line = (what: string, mb: number): Line => ({
    ...{ what, baton: `${mb} MB`, beside: '', ratio: '', aim: '', met: null },
  });
  return [
    line('memory, idle', idle),
    ...after.map(({ handoffs, mb }) => line(`memory, after ${handoffs.toLocaleString('en')} handoffs`, mb)),
    {
      ...line('memory, growth from the first of these to the last', growth),
      aim: `≤ ${FLAT_MB} MB at ${most.toLocaleString('en')}`,
      met: next > most ? growth <= FLAT_MB : null,
      ...(next > most ? {} : { ratio: 'not reached' }),
    },
  ];
}

/** Presses again where the app says that it could not confirm, as it asks for. */
async function handOver(port: number, draft: number, sender: number): Promise<void> {
  for (let press = 1; press <= 5; press++) {
    const { ack } = await send(port, lastSubmission(draft, sender));
    if (ack.includes('handoff_done')) return;
    console.error(`handoff ${draft} could not be confirmed; pressing again`);
  }
  throw new Error(`handoff ${draft} could not be handed over`);
}

/** In whole megabytes, as the system counts it. */
export function residentMb(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kb = existsSync(file)
    ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Math.round(Number(kb) / 1024);
}
