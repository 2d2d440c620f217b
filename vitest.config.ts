import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { HeaviestFirst } from './tests/support/heaviest-first.ts';

export default defineConfig(({ mode }) => ({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need a PgBouncer (npm run test:pooler), or what is shipped (.ci/image).
    exclude: [
      ...configDefaults.exclude,
      ...(mode === 'pooler' ? [] : ['tests/pooler/**']),
      ...(mode === 'image' ? [] : ['tests/image/**']),
    ],
    globalSetup: 'tests/support/global-setup.ts',
    pool: 'forks',
    // What one file has loaded the next one finds: nothing that is loaded keeps anything of a test.
    isolate: false,
    // Most of the time is spent waiting, for the database and for clocks: every core gets a file, and one waits beside.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: HeaviestFirst },
    testTimeout: 30_000,
    // What is waited for comes in its own time; how long that takes says more about the machine.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    allowOnly: false,
  },
}));
