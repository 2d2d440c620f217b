import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGate } from '../../api/authorize.ts';
import { startServer } from '../../api/server.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Api, startApi, tokenOf } from './house.ts';

let database: TestDatabase;
let token: string;
beforeAll(async () => {
  database = await createTestDatabase();
  token = await tokenOf(await newWorkspace(database.db));
});
afterAll(() => database.drop());

/** Far more than a socket holds: when it is refused, most of it has not been read. */
const BODY = JSON.stringify(
  Array.from({ length: 900 }, (_, i) => ({
    account: `nobody-${i}`,
    type: 'nps',
    value: 3,
    note: 'x'.repeat(900),
  })),
);

interface Sent {
  status: number | undefined;
  retryAfter: string | undefined;
  error: unknown;
}

async function send(api: Api, path: string, headers: Record<string, string>, method = 'POST'): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const given = { 'content-type': 'application/json', 'content-length': `${BODY.length}`, ...headers };
    const sending = request(api.url + path, { method, headers: given }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          retryAfter: response.headers['retry-after'],
          error: (JSON.parse(text) as { error: unknown }).error,
        }),
      );
    });
    sending.on('error', reject).end(BODY);
  });
}

const bearer = () => ({ authorization: `Bearer ${token}` });

describe('a body of 850 KB whose request fails before it is read', () => {
  it.each<[string, number, string, () => Record<string, string>, string?, string?]>([
    ['without a token', 401, 'unauthorized', () => ({})],
    ['to nowhere', 404, 'not_found', bearer, '/v1/nothing'],
    ['in another way', 405, 'method_not_allowed', bearer, '/v1/signals', 'PUT'],
    ['compressed', 415, 'unsupported_media_type', () => ({ ...bearer(), 'content-encoding': 'gzip' })],
    ['as a form', 415, 'unsupported_media_type', () => ({ ...bearer(), 'content-type': 'text/csv' })],
  ])('%s is told why: %i', async (_, status, error, headers, path = '/v1/signals', method = 'POST') => {
    const api = await startApi(database);
    expect(await send(api, path, headers(), method)).toEqual({ status, error, retryAfter: undefined });
    await api.stop();
  });

  it('is to be sent again while the database is away', async () => {
    const away = openDatabase({
      url: 'postgres://nobody@127.0.0.1:1/nowhere',
      log: (await newWorkspace(database.db)).log,
    });
    const api = await startApi(database, { db: away.db });
    for (const path of ['/v1/signals', '/v1/accounts'])
      expect(await send(api, path, bearer())).toEqual({ status: 503, error: 'unavailable', retryAfter: '1' });
    await api.stop();
    await away.close();
  });

  it('is to be sent again while Baton starts', async () => {
    const { log } = await newWorkspace(database.db);
    const server = await startServer({ port: 0, host: '127.0.0.1', log });
    const api = { url: `http://127.0.0.1:${server.port}`, stop: server.stop };
    for (const path of ['/v1/signals', '/slack/events'])
      expect(await send(api, path, bearer())).toEqual({ status: 503, error: 'starting', retryAfter: '5' });
    await api.stop();
  });

  it('is to be sent again where we made a mistake', async () => {
    const broken = {
      now: (): Date => {
        throw new RangeError('a mistake of ours');
      },
      wall: () => new Date(0),
    };
    const api = await startApi(database, { clock: broken });
    expect(await send(api, '/v1/signals', bearer())).toEqual({
      status: 503,
      error: 'internal',
      retryAfter: '60',
    });
    await api.stop();
  });
});

it('a batch beyond those that are taken at once is to be sent again, and a place is free after every answer', async () => {
  const gate = openGate(1);
  const api = await startApi(database, { gate });
  const leave = gate.enter();
  expect(await send(api, '/v1/signals', bearer())).toEqual({ status: 429, error: 'busy', retryAfter: '1' });
  leave?.();
  leave?.(); // twice is once
  for (const path of ['/v1/signals', '/v1/signals', '/v1/accounts'])
    expect([200, 202]).toContain((await send(api, path, bearer())).status);
  await api.stop();
});
