import { createInterface } from 'node:readline/promises';
import { readEnvironment } from '../src/platform/config.ts';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2), {
  env: readEnvironment(),
  write: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(text),
  progress: process.stderr.isTTY ? (line) => process.stderr.write(line) : undefined,
  ask: process.stdin.isTTY ? ask : undefined,
});

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return terminal.question(question).finally(() => terminal.close());
}
