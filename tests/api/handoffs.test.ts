import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newMember, newWorkspace } from '../people/world.ts';
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
  await newMember(ctx, 'UREP');
});

const send = (body: unknown, headers = {}) => post(api, '/v1/handoffs', token, body, headers);

it('deals are taken one by one, and bad ones spoil no other', async () => {
  const deal = {
    deal_id: 'D-1',
    account_name: 'Acme',
    owner: 'urep@example.com',
    amount: 1_200.5,
    currency: 'EUR',
  };
  const { status, body } = await send({
    deals: [
      deal,
      { ...deal, deal_id: 'D-2', owner: 'nobody@example.com' },
      { ...deal, deal_id: 'D-3', currency: 'euros' },
      { ...deal, deal_id: 'D-4', colour: 'red' },
      { ...deal, deal_id: 'D-5', term_months: 0 },
      'D-6',
    ],
  });
  expect([status, body]).toMatchObject([200, { received: 6, created: 2, rejected: 4 }]);
  const results = body['results'] as Record<string, unknown>[];
  expect(results[0]).toEqual({ index: 0, state: 'created', id: expect.any(String), deal: 'won' });
  expect(results[1]).toMatchObject({
    deal: 'won',
    message: expect.stringContaining('no one here is known as'),
  });
  expect(results.slice(2)).toMatchObject(
    [2, 3, 4, 5].map((index) => ({ index, state: 'rejected', code: 'bad_deal' })),
  );
  const again = await send([deal, { ...deal, deal_id: 'D-2', state: 'lost' }]);
  expect(again.body).toMatchObject({
    unchanged: 1,
    updated: 1,
    results: [{ deal: 'won' }, { deal: 'lost' }],
  });
});

it('a deal of another workspace is another deal', async () => {
  const deal = { deal_id: 'D-1', account_name: 'Acme' };
  await send(deal);
  const other = await newWorkspace(database.db);
  const answer = await post(api, '/v1/handoffs', await tokenOf(other), deal);
  expect(answer.body).toMatchObject({ created: 1 });
  expect(await database.db.deal.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
  expect(await database.db.deal.count({ where: { workspaceId: other.workspace.id } })).toBe(1);
});

it('one Idempotency-Key has one answer', async () => {
  const body = [{ deal_id: 'D-1', account_name: 'Acme' }];
  const [one, two] = [
    await send(body, { 'idempotency-key': 'k' }),
    await send(body, { 'idempotency-key': 'k' }),
  ];
  expect(one.body).toMatchObject({ created: 1 });
  expect([two.body, two.headers.get('idempotent-replayed')]).toEqual([one.body, 'true']);
});
