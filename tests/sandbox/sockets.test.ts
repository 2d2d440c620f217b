import { once } from 'node:events';
import { WebClient } from '@slack/web-api';
import { beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({
    seed: { people: [{ name: 'rep' }], channels: [{ name: 'sales' }] },
    signingSecret: 'unused',
    socketMode: true,
    ackTimeoutMs: 500,
    eventRetryMs: [0],
    rateLimits: false,
  });
  return () => sandbox.close();
});

interface Message {
  type: string;
  envelope_id: string;
  [field: string]: unknown;
}

async function connect() {
  const client = new WebClient(sandbox.appToken, { slackApiUrl: sandbox.apiUrl });
  const { url = '' } = await client.apps.connections.open();
  const socket = new WebSocket(url);
  const heard: Message[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await once(socket, 'message');
  return {
    url,
    heard,
    ended: once(socket, 'close'),
    close: () => socket.terminate(),
    ack: (envelope_id: string, payload?: unknown) => socket.send(JSON.stringify({ envelope_id, payload })),
    async next(): Promise<Message> {
      await once(socket, 'message');
      return heard.at(-1) as Message;
    },
  };
}

test('an address is for one connection, and begins with hello', async () => {
  const { url, heard } = await connect();
  expect(heard).toMatchObject([{ type: 'hello', num_connections: 1 }]);
  const [error] = await once(new WebSocket(url), 'error');
  expect(String(error)).toMatch(/401/);
});

test('only an app-level token with connections:write gets one, and it opens nothing else', async () => {
  const open = (token: string) =>
    new WebClient(token, { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } });
  const { botToken, appToken } = sandbox;
  await expect(open(botToken).apps.connections.open()).rejects.toThrow('not_allowed_token_type');
  await expect(open('xapp-other').apps.connections.open()).rejects.toThrow('invalid_auth');
  await expect(open(appToken).auth.test()).rejects.toThrow('not_allowed_token_type');
  sandbox.core.world.app.appTokenScopes.clear();
  await expect(open(appToken).apps.connections.open()).rejects.toThrow('missing_scope');
});

test('each envelope goes to one of them, and what one does not ack before it ends goes to another', async () => {
  const [one, other] = [await connect(), await connect()];
  const typed = sandbox.person('rep').types('/handoff help', { in: 'sales' });
  const { envelope_id: id, ...first } = await Promise.race([one.next(), other.next()]);
  expect(first).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  const [holder, heir] = one.heard.length > 1 ? [one, other] : [other, one];
  expect(heir.heard.length).toBe(1);
  holder.close();
  expect(await heir.next()).toMatchObject({ envelope_id: id, retry_attempt: 1 });
  heir.ack(id, { text: 'Sample help' });
  await typed;
  await sandbox.person('rep').message('Sample help', { in: 'sales' });
  expect(sandbox.traffic.violations).toEqual([]);
  heir.ack(id);
  await expect.poll(() => sandbox.traffic.violations).toEqual([`${id} was acked twice`]);
});

test('an event that is not acked comes again, with how often and why', async () => {
  const { next, ack } = await connect();
  sandbox.admin.addPerson({ name: 'new' });
  expect(await next()).toMatchObject({
    type: 'events_api',
    retry_attempt: 0,
    accepts_response_payload: false,
  });
  const again = await next();
  expect(again).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
  ack(again.envelope_id);
  await expect.poll(() => sandbox.traffic.dispatches('event team_join').at(-1)?.status).toBe(200);
});

test('Slack says why it closes one, and takes ten of one app', async () => {
  const sockets = await Promise.all(Array.from({ length: 10 }, connect));
  expect((await connect()).heard).toEqual([{ type: 'disconnect', reason: 'too_many_websockets' }]);
  sandbox.faults.sockets.disconnect('refresh_requested', 0);
  await Promise.all(sockets.map(({ ended }) => ended));
  expect(sockets.map(({ heard }) => heard.at(-1))).toEqual(
    sockets.map(() => ({ type: 'disconnect', reason: 'refresh_requested' })),
  );
  sandbox.faults.sockets.switchOff();
  expect((await connect()).heard).toEqual([{ type: 'disconnect', reason: 'link_disabled' }]);
});
