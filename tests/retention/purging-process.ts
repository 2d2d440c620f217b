import { run } from '../../cli/run.ts';

// Purges a workspace from the command line, until it is killed.

const silent = () => {};
await run(['workspace', 'purge', process.argv[2] ?? '', '--yes'], {
  env: process.env,
  write: silent,
  warn: silent,
});
