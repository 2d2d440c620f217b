import { backtest, type Figures } from '../src/health/backtest/backtest.ts';
import { SHIPPED } from '../src/health/catalogue.ts';
import { generateHistory } from './history.ts';

// What Baton's defaults would have told of made-up pasts, against a plain threshold on the same score: docs/backtest.md.

const ACCOUNTS = 500;
const seeds = process.argv.slice(2).map(Number);
const asked = seeds.length > 0 ? seeds : [101, 102, 103, 104, 105];

const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(0)}%`);
const row = (
  name: string,
  { alerts, alertsPerAccountMonth, recall, seen, churns, medianLeadDays, falseAlarmShare }: Figures,
) =>
  `| ${name} | ${alerts} | ${alertsPerAccountMonth.toFixed(3)} | ${percent(recall)} (${seen} of ${churns}) | ${medianLeadDays?.toFixed(0) ?? '–'} | ${percent(falseAlarmShare)} |`;

console.log(
  '| | Alerts | per account and month | Churn seen 60 days ahead | Median lead, days | False alarms |',
);
console.log('|---|---|---|---|---|---|');
for (const seed of asked) {
  const { baton, best, thresholds } = backtest(generateHistory({ seed, accounts: ACCOUNTS }), SHIPPED);
  console.log(row(`Seed ${seed}: Baton`, baton));
  if (best) {
    const ratio = (baton.alerts / best.figures.alerts).toFixed(2);
    console.log(row(`Seed ${seed}: best threshold, below ${best.threshold}`, best.figures));
    console.log(`| Seed ${seed}: Baton's alerts are ${ratio}× the threshold's | | | | | |`);
  } else {
    const top = thresholds.toSorted((a, b) => b.figures.seen - a.figures.seen)[0];
    if (top)
      console.log(
        row(`Seed ${seed}: no threshold sees as many; the most, below ${top.threshold}`, top.figures),
      );
  }
}
