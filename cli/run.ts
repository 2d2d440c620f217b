import { CommanderError } from 'commander';
import { isExplained } from '../src/platform/explained.ts';
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
    if (isExplained(error)) io.warn(`${error.message}\n`);
    else
      io.warn(
        `Something went wrong: ${JSON.stringify(failureOf(error))}. See what is amiss: npm run baton -- doctor\n`,
      );
    return 1;
  }
}
