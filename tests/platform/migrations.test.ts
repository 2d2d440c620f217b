import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownMigrations, migrationsFolder } from '../../src/platform/database/migrate.ts';
import { blockingStatements } from '../support/blocking-statements.ts';
import { productFiles, sourceOf } from '../support/sources.ts';

/** Released before anybody had large tables; a released migration is never edited. */
const EXEMPT = [
  '20261121000000_foundation',
  '20261122000000_health',
  '20261122120000_digest',
  '20261122130000_cs_to_cs',
];

test('no migration holds people up on a table that can be large', async () => {
  const names = (await knownMigrations()).filter((name) => !EXEMPT.includes(name));
  const found = names.flatMap((name) =>
    blockingStatements(readFileSync(join(migrationsFolder, name, 'migration.sql'), 'utf8')).map(
      (line) => `${name}: ${line}`,
    ),
  );
  expect(found).toEqual([]);
});

test('no statement names the schema: where the tables are is the search_path’s', async () => {
  const migrations = (await knownMigrations()).map((name) => join(migrationsFolder, name, 'migration.sql'));
  const named = /\bpublic"?\."?\w|(?:schema|nspname)\w*\s*=\s*'public'/i;
  expect(productFiles().filter((path) => named.test(sourceOf(path)))).toEqual([]);
  expect(migrations.filter((path) => named.test(readFileSync(path, 'utf8')))).toEqual([]);
});

const REFUSED = [
  'CREATE INDEX "x" ON "handoffs"("state");',
  'CREATE UNIQUE INDEX x ON handoffs (state) WHERE state IS NULL;',
  'ALTER TABLE "handoffs" ADD CONSTRAINT "x" CHECK ("version" > 0);',
  'ALTER TABLE "handoffs" ADD CONSTRAINT "x" FOREIGN KEY ("account_id") REFERENCES "accounts"("id");',
  'ALTER TABLE "handoffs" ADD CONSTRAINT "x" UNIQUE ("number");',
  'ALTER TABLE handoffs ADD COLUMN "x" UUID,\n  ADD COLUMN y UUID NOT NULL DEFAULT gen_random_uuid();',
  'ALTER TABLE handoffs ADD COLUMN x INT GENERATED ALWAYS AS (number + 1) STORED;',
  'ALTER TABLE handoffs ADD COLUMN x BIGSERIAL;',
  'ALTER TABLE handoffs ADD COLUMN x UUID REFERENCES accounts (id);',
  'ALTER TABLE handoffs ALTER COLUMN number TYPE BIGINT;',
  'ALTER TABLE handoffs ALTER COLUMN number SET DATA TYPE BIGINT;',
  'ALTER TABLE handoffs ADD COLUMN x INT, ALTER COLUMN number SET NOT NULL;',
  'ALTER TABLE handoffs ADD CONSTRAINT x CHECK (version > 0) NOT VALID;\nALTER TABLE handoffs VALIDATE CONSTRAINT x;',
  'UPDATE "handoffs" SET state = state;',
  'DELETE FROM signals;',
  'ALTER TABLE teams ADD COLUMN x INT;\nINSERT INTO account_co_owners (account_id) SELECT id FROM accounts;',
  'DO $$ BEGIN UPDATE handoffs SET state = state; END $$;',
  'LOCK TABLE handoffs;',
  'CREATE INDEX CONCURRENTLY x ON handoffs (state);',
  '-- outside a transaction\nCREATE INDEX CONCURRENTLY x ON handoffs (state);',
  '-- outside a transaction\nALTER TABLE handoffs ADD COLUMN x INT;',
];

test.each(REFUSED)('is refused: %s', (sql) => {
  expect(blockingStatements(sql)).toHaveLength(1);
});

const TAKEN = [
  'CREATE TABLE new (id UUID);\nINSERT INTO new SELECT id FROM accounts;',
  'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE accounts SET name = name;\nEND $$;',
  'ALTER TABLE "handoffs" ADD COLUMN "x" UUID, ADD COLUMN "y" INTEGER NOT NULL DEFAULT 1;',
  'ALTER TABLE handoffs ADD CONSTRAINT x CHECK (version > 0) NOT VALID;',
  'ALTER TABLE handoffs ADD CONSTRAINT x UNIQUE USING INDEX x_idx;',
  'ALTER TABLE handoffs ALTER COLUMN x DROP NOT NULL;',
  'CREATE INDEX "x" ON "teams"("name");',
  'CREATE TABLE "new" ("id" UUID NOT NULL);\nCREATE INDEX "x" ON "new"("id");\nALTER TABLE "new" ADD CONSTRAINT "y" FOREIGN KEY ("id") REFERENCES "accounts"("id");',
  'ALTER TYPE "handoff_kind" ADD VALUE \'x\';',
  '-- outside a transaction\nDROP INDEX CONCURRENTLY IF EXISTS x;\nCREATE INDEX CONCURRENTLY x ON handoffs (state);',
  '-- outside a transaction\nALTER TABLE handoffs VALIDATE CONSTRAINT x;',
];

test.each(TAKEN)('is taken: %s', (sql) => {
  expect(blockingStatements(sql)).toEqual([]);
});
