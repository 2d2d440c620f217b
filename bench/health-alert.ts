import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../src/platform/clock.ts';
import { startBatonApp } from './apps.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { evaluated, postSignals } from './health-requests.ts';
import { seedAccounts, seedLatest, seedToken } from './health-seed.ts';
import { type Line, median, quantile } from './measure.ts';
import { WORKSPACE } from './seed.ts';

const SIZE = { times: 40 };
const AIM_MS = 1_000;
const PATIENCE_MS = 30_000;

/** From the answer to a signal that opens a risk until its card has arrived at Slack; nothing else goes on. */
export async function benchAlert(
  server: Server,
  built: (file: string) => string,
  slack: FakeSlack,
  { times } = SIZE,
): Promise<Line[]> {
  const url = await server.createDatabase('alert');
  const token = await onDatabase(url, async (client) => {
    await seedAccounts(client, times);
    await seedLatest(client, systemClock.now());
    await client.query(`UPDATE accounts SET channel = 'C0BENCH' || substr(name, 16)`);
    await client.query('UPDATE alert_segments SET enabled_at = now()');
    await client.query(
      `INSERT INTO settings (workspace_id, key, value, updated_at) VALUES ($1, 'calendar', '"always"', now())`,
      [WORKSPACE],
    );
    return seedToken(client);
  });
  const { apiUrl } = slack;
  const app = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATABASE_URL: url } });
  await evaluated(url);
  const took: number[] = [];
  for (let n = 1; n <= times; n++) {
    // Somewhere within the second: what is looked at every second must not be met at its best.
    await pause(500 + ((n * 379) % 1000));
    const posted = cardIn(slack, `C0BENCH${n}`);
    const signal = { account: `crm-${n}`, type: 'sponsor_left', value: 1, source: 'bench' };
    await postSignals(app.port, token, JSON.stringify(signal), 1);
    const answered = performance.now();
    took.push(Math.max(0, (await posted) - answered));
  }
  await app.stop();
  const p95 = quantile(took, 0.95);
  return [
    {
      what: "from a signal's 202 to its card at Slack, at rest",
      baton: `${median(took).toFixed(0)} ms (p95 ${p95.toFixed(0)})`,
      beside: '',
      ratio: '',
      aim: `p95 ≤ ${AIM_MS} ms`,
      met: p95 <= AIM_MS,
    },
  ];
}

/** When the next message to this channel arrives. */
function cardIn(slack: FakeSlack, channel: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no card came to ${channel}`)), PATIENCE_MS);
    slack.onCall((method, at, body) => {
      if (method !== 'chat.postMessage' || new URLSearchParams(body).get('channel') !== channel) return;
      clearTimeout(late);
      resolve(at);
    });
  });
}
