import { Command, CommanderError } from 'commander';
import { isExplained } from '../src/platform/explained.ts';
import { failureOf } from '../src/platform/failure.ts';
import { registerAccounts } from './accounts.ts';
import { registerBackup } from './backup.ts';
import { registerDigest } from './digest.ts';
import { registerDoctor } from './doctor.ts';
import { registerHandoffs } from './handoffs.ts';
import { registerHealth } from './health.ts';
import { registerHolidays } from './holidays.ts';
import { type Io, Stop } from './io.ts';
import { registerManifest } from './manifest.ts';
import { registerPolicies } from './policies.ts';
import { registerPurges } from './purge.ts';
import { registerSettings } from './settings.ts';
import { registerSignals } from './signals.ts';
import { registerPeople, registerTeams } from './teams.ts';
import { registerTemplates } from './templates.ts';
import { registerTokens } from './tokens.ts';

/** Runs one command line, the program's name left out, and returns its exit code. */
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

function buildProgram(io: Io): Command {
  const program = new Command('baton')
    .description('Baton from the command line')
    .option('--team <id>', 'Slack team id of the workspace, where there are several')
    .showHelpAfterError('Add --help to see what is allowed.')
    .configureOutput({ writeOut: io.write, writeErr: io.warn })
    .exitOverride();
  registerManifest(program, io);
  registerDoctor(program, io);
  registerSettings(program, io);
  registerPolicies(program, io);
  registerTeams(program, io);
  registerPeople(program, io);
  registerHolidays(program, io);
  registerAccounts(program, io);
  registerHealth(program, io);
  registerSignals(program, io);
  registerHandoffs(program, io);
  registerDigest(program, io);
  registerTemplates(program, io);
  registerTokens(program, io);
  registerPurges(program, io);
  registerBackup(program, io);
  return program;
}
