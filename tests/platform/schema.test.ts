import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createEmptyDatabase,
  createTestDatabase,
  dropDatabase,
  type TestDatabase,
  urlOf,
} from '../support/database.ts';
import { sqlOfSchema } from '../support/schema-sql.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Everything a migration can make, a line each. */
const CATALOG = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' '
      || coalesce(column_default, '') || ' ' || coalesce(datetime_precision::text, '')
      || ' ' || coalesce(numeric_precision || ',' || numeric_scale, '') AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'index ' || indexname || ' ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  UNION ALL SELECT 'enum ' || typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder)
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname
  UNION ALL SELECT 'trigger ' || tgname || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'function ' || proname || ' ' || prosrc FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace`;

async function readCatalog(client: pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOG);
  return rows.map(({ line }) => line).filter((line) => !line.includes('_prisma_migrations'));
}

test('the migrations make what schema.prisma says, and beyond it only what is named here', async () => {
  const name = await createEmptyDatabase();
  const pool = new pg.Pool({ connectionString: urlOf(name), max: 2 });
  const client = await pool.connect();
  await client.query(await sqlOfSchema(pool));
  const said = await readCatalog(pool);
  const made = await readCatalog(database.pool);
  client.release();
  await pool.end();
  await dropDatabase(name);

  expect(said.filter((line) => !made.includes(line))).toEqual([]);
  const beyond = made.filter((line) => !said.includes(line));
  expect(beyond.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
    'constraint account_health_confidence_range',
    'constraint account_health_override_says_why',
    'constraint account_health_score_range',
    'constraint accounts_merged_elsewhere',
    'constraint deals_closed_says_when',
    'constraint deals_version_positive',
    'constraint digest_subscriptions_scope_is_whole',
    'constraint digest_subscriptions_time',
    'constraint handoff_follow_ups_answer_has_a_day',
    'constraint handoff_follow_ups_closed_says_when',
    'constraint handoff_follow_ups_version_positive',
    'constraint handoffs_completeness_range',
    'constraint handoffs_finished_says_when',
    'constraint handoffs_open_is_whole',
    'constraint handoffs_quality_range',
    'constraint handoffs_slot_positive',
    'constraint handoffs_version_positive',
    'constraint outbox_threads_version_order',
    'constraint policies_for_something',
    'constraint readiness_one_row',
    'constraint risks_claimed_is_owned',
    'constraint risks_resolved_says_how',
    'constraint risks_version_positive',
    'constraint sandbox_clock_one_row',
    'constraint signals_value_finite',
    'constraint timers_version_positive',
    'function account_search_grams',
    'function account_search_text',
    'function audit_entries_append_only',
    'function baselines_never_change',
    'function forget_workspace',
    'function keep_account_search',
    'function keep_account_stage',
    'index account_health_due',
    'index account_slides_listed_idx',
    'index accounts_search_grams',
    'index accounts_search_left',
    'index accounts_search_text',
    'index deals_heads_up',
    'index digest_subscriptions_due',
    'index digest_subscriptions_one_running',
    'index handoff_follow_ups_one_open',
    'index handoffs_one_open',
    'index members_absences_due',
    'index members_leaving',
    'index outbox_lanes_recheck',
    'index outbox_left_behind_due',
    'index outbox_messages_blocked',
    'index outbox_messages_cases',
    'index outbox_messages_leased',
    'index outbox_messages_pending',
    'index outbox_messages_placed',
    'index outbox_messages_stuck',
    'index outbox_messages_uncertain',
    'index outbox_messages_unfinished',
    'index outbox_messages_withheld',
    'index outbox_threads_stale',
    'index owed_redraw',
    'index policies_once',
    'index risks_one_open',
    'index signals_corrects',
    'index timers_due',
    'trigger accounts_fill_search',
    'trigger accounts_keep_first_stage',
    'trigger accounts_keep_search',
    'trigger accounts_keep_stage',
    'trigger audit_entries_rows_append_only',
    'trigger audit_entries_table_append_only',
    'trigger baselines_never_change',
    'trigger workspaces_forget',
  ]);
});

const at = new Date('2026-03-02T09:00:00Z');

async function createWorkspace() {
  const id = randomUUID();
  await database.db.workspace.create({
    data: { id, slackTeamId: `T${id}`, name: 'Sample', botUserId: 'U0', createdAt: at },
  });
  return id;
}

async function createHandoff(workspaceId: string, accountId: string, data: object = {}) {
  return database.db.handoff.create({
    data: {
      id: randomUUID(),
      workspaceId,
      accountId,
      template: 'sample',
      brief: {},
      senderId: randomUUID(),
      receiverId: randomUUID(),
      submittedAt: at,
      createdAt: at,
      updatedAt: at,
      ...data,
    },
  });
}

async function createAccount(workspaceId: string) {
  const id = randomUUID();
  await database.db.account.create({
    data: { id, workspaceId, name: id, nameKey: id, createdAt: at, updatedAt: at },
  });
  return id;
}

test('an account has one open handoff per kind, deal and slot; closed ones and drafts do not count', async () => {
  const workspaceId = await createWorkspace();
  const accountId = await createAccount(workspaceId);
  await createHandoff(workspaceId, accountId, { state: 'draft' });
  await createHandoff(workspaceId, accountId, { state: 'cancelled' });
  await createHandoff(workspaceId, accountId, { state: 'accepted', number: 1 });
  await expect(
    createHandoff(workspaceId, accountId, { state: 'submitted', number: 2 }),
  ).rejects.toMatchObject({ code: 'P2002' });
  await createHandoff(workspaceId, accountId, { state: 'submitted', number: 2, slot: 2 });
  await createHandoff(workspaceId, accountId, { state: 'submitted', number: 3, dealType: 'renewal' });
});

test('an open handoff without number, receiver, account or date is refused', async () => {
  const workspaceId = await createWorkspace();
  const whole = { state: 'submitted', number: 1 } as const;
  for (const missing of ['number', 'receiverId', 'accountId', 'submittedAt']) {
    const accountId = await createAccount(workspaceId);
    await expect(createHandoff(workspaceId, accountId, { ...whole, [missing]: null })).rejects.toThrow(
      /handoffs_open_is_whole/,
    );
  }
});

test('completeness beyond 100 and a slot below 1 are refused', async () => {
  const workspaceId = await createWorkspace();
  const accountId = await createAccount(workspaceId);
  await expect(createHandoff(workspaceId, accountId, { completeness: 101 })).rejects.toThrow(/completeness/);
  await expect(createHandoff(workspaceId, accountId, { slot: 0 })).rejects.toThrow(/slot/);
});

test('the audit is append-only: only a purge that says so may delete', async () => {
  const { pool, db } = database;
  await db.auditEntry.create({
    data: {
      id: randomUUID(),
      workspaceId: randomUUID(),
      subjectType: 'handoff',
      subjectId: randomUUID(),
      action: 'handoff.submitted',
      actor: {},
      data: {},
      at,
    },
  });
  await expect(pool.query("UPDATE audit_entries SET action = 'x'")).rejects.toThrow(/append-only/);
  await expect(pool.query('DELETE FROM audit_entries')).rejects.toThrow(/append-only/);
  await expect(pool.query('TRUNCATE audit_entries')).rejects.toThrow(/append-only/);

  await db.$transaction([
    db.$executeRaw`SET LOCAL baton.purge = 'on'`,
    db.$executeRaw`DELETE FROM audit_entries`,
  ]);
  expect(await db.auditEntry.count()).toBe(0);
});
