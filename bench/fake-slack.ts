import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT, TEAM } from './seed.ts';

export interface FakeSlack {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  port: number;
  /** When each call to this method has arrived whole, from now on. */
  onCall(listener: (method: string, at: number, body: string) => void): void;
  close(): Promise<void>;
}

/** Answers every call at once and takes anything: what is left is the app's own time. */
export async function startFakeSlack(): Promise<FakeSlack> {
  let listener: (method: string, at: number, body: string) => void = () => {};
  let calls = 0;
  const server = createServer((req, res) => {
    void arrived(req).then((body) => {
      const method = (req.url ?? '').replace('/api/', '');
      listener(method, performance.now(), body);
      calls += 1;
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ ok: true, ...answerTo(method, body, calls) }));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    port,
    onCall(next) {
      listener = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function arrived(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answerTo(method: string, body: string, n: number): object {
  switch (method) {
    case 'auth.test':
      return { team_id: TEAM, team: 'Sample Company', user_id: BOT, bot_id: 'B0BENCH' };
    case 'users.list':
      return { members: [], response_metadata: { next_cursor: '' } };
    case 'views.open':
    case 'views.update':
      return { view: { id: `V${n}`, hash: `${n}` } };
    case 'conversations.info':
      return { channel: { is_ext_shared: false } };
    case 'conversations.members':
      return { members: [BOT] };
    case 'chat.postMessage': {
      const lane = new URLSearchParams(body).get('channel') ?? '';
      return { channel: lane.replace(/^U/, 'D'), ts: `1700000000.${String(n).padStart(6, '0')}` };
    }
    default:
      return {};
  }
}

// In a process of its own, for what must not share one with it.
if (process.send && process.argv[1]?.endsWith('fake-slack.js')) {
  const slack = await startFakeSlack();
  process.send({ port: slack.port });
  process.on('SIGTERM', () => process.exit(0));
}
