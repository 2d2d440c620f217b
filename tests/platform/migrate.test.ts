import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { projectFolder } from '../../src/platform/config.ts';
import { migrate, runScript } from '../../src/platform/database/migrate.ts';
import { createEmptyDatabase, dropDatabase, urlOf } from '../support/database.ts';

const log = pino({ level: 'silent' });
const migrations = readdirSync(join(projectFolder, 'prisma', 'migrations'))
  .filter((name) => /^\d/.test(name))
  .sort();

/** As Prisma's engine makes it. */
const TABLE_OF_MIGRATIONS = `
  CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

async function emptyDatabase(): Promise<{ url: string; client: pg.Client }> {
  const name = await createEmptyDatabase();
  const client = new pg.Client({ connectionString: urlOf(name) });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await dropDatabase(name);
  });
  return { url: urlOf(name), client };
}

/** As a version that knew only so many of the migrations left it. */
async function migrateTo(client: pg.Client, end: number): Promise<void> {
  await client.query(TABLE_OF_MIGRATIONS);
  for (const name of migrations.slice(0, end)) {
    const sql = readFileSync(join(projectFolder, 'prisma', 'migrations', name, 'migration.sql'), 'utf8');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES (gen_random_uuid()::text, $1, $2, now(), 1)`,
      [createHash('sha256').update(sql).digest('hex'), name],
    );
  }
}

const finishedMigrations = async (client: pg.Client) =>
  (
    await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name',
    )
  ).rows.map((row) => row.migration_name);

test('of four that migrate at once all succeed, and each migration is applied once', async () => {
  const { url, client } = await emptyDatabase();
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, log)));
  expect(applied.flat().sort()).toEqual(migrations);
  expect(await finishedMigrations(client)).toEqual(migrations);
  expect(await migrate(url, log)).toEqual([]);
});

test('a migration cut off by kill -9 is there whole or not at all, and the next start goes on', async () => {
  const { url, client } = await emptyDatabase();
  const inTheWay = new pg.Client({ connectionString: url });
  await inTheWay.connect();
  await inTheWay.query('BEGIN');
  await inTheWay.query("CREATE TYPE deal_type AS ENUM ('mine')"); // makes the first migration wait

  const child = spawn(process.execPath, ['--import', 'tsx', 'src/platform/database/deploy.ts'], {
    cwd: projectFolder,
    env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  await vi.waitFor(async () => {
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    expect(rows).toHaveLength(1);
  }, 20_000);
  child.kill('SIGKILL');
  const next = migrate(url, log); // waits for what the dead one's connection still does
  await inTheWay.end();

  await next;
  expect(await finishedMigrations(client)).toEqual(migrations);
  await client.query('SELECT count(*) FROM handoffs');
});

test('what stood in a database of the first migration is there after the second, ids of accounts in their own table', async () => {
  const { url, client } = await emptyDatabase();
  await migrateTo(client, 1);
  const [workspaceId, memberId, accountId, handoffId] = [1, 2, 3, 4].map(() => randomUUID());
  await client.query(
    `INSERT INTO workspaces (id, slack_team_id, name, bot_user_id, created_at)
     VALUES ($1, 'T1', 'Sample', 'UBATON', now())`,
    [workspaceId],
  );
  await client.query(
    `INSERT INTO members (id, workspace_id, slack_user_id, name, updated_at)
     VALUES ($1, $2, 'U1', 'Sample person', now())`,
    [memberId, workspaceId],
  );
  await client.query(
    `INSERT INTO accounts (id, workspace_id, name, name_key, external_id, created_at, updated_at)
     VALUES ($1, $2, 'Acme', 'acme', 'A-1', now(), now()), (gen_random_uuid(), $2, 'No id', 'no id', NULL, now(), now())`,
    [accountId, workspaceId],
  );
  await client.query(
    `INSERT INTO handoffs (id, workspace_id, number, state, template, sender_id, receiver_id, account_id, brief,
                           submitted_at, created_at, updated_at)
     VALUES ($1, $2, 1, 'submitted', 'sample@1', $3, $3, $4, '{}', now(), now(), now())`,
    [handoffId, workspaceId, memberId, accountId],
  );

  expect(await migrate(url, log)).toEqual(migrations.slice(1));
  const { rows: ids } = await client.query('SELECT * FROM account_external_ids');
  expect(ids).toEqual([{ workspace_id: workspaceId, external_id: 'A-1', account_id: accountId }]);
  const { rows: handoffs } = await client.query(
    `SELECT h.id, h.state::text, h.kind::text, a.name, a.merged_into_id, a.provenance
       FROM handoffs h JOIN accounts a ON a.id = h.account_id`,
  );
  expect(handoffs).toEqual([
    {
      id: handoffId,
      state: 'submitted',
      kind: 'sales_to_cs',
      name: 'Acme',
      merged_into_id: null,
      provenance: {},
    },
  ]);
});

test('a migration that fails says why, and is tried again once the reason is gone', async () => {
  const { url, client } = await emptyDatabase();
  await client.query('CREATE FUNCTION audit_entries_append_only() RETURNS int RETURN 1');
  await expect(migrate(url, log)).rejects.toThrow(/audit_entries_append_only/);
  await client.query('DROP FUNCTION audit_entries_append_only');
  expect(await migrate(url, log)).toEqual(migrations);
});

test('one that another program began and did not finish is applied, and Prisma is told so', async () => {
  const { url, client } = await emptyDatabase();
  await migrateTo(client, 1);
  await client.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('cut off', '', $1)",
    [migrations[1]],
  );
  expect(await migrate(url, log)).toEqual(migrations.slice(1));
  const { rows } = await client.query(
    'SELECT id FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
  expect(rows).toEqual([]);
});

test('a database with tables of something else is left as it is', async () => {
  const { url, client } = await emptyDatabase();
  await client.query('CREATE TABLE of_something_else ()');
  await expect(migrate(url, log)).rejects.toThrow(/not Baton’s/);
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS records");
  expect(rows).toEqual([{ records: null }]);
});

test('npm run db:deploy says what it applied', async () => {
  const { url } = await emptyDatabase();
  const deploy = () =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'src/platform/database/deploy.ts'], {
        cwd: projectFolder,
        env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'silent' },
      });
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      child.on('close', () => resolve(output.trim()));
    });
  expect(await deploy()).toBe(`Applied: ${migrations.join(', ')}`);
  expect(await deploy()).toBe('The database is up to date.');
});

