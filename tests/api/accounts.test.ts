import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newWorkspace } from '../people/world.ts';
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
});

const send = (body: unknown, headers = {}) => post(api, '/v1/accounts', token, body, headers);
const accounts = () =>
  database.db.account.findMany({ where: { workspaceId: ctx.workspace.id }, orderBy: { nameKey: 'asc' } });

describe('accounts', () => {
  it('are made, then completed, and bad ones spoil no other', async () => {
    const body = {
      accounts: [
        { name: 'Acme', external_id: 'crm-1', arr: 120_000, currency: 'EUR' },
        { name: 'Beta', stage: 'nowhere' },
        { name: 'Gamma', colour: 'red' },
        'Delta',
      ],
    };
    const { status, body: answer } = await send(body);
    expect([status, answer]).toMatchObject([200, { received: 4, created: 1, updated: 0, rejected: 3 }]);
    const [made] = await accounts();
    const rejected = (index: number) => ({
      index,
      state: 'rejected',
      code: 'bad_account',
      message: expect.any(String),
    });
    expect(answer['results']).toEqual([
      { index: 0, state: 'created', id: made?.id },
      rejected(1),
      rejected(2),
      rejected(3),
    ]);
    const again = await send({ name: 'Acme Inc', external_id: 'crm-1' });
    expect(again.body).toMatchObject({ updated: 1, results: [{ index: 0, state: 'updated', id: made?.id }] });
    expect(await accounts()).toMatchObject([{ name: 'Acme Inc', currency: 'EUR' }]);
  });

  it('are answered once for one Idempotency-Key, also when two come at once', async () => {
    const body = [{ name: 'Acme' }, { name: 'Be\u0000ta', '\ud800': 1 }];
    const keyed = { 'idempotency-key': 'k' };
    const first = await Promise.all([send(body, keyed), send(body, keyed)]);
    const third = await send(body, keyed);
    expect(third.headers.get('idempotent-replayed')).toBe('true');
    for (const { body } of first) expect(body).toEqual(third.body);
    expect(await accounts()).toHaveLength(1);
    const before = await accounts();
    expect(await send([{ name: 'Other' }], keyed)).toMatchObject({ status: 422 });
    expect(await accounts()).toEqual(before);
  });

  it('of 1,001 are refused, and nobody without a token makes one', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({ name: `Sample ${i}` }));
    expect(await send(many)).toMatchObject({ status: 413 });
    expect(await post(api, '/v1/accounts', undefined, [{ name: 'Acme' }])).toMatchObject({ status: 401 });
    expect(await accounts()).toEqual([]);
  });

  it('stay in the workspace of the token', async () => {
    await send({ name: 'Acme', external_id: 'crm-1' });
    const other = await newWorkspace(database.db);
    const answer = await post(api, '/v1/accounts', await tokenOf(other), {
      name: 'Mine',
      external_id: 'crm-1',
    });
    expect(answer.body).toMatchObject({ created: 1 });
    expect(await accounts()).toMatchObject([{ name: 'Acme' }]);
  });
});
