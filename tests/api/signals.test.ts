import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '../../src/platform/ctx.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { ago, DAY_MS, latestOf, newAccount } from '../health/signals.ts';
import { NOW, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Api, post, startApi, tokenOf } from './house.ts';

let database: TestDatabase;
let api: Api;
let ctx: Ctx;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi(database);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  token = await tokenOf(ctx);
  await newAccount(ctx, 'Acme', { domain: 'acme.example', externalIds: ['crm-1'] });
});

const send = (body: unknown, headers = {}) => post(api, '/v1/signals', token, body, headers);
const item = (over: object = {}) => ({ account: 'acme.example', type: 'seats_used', value: 80, ...over });
const kept = () =>
  database.db.signal.findMany({ where: { workspaceId: ctx.workspace.id }, orderBy: { id: 'asc' } });
const count = () => database.db.signal.count({ where: { workspaceId: ctx.workspace.id } });

describe('signals', () => {
  it.each([
    ['one by itself', item()],
    ['a list', [item()]],
    ['a list under its name', { signals: [item()] }],
  ])('are taken as %s', async (_, body) => {
    const { status, body: answer } = await send(body);
    expect([status, answer]).toEqual([
      202,
      { received: 1, accepted: 1, duplicate: 0, rejected: 0, results: [{ index: 0, state: 'accepted' }] },
    ]);
    expect(await latestOf(ctx)).toEqual({ 'Acme seats_used': [80, NOW, expect.any(String)] });
  });

  it('say where they come from and who sent them', async () => {
    const observed_at = '2027-03-01T10:30:00.250+02:00';
    const said = {
      key: 'k',
      source: 'usage-export',
      note: 'two\nlines',
      evidence: 'https://example.com/a?b=1#c',
    };
    await send([item({ ...said, observed_at }), item({ type: 'nps', value: 9, note: null })]);
    const { id: tokenId } = await database.db.apiToken.findFirstOrThrow({
      where: { workspaceId: ctx.workspace.id },
    });
    expect(await kept()).toMatchObject([
      { ...said, observedAt: new Date('2027-03-01T08:30:00.250Z'), actor: { type: 'token', tokenId } },
      { source: 'api', note: null, evidence: null, corrects: null },
    ]);
  });

  it.each([
    { external_id: 'crm-1' },
    { domain: 'ACME.example' },
    { name: 'acme' },
    'crm-1',
    ' Acme ',
    'https://www.acme.example/about',
  ])('find their account by %j', async (account) => {
    expect((await send(item({ account }))).body).toMatchObject({ accepted: 1 });
  });

  it('may be none', async () => {
    expect((await send([])).body).toEqual({
      received: 0,
      accepted: 0,
      duplicate: 0,
      rejected: 0,
      results: [],
    });
  });

  it('a year old are kept, and said to be stale', async () => {
    const { body } = await send(item({ observed_at: ago(365 * DAY_MS).toISOString() }));
    expect(body['results']).toEqual([{ index: 0, state: 'accepted', stale: true }]);
    expect(await count()).toBe(1);
  });
});