test('a migration beside somebody who reads holds nobody up for long, and is there once they have read', async () => {
  const { url, client } = await emptyDatabase();
  const alters = migrations.indexOf('20261122130000_cs_to_cs'); // and builds an index on handoffs
  await migrateTo(client, alters);
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  await reader.query('BEGIN');
  await reader.query('SELECT count(*) FROM handoffs');
  const next = migrate(url, log);
  const waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'handoffs'::regclass";
  await vi.waitFor(async () => expect((await client.query(waits)).rows).toHaveLength(1), 20_000);

  // Somebody else's click, behind the migration: it gets its turn while the reader still reads.
  await client.query("SET lock_timeout TO '10s'");
  await client.query('SELECT count(*) FROM handoffs');
  await reader.end();
  expect(await next).toEqual(migrations.slice(alters));
});

test('an index is built beside writers where the migration says so, and again after one that was cut off', async () => {
  const { url, client } = await emptyDatabase();
  await client.query('CREATE TABLE many (x int)');
  const script = `-- outside a transaction
-- Built by hand: what was left is removed first.
DROP INDEX CONCURRENTLY IF EXISTS many_x;
CREATE INDEX CONCURRENTLY many_x ON many (x);
`;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const lock = await pool.connect();
  const writer = new pg.Client({ connectionString: url });
  await writer.connect();
  await writer.query('BEGIN; INSERT INTO many VALUES (1)');
  const run = runScript(lock, script, 'SELECT 1', log);
  await vi.waitFor(async () => {
    const { rows } = await client.query(
      "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'virtualxid'",
    );
    expect(rows.length).toBeGreaterThan(0);
  }, 20_000);
  await client.query("SET lock_timeout TO '2s'; INSERT INTO many VALUES (2)");
  await writer.query('COMMIT');
  await run;
  await runScript(lock, script, 'SELECT 1', log);
  const { rows } = await client.query(
    "SELECT indisvalid FROM pg_index WHERE indexrelid = 'many_x'::regclass",
  );
  expect(rows).toEqual([{ indisvalid: true }]);
  lock.release();
  await Promise.all([writer.end(), pool.end()]);
});

test('one waits for another that runs without a statement of its own in the way', async () => {
  const { url, client } = await emptyDatabase();
  await client.query('SELECT pg_advisory_lock(4271, 1)');
  const next = migrate(url, log);
  await vi.waitFor(async () => {
    const { rows } = await client.query(
      "SELECT wait_event_type FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%advisory_lock(4271, 1)%' AND pid <> pg_backend_pid()",
    );
    expect(rows).toEqual([{ wait_event_type: 'Client' }]);
  }, 20_000);
  await client.query('SELECT pg_advisory_unlock(4271, 1)');
  expect(await next).toEqual(migrations);
});
