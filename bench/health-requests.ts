import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { onDatabase } from './environment.ts';
import { TYPES } from './health-seed.ts';

const agent = new Agent({ keepAlive: true });
const PATIENCE_MS = 120_000;

export interface SampleSignal {
  account: { external_id: string };
  type: string;
  value: number;
  observed_at: string;
  key: string;
  source: string;
}

/** The signal with this number, counted from 0: account after account, then the next type, always later than before. */
export function sampleSignal(n: number, accounts: number, from: Date): SampleSignal {
  const { type, worst, best } = TYPES[Math.floor(n / accounts) % TYPES.length] ?? {
    type: '',
    worst: 0,
    best: 0,
  };
  return {
    account: { external_id: `crm-${(n % accounts) + 1}` },
    type,
    value: worst + (0.5 + ((n * 7919) % 256) / 510) * (best - worst),
    observed_at: new Date(from.getTime() + n).toISOString(),
    key: `sample-${n}`,
    source: 'bench',
  };
}

/** POST /v1/signals; resolves when the answer is there. Anything but all accepted throws. */
export async function postSignals(port: number, token: string, body: string, items: number): Promise<void> {
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const path = '/v1/signals';
    const req = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () =>
        res.statusCode === 202
          ? resolve(text)
          : reject(new Error(`the API answered ${res.statusCode}: ${text}`)),
      );
    });
    req.on('error', reject).end(body);
  });
  const { accepted } = JSON.parse(answer) as { accepted: number };
  if (accepted !== items)
    throw new Error(`${accepted} of ${items} signals were accepted: ${answer.slice(0, 500)}`);
}

/** Until every account that is due has been evaluated. */
export function evaluated(url: string): Promise<void> {
  return onDatabase(url, async (client) => {
    for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
      const { rowCount } = await client.query('SELECT 1 FROM account_health WHERE due_at <= now() LIMIT 1');
      if (rowCount === 0) return;
      await pause(50);
    }
    throw new Error('accounts that are due were not evaluated');
  });
}