describe('an item', () => {
  it.each([
    ['bad_value', { value: '7' }, 'value must be a finite number, without quotation marks.'],
    ['bad_value', { value: 'NaN' }, 'finite number'],
    ['bad_value', { value: null }, 'finite number'],
    ['bad_value', { value: true }, 'finite number'],
    ['bad_value', { value: [1] }, 'finite number'],
    ['bad_value', { value: undefined }, 'value is missing.'],
    ['out_of_range', { value: -3 }, 'seats_used is at least 0.'],
    ['in_future', { observed_at: '2027-03-01T10:05:01Z' }, '5 minutes'],
    ['too_old', { observed_at: '1999-12-31T23:59:59Z' }, '2000'],
    ['bad_observed_at', { observed_at: '2027-03-01' }, 'with a zone'],
    ['bad_observed_at', { observed_at: '2027-03-01T10:00:00' }, 'with a zone'],
    ['bad_observed_at', { observed_at: '2027-02-30T10:00:00Z' }, 'with a zone'],
    ['bad_observed_at', { observed_at: 1_800_000_000 }, 'with a zone'],
    ['unknown_type', { type: 'seat_used' }, 'Did you mean "seats_used"?'],
    ['unknown_type', { type: '__proto__' }, 'Known: '],
    ['bad_type', { type: undefined }, 'type is missing.'],
    ['unknown_account', { account: 'Nobody' }, '"Nobody"'],
    ['unknown_account', { account: { id: '0198a2f0-0000-7000-8000-000000000000' } }, 'No account'],
    ['bad_account', { account: { id: 'one' } }, 'account.id is no UUID.'],
    ['bad_account', { account: { domain: 'acme.example', name: 'Acme' } }, '{external_id}'],
    ['bad_account', { account: '' }, 'account'],
    ['bad_account', { account: undefined }, 'account is missing.'],
    ['bad_account', { account: 'a\u0000b' }, 'account'],
    ['bad_key', { key: 'x'.repeat(201) }, 'longer than 200'],
    ['bad_key', { key: '' }, 'key is empty.'],
    ['bad_key', { key: 'auto:mine' }, 'auto:'],
    ['bad_corrects', { key: 'a', corrects: 'a' }, 'itself'],
    ['bad_source', { source: 'x'.repeat(101) }, 'longer than 100'],
    ['bad_note', { note: 'x'.repeat(2_001) }, 'longer than 2,000'],
    ['bad_note', { note: 'a\u0000b' }, 'invisible'],
    ['bad_note', { note: '\ud800' }, 'invisible'],
    ['bad_evidence', { evidence: 'javascript:alert(1)' }, 'https://'],
    ['unknown_field', { vlaue: 3 }, 'There is no field "vlaue". Did you mean "value"?'],
    ['unknown_field', { 'a\u0000\ud800': 3 }, 'There is no field "a\uFFFD\uFFFD".'],
  ])('is rejected as %s and spoils no other: %j', async (code, over, message) => {
    const { status, body } = await send(
      [item({ type: 'nps', value: 9 }), item(over), item({ type: 'usage_depth' })],
      {
        'idempotency-key': 'k',
      },
    );
    expect([status, body]).toMatchObject([202, { received: 3, accepted: 2, duplicate: 0, rejected: 1 }]);
    expect(body['results']).toEqual([
      { index: 0, state: 'accepted' },
      { index: 1, state: 'rejected', code, message: expect.stringContaining(message) },
      { index: 2, state: 'accepted' },
    ]);
    expect((await kept()).map(({ type }) => type)).toEqual(['nps', 'usage_depth']);
  });

  it.each(['3', 'null', '"text"', '[]', '[[]]'])('that is %s is rejected', async (text) => {
    expect((await send(`[${text}]`)).body['results']).toMatchObject([
      { state: 'rejected', code: 'bad_item' },
    ]);
  });

  it('with a number too large for one, or a name of every object, is rejected', async () => {
    const texts = ['1e999', '-1e999'].map((value) => `{"account":"Acme","type":"nps","value":${value}}`);
    texts.push('{"account":"Acme","type":"nps","value":1,"__proto__":{"type":"usage_depth"}}');
    const { body } = await send(`[${texts.join(',')}]`);
    expect(body['results']).toMatchObject([
      { code: 'bad_value' },
      { code: 'bad_value' },
      { code: 'unknown_field' },
    ]);
  });

  it('whose key was used for another is rejected, and a repeat is a duplicate', async () => {
    const { body } = await send([item({ key: 'k' }), item({ key: 'k', value: 81 }), item({ key: 'k' })]);
    expect(body['results']).toMatchObject([
      { state: 'accepted' },
      { state: 'rejected', code: 'key_reused', message: expect.stringContaining('another value') },
      { state: 'duplicate' },
    ]);
  });

  it('whose domain several accounts have says so', async () => {
    await newAccount(ctx, 'Acme Two', { domain: 'acme.example' });
    expect((await send(item())).body['results']).toMatchObject([{ code: 'ambiguous_account' }]);
  });
});

