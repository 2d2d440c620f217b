import type { Command } from 'commander';
import { count } from '../src/platform/text.ts';
import { NO_SEGMENT, segmentName } from '../src/risks/alerts/alerts.ts';
import { loadFalseAlarms, loadPreview, loadSegments } from '../src/risks/alerts/load-alerts.ts';
import { disableAlerts, enableAlerts } from '../src/risks/alerts/switch-alerts.ts';
import { plusDays } from '../src/time/day.ts';
import { falseAlarmsTable, previewText, segmentsTable } from './health-tables.ts';
import { agreed, type Io, Stop } from './io.ts';
import { inWorkspace } from './open.ts';

const MOST_DAYS = 366;

/** The part of `health` that is about telling people. */
export function registerAlerts(health: Command, io: Io): void {
  health
    .command('preview')
    .option('--days <n>', 'of so many days', '14')
    .description('show what alerts would have opened where they are only tried out')
    .action((options: { days: string }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const days = readDays(options.days);
        const from = plusDays(ctx.now, -days);
        io.write(previewText(await loadPreview(ctx, { from, to: new Date(ctx.now.getTime() + 1) }), days));
      }),
    );
  health
    .command('segments')
    .description('show where alerts are on, and where they may be turned on')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        io.write(segmentsTable(await loadSegments(ctx)));
      }),
    );
  health
    .command('enable')
    .argument('<segment>', `its name, or ${NO_SEGMENT} for accounts without one`)
    .description('turn alerts on, and post one summary of how the segment stands')
    .action((segment: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { atRisk, critical, segment: name } = agreed(await enableAlerts(ctx, { segment }));
        const low = `${count(critical, 'account')} critical, ${atRisk} at risk`;
        io.write(`Alerts are on for ${segmentName(name)}: ${low}. The summary is on its way.\n`);
      }),
    );
  health
    .command('disable')
    .argument('<segment>', `its name, or ${NO_SEGMENT} for accounts without one`)
    .description('go back to trying alerts out; risks that are open stay open')
    .action((segment: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { segment: name } = agreed(await disableAlerts(ctx, { segment }));
        io.write(`Alerts are off for ${segmentName(name)}, and tried out again.\n`);
      }),
    );
  health
    .command('false-alarms')
    .option('--days <n>', 'of risks opened within so many days', '90')
    .description('show how often each rule was right, by what people answered')
    .action((options: { days: string }, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const days = readDays(options.days);
        io.write(falseAlarmsTable(await loadFalseAlarms(ctx, { days }), days));
      }),
    );
}

function readDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MOST_DAYS) throw new Stop(`--days is a whole number from 1 to ${MOST_DAYS}.`);
  return days;
}
