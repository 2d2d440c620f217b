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
  const { accounts, csms, from, to, months, card, watch } = test;
  const head =
    `${count(accounts, 'account')}, ${count(csms, 'owner')}, ${isoDay(from)} to ${isoDay(to)}, ` +
    `${months.toFixed(0)} account-months. ${count(card.figures.churns, 'customer')} left.\n\n`;
  const rows = [
    [
      '',
      'Alerts',
      'An account and month',
      'A week of 60 accounts',
      'Seen 60 days ahead',
      'By chance',
      'Median lead',
      'Ended in leaving',
    ],
    figuresRow('Cards', card),
    figuresRow('Watch', watch),
  ];
  return `${head}${table(rows)}\n${reasons('cards', card)}${reasons('watch', watch)}${listed(test)}${versus('Cards', card)}${versus('Watch', watch)}`;
}

function figuresRow(name: string, { figures }: Tried): string[] {
  const { alerts, perAccountMonth, perCsmWeek, recall, seen, churns, chance, medianLeadDays } = figures;
  return [
    name,
    String(alerts),
    perAccountMonth.toFixed(3),
    perCsmWeek.toFixed(2),
    `${percent(recall)} (${seen} of ${churns})`,
    percent(chance),
    medianLeadDays === null ? '-' : `${medianLeadDays.toFixed(0)} days`,
    percent(figures.endedInLeaving),
  ];
}

function reasons(name: string, { figures }: Tried): string {
  const each = Object.entries(figures.byReason).map(([reason, alerts]) => `${reason} ${alerts}`);
  return `By reason, ${name}: ${each.join(', ') || 'none'}.\n`;
}

function listed({ card, list, lowForLong }: Backtest): string {
  const low = `Low for long, in the digest only: ${lowForLong}.\n`;
  if (card.figures.churns === 0)
    return `${low}Nobody left in this file: whether alerts came in time cannot be told.\n`;
  return (
    `${low}On the list 60 days before leaving: ${percent(list.ahead)} of those who left; ` +
    `those who stayed are on it ${percent(list.stayers)} of their time.\n`
  );
}

function versus(name: string, { figures, plain, smoothed }: Tried): string {
  if (figures.churns === 0) return '';
  return `${name}: ${against(figures.alerts, plain, 'plain threshold')}; ${against(figures.alerts, smoothed, 'threshold on the smoothed score')}.\n`;
}

function against(alerts: number, rival: Rival | null, what: string): string {
  if (!rival) return `no ${what} sees as many`;
  const times = rival.alerts === 0 ? '' : `, ${(alerts / rival.alerts).toFixed(2)} times as many alerts`;
  return `against the best ${what} that sees as many (${rival.threshold}: ${rival.alerts} alerts)${times}`;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(0)}%`;
}