describe('a request', () => {
  it.each([
    ['no JSON', '{"account":', 400, 'bad_json'],
    ['NaN as JSON has none', '{"account":"Acme","type":"nps","value":NaN}', 400, 'bad_json'],
    ['text that is not UTF-8', Uint8Array.from([0x22, 0xff, 0x22]), 400, 'bad_json'],
    ['nothing', '', 400, 'bad_json'],
    ['a number', '3', 400, 'bad_body'],
    ['null', 'null', 400, 'bad_body'],
    ['a text', '"text"', 400, 'bad_body'],
    ['a list and more', '{"signals":[],"more":1}', 400, 'bad_body'],
    ['a list that is none', '{"signals":{}}', 400, 'bad_body'],
  ])('of %s is refused', async (_, body, status, error) => {
    expect(await send(body)).toMatchObject({ status, body: { error, message: expect.any(String) } });
  });

  it('of more than 1 MB is refused, and hears why', async () => {
    for (const size of [1024 * 1024 + 1, 10 * 1024 * 1024]) {
      const answer = await send(JSON.stringify(item({ note: 'x'.repeat(size) })));
      expect(answer).toMatchObject({ status: 413, body: { error: 'too_large' } });
      expect(answer.body['message']).toContain('1,048,576');
    }
    expect(await count()).toBe(0);
  });

  it('of 1,000 items is taken, of 1,001 refused', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => item({ key: `k${i}` }));
    expect(await send(items)).toMatchObject({ status: 202, body: { accepted: 1_000 } });
    expect(await send([...items, item()])).toMatchObject({ status: 413, body: { error: 'too_many' } });
    expect(await count()).toBe(1_000);
  });

  it('in another type, or compressed, is refused', async () => {
    const unsupported = { status: 415, body: { error: 'unsupported_media_type' } };
    expect(await send('value=3', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject(
      unsupported,
    );
    expect(await send(item(), { 'content-type': 'text/plain' })).toMatchObject(unsupported);
    expect(await send(item(), { 'content-type': 'no type' })).toMatchObject(unsupported);
    const zipped = gzipSync(JSON.stringify(item()));
    expect(await send(zipped, { 'content-encoding': 'gzip' })).toMatchObject(unsupported);
    expect(await send(item(), { 'content-type': 'application/json; charset=utf-8' })).toMatchObject({
      status: 202,
    });
  });

  it('by another method or to another place is refused in JSON', async () => {
    const got = await fetch(`${api.url}/v1/signals`);
    expect([got.status, got.headers.get('allow'), await got.json()]).toMatchObject([
      405,
      'POST',
      { error: 'method_not_allowed' },
    ]);
    for (const path of ['/v1/nothing', '/', '/v1/signals/', '/slack/other', '/%ff'])
      expect([path, await post(api, path, token, {})]).toMatchObject([
        path,
        {
          status: expect.toBeOneOf([400, 404]),
          body: { error: expect.any(String), message: expect.any(String) },
        },
      ]);
  });
});

