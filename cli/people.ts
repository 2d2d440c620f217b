import type { Command } from 'commander';
import { hasMetAnybody } from '../src/people/has-met.ts';
import { importPeople } from '../src/people/import-people.ts';
import { PEOPLE_ALIASES, PEOPLE_COLUMNS } from '../src/people/people-row.ts';
import { count } from '../src/platform/plain-text.ts';
import { readTable, reportRejected } from './import-file.ts';
import { type Io, progressBar, Stop } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerPeople(program: Command, io: Io): void {
  program
    .command('people')
    .description('who is in which team, who leads and who covers')
    .command('import')
    .argument('<file>', 'CSV with a header')
    .description(`take teams, leads, managers, covers and absences from a file: ${PEOPLE_COLUMNS.join(', ')}`)
    .action((file: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const csv = await readTable(file, {
          known: PEOPLE_COLUMNS,
          required: [],
          aliases: PEOPLE_ALIASES,
        });
        if (!csv.columns.some((name) => name === 'slack_id' || name === 'email'))
          throw new Stop('Nothing was read: the file needs a column "slack_id" or "email".');
        const result = await importPeople(ctx, csv, progressBar(io));
        io.write(`${count(result.imported, 'row')} imported, ${result.rejected.length} rejected.\n`);
        if (result.teamsCreated.length > 0) io.write(`New teams: ${result.teamsCreated.join(', ')}.\n`);
        if (!(await hasMetAnybody(ctx)))
          io.warn('Baton has not read the people of this workspace yet. Start it once: npm start\n');
        await reportRejected(io, file, csv, result.rejected, true);
      }),
    );
}
