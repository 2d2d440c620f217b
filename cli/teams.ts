import { type Command, Option } from 'commander';
import type { Lane } from '../prisma/generated/client.ts';
import { listTeams } from '../src/people/list-teams.ts';
import { LANES } from '../src/people/people-row.ts';
import { setTeam } from '../src/people/set-team.ts';
import { agreed, type Io, table } from './io.ts';
import { inWorkspace } from './open.ts';

interface SetOptions {
  lane?: Lane;
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
        const rows = found.map(({ name, lane, channel, lead, members, calendar }) => {
          const holidays =
            calendar && calendar.holidays.length > 0 ? `, ${calendar.holidays.length} holidays` : '';
          const hours = calendar ? calendar.week + holidays : "the workspace's";
          return [name, lane, channel ?? 'none', lead ?? 'none', `${members}`, hours];
        });
        io.write(table([['TEAM', 'LANE', 'CHANNEL', 'LEAD', 'MEMBERS', 'HOURS'], ...rows]));
      }),
    );
  teams
    .command('set')
    .argument('<name>')
    .addOption(new Option('--lane <lane>', 'what the team does; needed for a new one').choices(LANES))
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
