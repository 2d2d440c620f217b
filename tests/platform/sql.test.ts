import { afterAll, beforeAll, expect, test } from 'vitest';
import { instant, texts, uuid, uuids } from '../../src/platform/sql.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test.each(['UTC', 'America/New_York', 'Asia/Kolkata'])(
  'an instant is the same in a session of %s',
  async (zone) => {
    const at = new Date('2027-03-14T06:59:59.999Z');
    const ms = await database.db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('TimeZone', ${zone}, true)`;
      const [row] = await tx.$queryRaw<{ ms: number }[]>`
      SELECT (extract(epoch FROM ${instant(at)}) * 1000)::float8 AS ms`;
      return row?.ms;
    });
    expect(ms).toBe(at.getTime());
  },
);

test('what is not there is null, and a list may be empty', async () => {
  const id = '00000000-0000-7000-8000-000000000001';
  const [row] = await database.db.$queryRaw<unknown[]>`
    SELECT ${instant(null)} AS at, ${uuid(null)} AS nobody, ${uuid(id)} = ANY(${uuids(new Set([id]))}) AS found,
           ${uuids([])} AS ids, ${texts([`a"b,{c}`, ''])} AS words`;
  expect(row).toEqual({ at: null, nobody: null, found: true, ids: [], words: ['a"b,{c}', ''] });
});
