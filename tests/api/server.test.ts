import { createHmac } from 'node:crypto';
import { Agent, request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetOldRequests } from '../../jobs/forget-old-requests.ts';
import { realSeconds } from '../../sandbox/clock.ts';
import { newId } from '../../src/platform/id.ts';
import { newAccount } from '../health/signals.ts';
import { NOW, newWorkspace } from '../people/world.ts';
import { SIGNING_SECRET, startWorld, type World } from '../support/baton.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serving } from '../support/served.ts';
import { type Api, post, startApi, tokenOf } from './house.ts';

interface Description {
  openapi: string;
  paths: object;
  components: { schemas: Record<string, object> };
}

describe('one port', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());
  const api = (): Api => ({ url: `http://127.0.0.1:${world.baton.port}`, stop: async () => {} });

  it('answers who looks whether Baton lives, and part by part whether it is ready', async () => {
    const lives = await fetch(`${api().url}/healthz`);
    expect([lives.status, await lives.text()]).toEqual([200, 'ok\n']);
    const ready = await fetch(`${api().url}/readyz`);
    expect([ready.status, (await ready.text()).replace(/last beat \d+ s ago/, 'beats')]).toEqual([
      200,
      [
        'ready',
        'database: takes what is written',
        'schema: as this Baton needs it',
        'slack: takes the bot token',
        'heartbeat: beats',
        'jobs: none fails',
        "clock: agrees with the database's",
        '',
      ].join('\n'),
    ]);
  });

  it("takes Slack's requests when they are signed, and no others", async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'sample' });
    const at = `${realSeconds()}`;
    const signature = `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${at}:${body}`).digest('hex')}`;
    const ask = (signature: string, timestamp: string, path = '/slack/events') =>
      fetch(api().url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-slack-signature': signature,
          'x-slack-request-timestamp': timestamp,
        },
        body,
      });
    const answer = await ask(signature, at);
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'sample' }]);
    expect((await ask(signature.replace(/.$/, 'x'), at)).status).toBe(401);
    expect((await ask(signature, `${Number(at) - 400}`)).status).toBe(401);
    expect((await ask(signature, at, '/slack/elsewhere')).status).toBe(404);
  });

  it('takes signals, in business time', async () => {
    const token = await tokenOf(await world.ctx());
    await post(api(), '/v1/accounts', token, { name: 'Sample Works', domain: 'works.example' });
    const { body } = await post(api(), '/v1/signals', token, {
      account: 'works.example',
      type: 'nps',
      value: 3,
    });
    expect(body).toMatchObject({ accepted: 1 });
    const [signal] = await world.database.db.signal.findMany();
    const now = await world.now();
    expect(now.getTime() - (signal?.observedAt.getTime() ?? 0)).toBeLessThan(60_000);
    expect(now.getTime() - (signal?.observedAt.getTime() ?? 0)).toBeGreaterThan(-1_000);
  });
});

describe('the HTTP API', () => {
  let database: TestDatabase;
  let api: Api;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startApi(database);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('describes itself to everybody, from the schemas that read it', async () => {
    const response = await fetch(`${api.url}/v1/openapi.json`);
    expect(response.status).toBe(200);
    const { openapi, paths, components } = (await response.json()) as Description;
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(['/v1/signals', '/v1/accounts', '/v1/handoffs']);
    expect(components.schemas['SignalItem']).toMatchObject({
      type: 'object',
      required: ['account', 'type', 'value'],
      additionalProperties: false,
      properties: { value: { type: 'number' } },
    });
    expect(components.schemas['AccountInput']).toMatchObject({
      required: ['name'],
      additionalProperties: false,
    });
    const text = JSON.stringify({ paths, components });
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(refs.length).toBeGreaterThan(5);
    expect(refs.filter((name) => !(name in components.schemas))).toEqual([]);
  });

  it('ends what is in flight before it stops, and lets go of idle connections', async () => {
    const own = await startApi(database);
    const ctx = await newWorkspace(database.db);
    const token = await tokenOf(ctx);
    await newAccount(ctx, 'Acme');
    const agent = new Agent({ keepAlive: true });
    const idle = await new Promise<number | undefined>((resolve, reject) => {
      send(`${own.url}/healthz`, { agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      })
        .on('error', reject)
        .end();
    });
    expect(idle).toBe(200);

    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE signals');
    const inFlight = post(own, '/v1/signals', token, { account: 'Acme', type: 'nps', value: 3 });
    await untilWaiting();
    const stopped = own.stop();
    await holder.query('COMMIT');
    holder.release();
    expect(await inFlight).toMatchObject({ status: 202, body: { accepted: 1 } });
    await stopped;
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow();
    agent.destroy();
  });

  it('forgets answers after seven days, and none before', async () => {
    const ctx = await newWorkspace(database.db);
    const row = { workspaceId: ctx.workspace.id, bodyHash: newId(NOW), state: 202 };
    const receivedAt = (days: number) => new Date((realSeconds() - days * 86_400) * 1000);
    await database.db.apiRequest.createMany({
      data: [
        { ...row, key: 'old', receivedAt: receivedAt(7.1) },
        { ...row, key: 'new', receivedAt: receivedAt(6.9) },
      ],
    });
    await forgetOldRequests({ db: database.db, served: serving([ctx.workspace]) });
    const left = await database.db.apiRequest.findMany({ where: { workspaceId: ctx.workspace.id } });
    expect(left.map(({ key }) => key)).toEqual(['new']);
  });

  async function untilWaiting(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      const { rows } = await database.pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('the request did not come to wait');
  }
});
