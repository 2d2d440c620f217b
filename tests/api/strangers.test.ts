import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openGate } from '../../api/authorize.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../api/server.ts';
import { GuardedApp } from '../../listeners/gate.ts';
import { createReceiver } from '../../listeners/receiver.ts';
import { realSeconds } from '../../sandbox/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { boltLogger } from '../../src/platform/slack/bolt-logger.ts';
import { NOW } from '../people/world.ts';

// What somebody who holds no secret may cost, and what somebody who holds one may send.

const SECRET = 'a secret for tests';

const lines: { level: number; msg: string; count?: number }[] = [];
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  }),
);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Bolt behind our server, with no database and no listeners. */
async function start(limits?: ServerOptions['limits']): Promise<RunningServer> {
  lines.length = 0;
  const server = await startServer({ port: 0, host: '127.0.0.1', log, ...(limits && { limits }) });
  closers.push(server.stop);
  const { db, close } = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nowhere', log });
  closers.push(close);
  const { receiver, listener } = createReceiver({ signingSecret: SECRET, log });
  new GuardedApp({
    log,
    receiver,
    logger: boltLogger(log),
    authorize: async () => ({ botToken: 'xoxb-sample' }),
  });
  server.serve({
    slack: listener,
    api: { db, clock: { now: () => NOW, wall: () => NOW }, log, gate: openGate(1) },
  });
  return server;
}

const IN_A_MOMENT = { requestMs: 300, lookMs: 50, connections: 300 };

async function open({ port }: RunningServer, written: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'connect');
  socket.write(written);
  return socket;
}

describe('somebody who holds a connection', () => {
  it.each([
    ['and says nothing', ''],
    ['and never ends the head', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Sample: '],
    ['and never ends the body', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx'],
  ])('%s is cut off', async (_, written) => {
    const socket = await open(await start(IN_A_MOMENT), written);
    await once(socket, 'close');
  });

  it('finds no place where all are taken', async () => {
    const server = await start({ ...IN_A_MOMENT, connections: 2, requestMs: 60_000 });
    const [first, second] = [await open(server, ''), await open(server, '')];
    const third = await open(server, '');
    await once(third, 'close');
    expect([first.destroyed, second.destroyed]).toEqual([false, false]);
    first.destroy();
    second.destroy();
  });
});

async function post(
  { port }: RunningServer,
  body: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

function signed(body: string, headers: Record<string, string> = {}): Record<string, string> {
  const at = `${realSeconds()}`;
  const hash = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${hash}`, ...headers };
}

describe('requests without a valid signature', () => {
  it('are refused, and make one line together', async () => {
    const server = await start();
    const wrong = signed('{"type":"other"}');
    for (let i = 0; i < 20; i++) {
      expect(await post(server, '{"type":"event_callback"}')).toBe(401);
      expect(await post(server, '{"type":"event_callback"}', wrong)).toBe(401);
    }
    expect(lines).toEqual([
      expect.objectContaining({ count: 1, msg: 'requests without a valid signature refused' }),
    ]);
  });

  it('are not kept until their megabyte has come: nobody reads more than a few KB of them', async () => {
    const server = await start();
    expect(await post(server, 'x'.repeat(5_000))).toBe(401);
    expect(await post(server, 'x'.repeat(3_000_000))).toBe(401);
    expect(await post(server, 'x'.repeat(3_000_000), { 'x-slack-signature': 'v0=00' })).toBe(413);
  });

  it('may ask for nothing but whether the address has a certificate', async () => {
    const server = await start();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post(server, 'ssl_check=1&token=sample', form)).toBe(200);
    expect(await post(server, 'ssl_check=1&payload=null', form)).toBe(200);
    expect(await post(server, 'ssl_check=2', form)).toBe(401);
  });
});

describe('what is signed and no payload of Slack', () => {
  const NONSENSE = [
    'null',
    'true',
    '0',
    '"text"',
    '[]',
    '[null]',
    '{}',
    '',
    '{',
    '\u0000',
    '{"type":null}',
    '{"event":null}',
    '{"event":"text"}',
    '{"event":[]}',
    '{"event":{}}',
    '{"event":{"channel":null}}',
    '{"event":{"item":null}}',
    '{"type":"event_callback","event":{"type":null}}',
    '{"__proto__":null}',
    '{"constructor":null}',
    '{"type":"block_actions","actions":null}',
    '{"type":"block_actions","actions":[null],"user":null}',
    '{"type":"view_submission","view":null}',
    '{"type":"view_submission"}',
    '{"type":"shortcut"}',
    '{"type":"message_action","channel":null}',
    '{"type":"block_suggestion"}',
    '{"command":null}',
    '{"type":"url_verification"}',
    '{"authorizations":null,"event":{"type":"x"}}',
  ];

  it('is answered, as JSON and in a form, and the process lives', async () => {
    const server = await start();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const text of NONSENSE) {
      const inForm = `payload=${encodeURIComponent(text)}`;
      const states = [
        await post(server, text, signed(text)),
        await post(server, inForm, signed(inForm, form)),
        await post(server, `${inForm}&payload=null`, signed(`${inForm}&payload=null`, form)),
      ];
      expect([text, ...states.map((state) => (state === 500 ? 'failed' : state))]).toEqual([
        text,
        expect.toBeOneOf([200, 400]),
        expect.toBeOneOf([200, 400]),
        expect.toBeOneOf([200, 400]),
      ]);
    }
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  });

  it('is refused where no object is told', async () => {
    const server = await start();
    for (const text of ['null', '"text"', '[]', '{', '{"event":null}'])
      expect(await post(server, text, signed(text))).toBe(400);
  });
});
