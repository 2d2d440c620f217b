import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { InItsSchema } from './database.ts';

// @types/node leaves this global to the DOM's types.
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: Record<string, () => void> } }>;
};

let loaded: Promise<void> | undefined;

/**
 * Prisma's own migration engine as WebAssembly: the same rules and the same `_prisma_migrations` table as
 * `prisma migrate deploy`, without a native binary to download. Scripts run on the connection `scripts`.
 */
export async function openSchemaEngine(pool: pg.Pool, scripts: pg.PoolClient): Promise<SchemaEngine> {
  loaded ??= load();
  await loaded;
  const factory = new InItsSchema(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = (script) => executeWhole(scripts, script);
    return adapter;
  };
  return bindings.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/**
 * The adapter's own way cuts a script at every semicolon, through function bodies too, and runs the pieces one
 * by one. Sent whole, PostgreSQL runs it in one transaction. The row that says "finished" is part of it, so
 * that a process killed here leaves either all of a migration or nothing. It must be the connection that holds
 * our lock: the server finishes a script whose sender is dead, and nobody may come in before that.
 */
async function executeWhole(client: pg.PoolClient, script: string): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`);
  const finish = `UPDATE _prisma_migrations SET finished_at = now()
    WHERE finished_at IS NULL AND rolled_back_at IS NULL`;
  try {
    await client.query(rows[0]?.present ? `${script}\n;${finish}` : script);
  } catch (error) {
    throw error instanceof pg.DatabaseError ? new DriverAdapterError(asAdapterError(error)) : error;
  }
}

function asAdapterError(error: pg.DatabaseError) {
  return {
    kind: 'postgres' as const,
    code: error.code ?? 'XX000',
    severity: error.severity ?? 'ERROR',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  };
}

// The package's own entry imports the .wasm file as a module, which Node cannot do without a flag.
async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const { instance } = await WebAssembly.instantiate(await readFile(entry.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': { ...bindings, ...idleTimers() },
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports['__wbindgen_start']?.();
}

/** The engine never clears the ten seconds it gives its lock: they must not keep a finished process alive. */
function idleTimers(): Record<string, (run: () => void, ms: number) => NodeJS.Timeout> {
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout'));
  return Object.fromEntries(names.map((name) => [name, (run, ms) => setTimeout(run, ms >>> 0).unref()]));
}
