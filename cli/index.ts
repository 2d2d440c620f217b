import { readEnvironment } from '../src/platform/config.ts';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2), {
  env: readEnvironment(),
  write: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(text),
  progress: process.stderr.isTTY ? (line) => process.stderr.write(line) : undefined,
});
