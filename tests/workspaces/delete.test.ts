import { afterAll, beforeAll, expect, test } from 'vitest';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { acting, buildHouse, expectDone } from '../handoffs/house.ts';
import { newAccount } from '../health/signals.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rowsOf } from './snapshot.ts';
import { WORK_OF_DELIVERY, WORK_OF_JOBS } from './work.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('deleting a workspace deletes all that was recorded in it, and nothing of another', async () => {
  const [gone, other] = [await buildHouse(database.db), await buildHouse(database.db)];
  for (const house of [gone, other]) {
    for (const prepare of Object.values(WORK_OF_JOBS)) await prepare(house);
    for (const prepare of Object.values(WORK_OF_DELIVERY)) await prepare(house.ctx, 'UPRESENT');
    const id = await newAccount(house.ctx, 'Sample with an id', { externalIds: ['sample-1'] });
    const flag = {
      kind: 'other',
      sentiment: null,
      note: 'Sample note',
      evidence: null,
      urgent: false,
    } as const;
    expectDone(await flagRisk(acting(house, 'present'), { account: { id }, ...flag }));
  }
  const idOf = (house: typeof gone) => house.ctx.workspace.id;
  const kept = await rowsOf(database.pool, idOf(other));
  const had = Object.keys(await rowsOf(database.pool, idOf(gone)));
  expect(had).toEqual(
    expect.arrayContaining(['audit_entries', 'handoffs', 'outbox_messages', 'risks', 'timers']),
  );
  await database.pool.query('DELETE FROM workspaces WHERE id = $1', [idOf(gone)]);
  expect(await rowsOf(database.pool, idOf(gone))).toEqual({});
  expect(await rowsOf(database.pool, idOf(other))).toEqual(kept);
  // The leave to delete ends with it, within the same transaction.
  const client = await database.pool.connect();
  await client.query('BEGIN');
  const third = await buildHouse(database.db);
  await client.query('DELETE FROM workspaces WHERE id = $1', [idOf(third)]);
  await expect(client.query('DELETE FROM audit_entries')).rejects.toThrow(/append-only/);
  await client.query('ROLLBACK');
  client.release();
});
