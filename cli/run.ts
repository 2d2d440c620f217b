import { CommanderError } from 'commander';
import { ConfigError } from '../src/platform/config.ts';
import { EmbeddedError } from '../src/platform/embedded.ts';
import { failureOf } from '../src/platform/failure.ts';
import { type Io, Stop } from './io.ts';
import { buildProgram } from './program.ts';

/** Runs one command line, the program's name left out, and answers its exit code. */
export async function run(words: string[], io: Io): Promise<number> {
  try {
    await buildProgram(io).parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // has spoken already
    if (error instanceof Stop) {
      io.warn(`${error.message}\n`);
      return error.exitCode;
    }
    if (error instanceof ConfigError || error instanceof EmbeddedError) io.warn(`${error.message}\n`);
    else
      io.warn(
        `Something went wrong: ${JSON.stringify(failureOf(error))}. See what is amiss: npm run baton -- doctor\n`,
      );
    return 1;
  }
}
