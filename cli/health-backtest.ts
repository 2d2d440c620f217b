import type { Command } from 'commander';
import { type Backtest, backtest, type Tried } from '../src/health/backtest/backtest.ts';
import { HISTORY_COLUMNS, readHistory } from '../src/health/backtest/history.ts';
import type { Rival } from '../src/health/backtest/measures.ts';
import { loadHealthConfig } from '../src/health/rules/load-config.ts';
import { count } from '../src/platform/text.ts';
import { isoDay } from '../src/time/day.ts';
import { readTable, reportRejected } from './import-file.ts';
import { type Io, Stop, table } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerBacktest(health: Command, io: Io): void {
  health
    .command('backtest')
    .argument(
      '<file>',
      `CSV with a header: ${HISTORY_COLUMNS.join(', ')}; type "churned" says when a customer left`,
    )
    .description(
      'play a past through the rules in force: what would have been told, and whether it was right',
    )
    .action((file: string, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const config = await loadHealthConfig(ctx.db, ctx.workspace.id);
        const csv = await readTable(file, {
          known: HISTORY_COLUMNS,
          required: ['account', 'type', 'observed_at'],
        });
        const { histories, rejected } = readHistory(csv, config);
        if (histories.length === 0) throw new Stop('The file has no observation that can be read.');
        io.write(report(backtest(histories, config)));
        await reportRejected(io, file, csv, rejected, true);
      }),
    );
}

function report(test: Backtest): string {
  const { accounts, csms, from, to, months, card, watch, list, lowForLong } = test;
  const { churns } = card.figures;
  const head =
    `${count(accounts, 'account')}, ${count(csms, 'owner')}, ${isoDay(from)} to ${isoDay(to)}, ` +
    `${months.toFixed(0)} account-months. ${count(churns, 'customer')} left.\n\n`;
  const row = (name: string, of: (tried: Tried) => string) => [name, of(card), of(watch)];
  const rows = [
    ['', 'Cards', 'Watch'],
    row('Alerts', ({ figures }) => String(figures.alerts)),
    row('for each account and month', ({ figures }) => figures.perAccountMonth.toFixed(3)),
    row('a week, for a CSM with 60 accounts', ({ figures }) => figures.perCsmWeek.toFixed(2)),
    row('Seen 60 days ahead', ({ figures }) => `${percent(figures.recall)} (${figures.seen} of ${churns})`),
    row('the same by chance', ({ figures }) => percent(figures.chance)),
    row('Median lead', ({ figures: { medianLeadDays: days } }) =>
      days === null ? '-' : `${days.toFixed(0)} days`,
    ),
    row('Ended in leaving', ({ figures }) => percent(figures.endedInLeaving)),
    row('Alerts ÷ plain threshold', ({ figures, plain }) => against(figures.alerts, plain)),
    row('Alerts ÷ smoothed threshold', ({ figures, smoothed }) => against(figures.alerts, smoothed)),
  ];
  const listed =
    churns === 0
      ? 'Nobody left in this file: whether alerts came in time cannot be told.\n'
      : `On the list 60 days before leaving: ${percent(list.ahead)} of those who left. ` +
        `Those who stayed: ${percent(list.stayers)} of their time.\n`;
  return (
    `${head}${table(rows)}\n${listed}${reasons('Cards', card)}${reasons('Watch', watch)}` +
    `Low for long, in the digest only: ${lowForLong}.\n`
  );
}

function reasons(name: string, { figures }: Tried): string {
  const each = Object.entries(figures.byReason).map(([reason, alerts]) => `${reason} ${alerts}`);
  return `${name} by reason: ${each.join(', ') || 'none'}.\n`;
}

/** The best threshold that sees as many, and how many alerts it makes of it. */
function against(alerts: number, rival: Rival | null): string {
  if (!rival) return 'none sees as many';
  if (rival.alerts === 0) return '-';
  return `${(alerts / rival.alerts).toFixed(2)} (below ${rival.threshold}: ${rival.alerts})`;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(0)}%`;
}
