import { Command } from 'commander';
import { registerAccounts } from './accounts.ts';
import { registerDigest } from './digest.ts';
import { registerDoctor } from './doctor.ts';
import { registerHealth } from './health.ts';
import type { Io } from './io.ts';
import { registerPeople } from './people.ts';
import { registerSettings } from './settings.ts';
import { registerSignals } from './signals.ts';
import { registerTeams } from './teams.ts';
import { registerTokens } from './tokens.ts';

export function buildProgram(io: Io): Command {
  const program = new Command('baton')
    .description('Baton from the command line')
    .option('--team <id>', 'Slack team id of the workspace, where there are several')
    .showHelpAfterError('Add --help to see what is allowed.')
    .configureOutput({ writeOut: io.write, writeErr: io.warn })
    .exitOverride();
  registerDoctor(program, io);
  registerSettings(program, io);
  registerTeams(program, io);
  registerPeople(program, io);
  registerAccounts(program, io);
  registerHealth(program, io);
  registerSignals(program, io);
  registerDigest(program, io);
  registerTokens(program, io);
  return program;
}
