import { randomBytes } from 'node:crypto';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { grantRows } from '../../src/platform/database/grant-rows.ts';
import { knownMigrations } from '../../src/platform/database/migrate.ts';
import { handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

const log = pino({ level: 'silent' });
const role = `baton_test_${randomBytes(6).toString('hex')}`;
const asRole = (url: string): string => Object.assign(new URL(url), { username: role, password: role }).href;

let world: World;
const asked = async (url: string, sql: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
};
beforeAll(async () => {
  await asked(inject('serverUrl'), `CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
  world = await startWorld({
    async poolUrl(url) {
      await grantRows({ adminUrl: url, url: asRole(url), log });
      return asRole(url);
    },
  });
});
afterAll(async () => {
  await world.close();
  await asked(inject('serverUrl'), `DROP ROLE ${role}`);
});

it('a role that may only read and write rows is enough for Baton, from a handoff to its answer', async () => {
  const rep = world.sandbox.person('rep.berlin');
  const csm = world.sandbox.person('csm.berlin');
  await handOver(rep, { account: 'Acme Sample', receiver: 'CSM (Berlin)' });
  await csm.clicks('I’m on it', { in: 'dm', message: /Acme Sample/ });
  await rep.message(/csm.berlin is on it/, { in: 'dm' });
});

it('it may make, change or drop no table, and say of no migration that it was applied', async () => {
  const url = asRole(world.database.url);
  for (const sql of [
    'CREATE TABLE mine (id int)',
    'DROP TABLE timers',
    'ALTER TABLE audit_entries DISABLE TRIGGER USER',
    'TRUNCATE audit_entries',
    'DELETE FROM _prisma_migrations',
  ])
    await expect(asked(url, sql), sql).rejects.toMatchObject({ code: '42501' });
  const { rows } = await asked(url, 'SELECT count(*)::int AS applied FROM _prisma_migrations');
  expect(rows).toEqual([{ applied: (await knownMigrations()).length }]);
});

it('two roles that do not meet in one schema are refused in words', async () => {
  const adminUrl = world.database.url;
  const elsewhere = Object.assign(new URL(asRole(adminUrl)), { search: '?schema=pg_catalog' }).href;
  await expect(grantRows({ adminUrl, url: elsewhere, log })).rejects.toThrow(
    /same schema of the same database/,
  );
});
