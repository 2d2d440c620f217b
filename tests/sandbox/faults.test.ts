import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../sandbox/server.ts';
import { type Pair, refusal, startPair } from './bolt-app.ts';

describe('trouble in the sandbox', () => {
  let pair: Pair;
  afterEach(() => pair.stop());

  const start = async (options: Partial<SandboxOptions> = {}) => {
    pair = await startPair(options);
  };
  const post = (channel = 'sales', text = 'x') =>
    refusal(pair.client.chat.postMessage({ channel: pair.sandbox.channel(channel).id, text }));

  it('limits the pace of one channel after a short burst, and no other channel', async () => {
    await start({ channelBurst: 3, channelPaceMs: 60_000 });
    expect([await post(), await post(), await post(), await post()]).toEqual([
      null,
      null,
      null,
      'slack_webapi_rate_limited_error',
    ]);
    expect(await post('secret')).toBeNull();
    expect(pair.sandbox.traffic.calls('chat.postMessage')[3]).toMatchObject({
      status: 429,
      error: 'ratelimited',
    });
    pair.sandbox.clock.move(60_000);
    expect(await post()).toBeNull();
  });

  it('limits a method by its tier', async () => {
    await start();
    const list = () => refusal(pair.client.users.list({ limit: 1 }));
    const answers: (string | null)[] = [];
    for (let each = 0; each < 21; each++) answers.push(await list());
    expect(answers.filter((each) => each === null)).toHaveLength(20);
    pair.sandbox.clock.move(60_001);
    expect(await list()).toBeNull();
  });

  it('answers 429 for a channel, 5xx for a method, a code of choice, and stops when told', async () => {
    await start({ rateLimits: false });
    const { faults } = pair.sandbox;
    const limited = faults.rateLimit({ channel: '#sales', retryAfter: 7 });
    const error = await pair.client.chat
      .postMessage({ channel: pair.sandbox.channel('sales').id, text: 'x' })
      .catch((each) => each);
    expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    expect(await post('secret')).toBeNull();
    expect(limited.hits).toBe(1);
    limited.stop();
    faults.serverError({ method: 'auth.test', code: 502, times: 1 });
    expect(await refusal(pair.client.auth.test())).toBe('slack_webapi_http_error');
    expect(await refusal(pair.client.auth.test())).toBeNull();
    faults.error('internal_error', { method: 'chat.postMessage' });
    expect(await post()).toBe('internal_error');
    faults.clear();
    expect(await post()).toBeNull();
    expect(pair.sandbox.posts).toHaveLength(2);
  });

  it('accepts a post and drops the answer, and records that', async () => {
    await start({ rateLimits: false });
    pair.sandbox.faults.drop({ times: 1 });
    expect(await post('sales', 'once')).toBe('slack_webapi_request_error');
    expect(await post('sales', 'twice')).toBeNull();
    expect(pair.sandbox.posts.map((each) => [each.text, each.dropped])).toEqual([
      ['once', true],
      ['twice', false],
    ]);
    expect(
      pair.sandbox
        .person('rep')
        .sees('sales')
        .map((each) => each.text),
    ).toEqual(['once', 'twice']);
  });

  it('drops the same share in every run of one seed', async () => {
    const run = async () => {
      await start({ rateLimits: false, faultSeed: 7 });
      pair.sandbox.faults.drop({ share: 0.5 });
      for (let each = 0; each < 12; each++) await post();
      const dropped = pair.sandbox.posts.map((each) => each.dropped);
      await pair.stop();
      return dropped;
    };
    const first = await run();
    expect(first).toContain(true);
    expect(first).toContain(false);
    expect(await run()).toEqual(first);
  });

  it('can be away and come back under the same address', async () => {
    await start({ rateLimits: false });
    await pair.sandbox.faults.away('refuse');
    expect(await post()).toBe('slack_webapi_request_error');
    await pair.sandbox.faults.away(500);
    expect(await post()).toBe('slack_webapi_http_error');
    await pair.sandbox.faults.away(false);
    expect(await post()).toBeNull();
    expect(pair.sandbox.posts).toHaveLength(1);
  });

  it('delivers an event again until it is acked, with the same event_id', async () => {
    // Bolt acks an event before its listeners run, so that only an address in front of it can fail.
    const broken = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const brokenUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    let fails = 2;
    await start({ eventRetryMs: [0, 20, 20], appUrls: () => (fails-- > 0 ? [brokenUrl] : [pair.appUrl]) });
    const seen: unknown[] = [];
    pair.app.use(async ({ next, context }) => {
      seen.push([context.retryNum, context.retryReason]);
      await next();
    });
    pair.sandbox.admin.addPerson({ name: 'new' });
    await pair.sandbox.person('new').until(() => seen.length === 1);
    expect(seen).toEqual([[2, 'connection_failed']]);
    const sent = pair.sandbox.traffic.dispatches('event team_join');
    expect(sent.map((each) => each.attempt)).toEqual([0, 1, 2]);
    expect(new Set(sent.map((each) => (each.payload as { event_id: string }).event_id)).size).toBe(1);
    broken.close();
  });

  it('goes on to the next address when a connection is refused, but not when it is dropped', async () => {
    await start();
    const { appUrl } = pair;
    await pair.stop();
    const dead = appUrl;
    const dropping = createServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => dropping.listen(0, '127.0.0.1', resolve));
    const droppingUrl = `http://127.0.0.1:${(dropping.address() as AddressInfo).port}`;
    let urls = () => [dead, pair.appUrl];
    await start({ appUrls: () => urls() });
    pair.app.command('/hi', async ({ ack }) => ack('Hi'));
    const rep = pair.sandbox.person('rep');
    await rep.types('/hi');
    await rep.types('/hi');
    expect(rep.sees().map((each) => each.text)).toEqual(['Hi', 'Hi']);
    urls = () => [droppingUrl];
    await expect(rep.types('/hi')).rejects.toThrow('dispatch_failed');
    dropping.close();
  });
});

describe('events of the sandbox', () => {
  it('tell the app what happens in the workspace, as far as its scopes reach', async () => {
    const pair = await startPair();
    const seen: string[] = [];
    pair.app.event(/.*/, async ({ event }) => void seen.push(event.type));
    const { admin } = pair.sandbox;
    admin.addPerson({ name: 'new' });
    admin.deactivate('new');
    admin.archive('sales');
    admin.archive('closed');
    admin.share('open');
    admin.remove('open', 'csm');
    const rep = pair.sandbox.person('rep');
    await rep.until(() => seen.length === 5);
    pair.sandbox.revokeScope('users:read');
    admin.deactivate('helper');
    admin.unarchive('sales');
    await rep.until(() => seen.length === 6);
    expect(seen.toSorted()).toEqual([
      'channel_archive',
      'channel_shared',
      'channel_unarchive',
      'member_left_channel',
      'team_join',
      'user_change',
    ]);
    expect((await pair.sandbox.resend('event channel_unarchive')).status).toBe(200);
    await rep.until(() => seen.length === 7);
    await pair.stop();
  });
});
