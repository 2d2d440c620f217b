import { type Command, Option } from 'commander';
import type { Lane, Routing } from '../prisma/generated/client.ts';
import { importPeople } from '../src/people/import-people.ts';
import { hasMetAnybody, listTeams } from '../src/people/load-people.ts';
import { LANES, PEOPLE_ALIASES, PEOPLE_COLUMNS } from '../src/people/people-row.ts';
import { ROUTINGS } from '../src/people/person.ts';
import { setTeam } from '../src/people/set-team.ts';
import { count } from '../src/platform/text.ts';
import { EXIT_CODES, readTable, reportRejected } from './import-file.ts';
import { agreed, type Io, progressBar, Stop, table } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerPeople(program: Command, io: Io): void {
  program
    .command('people')
    .alias('person')
    .description('who is in which team, who leads and who covers')
    .command('import')
    .argument('<file>', 'CSV with a header')
    .description(`take teams, leads, managers, covers and absences from a file: ${PEOPLE_COLUMNS.join(', ')}`)
    .addHelpText('after', EXIT_CODES)
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

interface SetOptions {
  lane?: Lane;
  routing?: Routing;
  channel?: string;
  lead?: string;
  week?: string;
  holidays?: string;
  members?: string[];
}

export function registerTeams(program: Command, io: Io): void {
  const teams = program.command('teams').description('list teams, make them, change them');
  teams
    .command('list')
    .description('show every team with its channel, lead and hours')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const found = await listTeams(ctx.db, ctx.workspace.id);
        if (found.length === 0) {
          io.write(
            'There are no teams yet. Make one: teams set "NAME" --lane cs --lead EMAIL --channel C012AB3CD\n',
          );
          return;
        }
        const rows = found.map(({ name, lane, routing, channel, lead, members, calendar }) => {
          const holidays =
            calendar && calendar.holidays.length > 0 ? `, ${calendar.holidays.length} holidays` : '';
          const hours = calendar ? calendar.week + holidays : "the workspace's";
          return [name, lane, channel ?? 'none', lead ?? 'none', `${members}`, routing, hours];
        });
        io.write(table([['TEAM', 'LANE', 'CHANNEL', 'LEAD', 'MEMBERS', 'ROUTING', 'HOURS'], ...rows]));
      }),
    );
  teams
    .command('set')
    .argument('<name>')
    .addOption(new Option('--lane <lane>', 'what the team does; needed for a new one').choices(LANES))
    .addOption(
      new Option(
        '--routing <rule>',
        'whom Baton suggests for a new handoff when no one owns the account',
      ).choices(ROUTINGS),
    )
    .option('--channel <id>', 'Slack channel id for its cards, or none')
    .option('--lead <who>', 'email or Slack id, or none')
    .option(
      '--week <hours>',
      'such as "Mon-Fri 09:00-17:00", business or always; default for the workspace\'s',
    )
    .option('--holidays <dates>', 'such as 2027-01-01,2027-12-25, or none')
    .option('--members <who...>', 'emails or Slack ids; exactly these from now on')
    .description('make a team, or change what is named')
    .action((name: string, options: SetOptions, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const members = options.members?.flatMap((who) => who.split(',')).filter((who) => who.trim() !== '');
        const { team, created } = agreed(await setTeam(ctx, { ...options, name, members }));
        io.write(`The team "${team.name}" is ${created ? 'made' : 'changed'}. See it: teams list\n`);
      }),
    );
}
