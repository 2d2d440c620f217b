import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { HeaviestFirst } from './tests/support/heaviest-first.ts';

export default defineConfig(({ mode }) => ({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need a PgBouncer: npm run test:pooler.
    exclude: mode === 'pooler' ? configDefaults.exclude : [...configDefaults.exclude, 'tests/pooler/**'],
    globalSetup: 'tests/support/global-setup.ts',
    pool: 'forks',
    // What one file has loaded the next one finds: nothing that is loaded keeps anything of a test.
    isolate: false,
    // Most of the time is spent waiting, for the database and for clocks: every core gets a file, and one waits beside.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: HeaviestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
}));
