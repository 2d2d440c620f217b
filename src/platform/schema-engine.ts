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
 * `prisma migrate deploy`, without a native binary to download. `runScript` in place of the adapter's own way,
 * which cuts a script at every semicolon, through function bodies too, and runs the pieces one by one.
 */
export async function openSchemaEngine(
  pool: pg.Pool,
  runScript: (script: string) => Promise<void>,
): Promise<SchemaEngine> {
  loaded ??= load();
  await loaded;
  const factory = new InItsSchema(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = (script) =>
      runScript(script).catch((error: unknown) => {
        throw error instanceof pg.DatabaseError ? new DriverAdapterError(asAdapterError(error)) : error;
      });
    return adapter;
  };
  return bindings.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
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