describe('a token', () => {
  it.each([
    ['none', undefined],
    ['a misspelt one', 'baton_'],
    ['an unknown one', `baton_${'x'.repeat(43)}`],
  ])('is needed: %s is refused', async (_, secret) => {
    const answer = await post(api, '/v1/signals', secret, item());
    expect(answer).toMatchObject({ status: 401, body: { error: 'unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer realm="baton"');
  });

  it('that was revoked gets the answer of one that never was', async () => {
    const { id } = ctx.workspace;
    await database.db.apiToken.updateMany({ where: { workspaceId: id }, data: { revokedAt: NOW } });
    const told = ({ status, headers, body }: Awaited<ReturnType<typeof send>>) => [
      status,
      [...headers].filter(([name]) => name !== 'date'),
      body,
    ];
    const never = await post(api, '/v1/signals', `baton_${'x'.repeat(43)}`, item());
    expect(told(await send(item()))).toEqual(told(never));
    expect(await count()).toBe(0);
  });

  it('opens its own workspace alone', async () => {
    const other = await newWorkspace(database.db);
    const theirs = await newAccount(other, 'Theirs', { domain: 'theirs.example', externalIds: ['x-1'] });
    await post(api, '/v1/signals', await tokenOf(other), item({ account: 'Theirs', key: 'k', value: 5 }), {
      'idempotency-key': 'same',
    });
    for (const account of [{ id: theirs }, { external_id: 'x-1' }, 'theirs.example', 'Theirs'])
      expect((await send(item({ account }))).body['results']).toMatchObject([{ code: 'unknown_account' }]);
    const own = await send(item({ key: 'k', corrects: 'k2' }), { 'idempotency-key': 'same' });
    expect([own.status, own.headers.get('idempotent-replayed'), own.body['accepted']]).toEqual([
      202,
      null,
      1,
    ]);
    expect(await latestOf(other)).toEqual({ 'Theirs seats_used': [5, NOW, 'k'] });
  });

  it('is marked as used, once an hour', async () => {
    const where = { workspaceId_name: { workspaceId: ctx.workspace.id, name: 'sample' } };
    const usedAt = async () => (await database.db.apiToken.findUniqueOrThrow({ where })).lastUsedAt;
    expect(await usedAt()).toBeNull();
    await send(item());
    const first = await usedAt();
    expect(first).not.toBeNull();
    await send(item());
    expect(await usedAt()).toEqual(first);
    const long = new Date((first?.getTime() ?? 0) - 2 * 3_600_000);
    await database.db.apiToken.update({ where, data: { lastUsedAt: long } });
    await send(item());
    expect((await usedAt())?.getTime()).toBeGreaterThan(long.getTime());
  });
});

describe('an Idempotency-Key', () => {
  const trace = () =>
    database.pool.query(
      `SELECT (SELECT json_agg(s ORDER BY id) FROM signals s WHERE workspace_id = $1) AS signals,
              (SELECT json_agg(l ORDER BY type) FROM signals_latest l WHERE workspace_id = $1) AS latest,
              (SELECT json_agg(h) FROM account_health h WHERE workspace_id = $1) AS health,
              (SELECT json_agg(r ORDER BY key) FROM api_requests r WHERE workspace_id = $1) AS requests`,
      [ctx.workspace.id],
    );

  it('gets the stored answer again, and changes no row', async () => {
    const body = [item({ note: 'no key of its own, and now as its time' }), item({ type: 'no' })];
    const first = await send(body, { 'idempotency-key': 'one key' });
    await database.db.accountHealth.updateMany({ data: { hasNews: false } });
    const before = (await trace()).rows;
    const again = await send(body, { 'idempotency-key': 'one key' });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await trace()).rows).toEqual(before);
  });

  it('with another body, or for another path, is refused', async () => {
    await send(item(), { 'idempotency-key': 'k' });
    const before = (await trace()).rows;
    const refused = { status: 422, body: { error: 'key_reused' } };
    expect(await send(item({ value: 81 }), { 'idempotency-key': 'k' })).toMatchObject(refused);
    expect(await post(api, '/v1/accounts', token, item(), { 'idempotency-key': 'k' })).toMatchObject(refused);
    expect((await trace()).rows).toEqual(before);
  });

  it.each(['', ' ', 'x'.repeat(256), 'tschüß'])('of %j is refused', async (key) => {
    expect(await send(item(), { 'idempotency-key': key })).toMatchObject({
      status: 400,
      body: { error: 'bad_idempotency_key' },
    });
    expect(await count()).toBe(0);
  });

  it('is not kept for a request that could not be read', async () => {
    expect(await send('{', { 'idempotency-key': 'k' })).toMatchObject({ status: 400 });
    expect(await send(item(), { 'idempotency-key': 'k' })).toMatchObject({ status: 202 });
  });

  it('that two processes send at once is answered once', async () => {
    const own = openDatabase({ url: database.url, log: ctx.log });
    const second = await startApi(database, { db: own.db });
    const items = Array.from({ length: 200 }, () => item({ key: undefined, note: 'now' }));
    const answers = await Promise.all(
      [api, second, api, second].map((one) =>
        post(one, '/v1/signals', token, items, { 'idempotency-key': 'at once' }),
      ),
    );
    expect(answers.map(({ headers }) => headers.get('idempotent-replayed')).sort()).toEqual([
      null,
      'true',
      'true',
      'true',
    ]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(await count()).toBe(1);
    await second.stop();
    await own.close();
  });
});

describe('a batch', () => {
  it('that two processes send at once is there once', async () => {
    const own = openDatabase({ url: database.url, log: ctx.log });
    const second = await startApi(database, { db: own.db });
    const items = Array.from({ length: 400 }, (_, i) => item({ key: `k${i}`, value: i % 100 }));
    const [a, b] = await Promise.all([
      post(api, '/v1/signals', token, items),
      post(second, '/v1/signals', token, items.toReversed()),
    ]);
    expect(Number(a?.body['accepted']) + Number(b?.body['accepted'])).toBe(400);
    expect(Number(a?.body['duplicate']) + Number(b?.body['duplicate'])).toBe(400);
    expect(await count()).toBe(400);
    await second.stop();
    await own.close();
  });

  it('whose outcome is unknown may be sent again', async () => {
    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE signals');
    const held = await send(item({ key: 'k' }), { 'idempotency-key': 'k' });
    expect(held).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(held.headers.get('retry-after')).toBe('1');
    await holder.query('ROLLBACK');
    holder.release();
    const again = await send(item({ key: 'k' }), { 'idempotency-key': 'k' });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, null]);
    expect(await count()).toBe(1);
  });
});
