import type { Command } from 'commander';
import {
  type Backtest,
  backtest,
  type Figures,
  HISTORY_COLUMNS,
  readHistory,
} from '../src/health/backtest/backtest.ts';
import { loadHealthConfig } from '../src/health/rules/load-config.ts';
import { count } from '../src/platform/text.ts';
import { isoDay } from '../src/time/day.ts';
import { readTable, reportRejected } from './import-file.ts';
import { type Io, Stop, table } from './io.ts';
import { inWorkspace } from './open.ts';

/** Of the plain thresholds, each tenth is shown besides the best. */
const STEP = 10;

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
  const { accounts, csms, from, to, months, baton, best, thresholds } = test;
  const head =
    `${count(accounts, 'account')}, ${count(csms, 'owner')}, ${isoDay(from)} to ${isoDay(to)}, ` +
    `${months.toFixed(0)} account-months. ${count(baton.churns, 'customer')} left.\n\n`;
  const shown = thresholds.filter(({ threshold }) => threshold % STEP === 0 || threshold === best?.threshold);
  const rows = [
    ['', 'Alerts', 'a CSM and month', 'Seen 60 days ahead', 'Median lead', 'False alarms'],
    figuresRow('Baton', baton),
    ...shown.map(({ threshold, figures }) => figuresRow(`Below ${threshold}`, figures)),
  ];
  const rules = Object.entries(baton.byRule)
    .map(([rule, alerts]) => `${rule} ${alerts}`)
    .join(', ');
  return `${head}${table(rows)}\nBaton's alerts by rule: ${rules || 'none'}.\n${versus(test)}`;
}

function versus({ baton, best }: Backtest): string {
  if (baton.churns === 0) return 'Nobody left in this file: whether alerts came in time cannot be told.\n';
  if (!best) return 'No plain threshold sees as many of those who left.\n';
  if (best.figures.alerts === 0) return '';
  const ratio = (baton.alerts / best.figures.alerts).toFixed(2);
  return `The best plain threshold that sees as many is ${best.threshold}; Baton's alerts are ${ratio} of its.\n`;
}

function figuresRow(name: string, figures: Figures): string[] {
  const { alerts, alertsPerCsmMonth, recall, seen, churns, medianLeadDays, falseAlarmShare } = figures;
  return [
    name,
    String(alerts),
    alertsPerCsmMonth.toFixed(2),
    `${percent(recall)} (${seen} of ${churns})`,
    medianLeadDays === null ? '-' : `${medianLeadDays.toFixed(0)} days`,
    percent(falseAlarmShare),
  ];
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(0)}%`;
}
