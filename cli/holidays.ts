import type { Command } from 'commander';
import { listTeams } from '../src/people/load-people.ts';
import { setTeam } from '../src/people/set-team.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { count } from '../src/platform/text.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { setSetting } from '../src/settings/set-setting.ts';
import { holidaysIn } from '../src/time/holidays-in.ts';
import { addDays, localDate } from '../src/time/local-date.ts';
import { DRY_RUN } from './import-file.ts';
import { agreed, type Io, readInput, Stop, someOf } from './io.ts';
import { inWorkspace } from './open.ts';

const YEARS = 3;
const SHOWN = 20;

export function registerHolidays(program: Command, io: Io): void {
  program
    .command('holidays')
    .description('days on which no one works')
    .command('import')
    .argument('<file>', 'a calendar as .ics, exported from where your holidays are kept')
    .option('--for-team <name>', 'for a team with holidays of its own; without it for everyone else')
    .option('--dry-run', DRY_RUN)
    .description(`add the whole days of a calendar, for the next ${YEARS} years`)
    .action((file: string, options: { forTeam?: string; dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const from = localDate(ctx.now, 'UTC');
        const text = (await readInput(file)).toString('utf8');
        const { days, rejected } = agreed(holidaysIn(text, { from, to: addDays(from, YEARS * 365) }));
        const before = await known(ctx, options.forTeam);
        const added = days.filter((day) => !before.includes(day));
        if (!options.dryRun && added.length > 0) await keep(ctx, options.forTeam, [...before, ...added]);
        io.write(
          `${count(added.length, 'day')} ${options.dryRun ? 'would be added' : 'added'}, ${days.length - added.length} known already.\n`,
        );
        io.write(someOf(added, SHOWN, 'day'));
        if (rejected.length === 0) return;
        io.write(
          someOf(
            rejected.map(({ name, reason }) => `${name}: ${reason}`),
            SHOWN,
            'event',
          ),
        );
        throw new Stop(`${count(rejected.length, 'event')} left out.`, 2);
      }),
    );
}

async function known(ctx: Ctx, name: string | undefined): Promise<readonly string[]> {
  const { values } = await loadSettings(ctx.db, ctx.workspace.id);
  if (name === undefined) return values['calendar.holidays'];
  const is = (one: string) => one.trim().toLowerCase() === name.trim().toLowerCase();
  const team = (await listTeams(ctx.db, ctx.workspace.id)).find((one) => is(one.name));
  if (!team) throw new Stop(`There is no team "${name}". See them: teams list`);
  // Its own replace the workspace's: it begins with those that hold now.
  return team.calendar?.holidays ?? values['calendar.holidays'];
}

async function keep(ctx: Ctx, team: string | undefined, days: readonly string[]): Promise<void> {
  const value = days.join(',');
  agreed(
    team === undefined
      ? await setSetting(ctx, { key: 'calendar.holidays', value })
      : await setTeam(ctx, { name: team, holidays: value }),
  );
}
