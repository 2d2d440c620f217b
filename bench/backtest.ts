import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { type Backtest, measure, type Tried } from '../src/health/backtest/backtest.ts';
import { type AccountHistory, HISTORY_COLUMNS, readHistory } from '../src/health/backtest/history.ts';
import type { Rival } from '../src/health/backtest/measures.ts';
import { type Replay, replay } from '../src/health/backtest/replay.ts';
import { SHIPPED } from '../src/health/catalogue.ts';
import { readCsv } from '../src/platform/csv/csv.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { BARS, type Bar, judged } from './backtest-bars.ts';
import { generateHistory, VARIATIONS } from './history.ts';
import { generateFairerHistory } from './history-fairer.ts';

// What Baton's defaults would have told of pasts, and how good that is: docs/backtest.md.

const ACCOUNTS = 500;
const SEEDS = [101, 102, 103, 104, 105];
const VARIED = [101, 102, 103];

const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(0)}%`);
const ratio = (alerts: number, rival: Rival | null) => {
  if (rival === null) return 'none sees as many';
  return rival.alerts === 0 ? '–' : (alerts / rival.alerts).toFixed(2);
};

const HEAD = [
  '| | per account and month | a CSM’s week | seen 60 d ahead (chance) | after the slide began | median lead | false, saved apart | ended in leaving | ÷ plain threshold | ÷ smoothed |',
  '|---|---|---|---|---|---|---|---|---|---|',
].join('\n');

function row(name: string, { figures, plain, smoothed }: Tried): string {
  const cells = [
    figures.perAccountMonth.toFixed(3),
    figures.perCsmWeek.toFixed(2),
    `${percent(figures.recall)} (${percent(figures.chance)})`,
    percent(figures.recallAfterBegan),
    figures.medianLeadDays === null ? '–' : `${figures.medianLeadDays.toFixed(0)} d`,
    percent(figures.falseAlarms),
    percent(figures.endedInLeaving),
    ratio(figures.alerts, plain),
    ratio(figures.alerts, smoothed),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

function show(name: string, test: Backtest): void {
  console.log(row(`${name}: card`, test.card));
  console.log(row(`${name}: watch`, test.watch));
}

function besides({ card, watch, list, lowForLong, accounts, months }: Backtest): void {
  const reasons = ({ figures }: Tried) =>
    Object.entries(figures.byReason)
      .map(([reason, alerts]) => `${reason} ${alerts}`)
      .join(', ');
  console.log(
    `\n${accounts} accounts, ${card.figures.churns} left, ${months.toFixed(0)} account-months.`,
    `On the list 60 days before leaving: ${percent(list.ahead)}; of their time, those who stay: ${percent(list.stayers)}.`,
    `False and in a dip: ${percent(card.figures.inDips)} of cards, ${percent(watch.figures.inDips)} of watch.`,
    `Cards: ${reasons(card)}. Watch: ${reasons(watch)}. Low for long: ${lowForLong}.`,
  );
}

function judge(bars: readonly Bar[], test: Backtest): void {
  console.log('\n| Bar | reached | asked | |\n|---|---|---|---|');
  for (const bar of bars) {
    const { reached, asked, met } = judged(bar, test);
    console.log(`| ${bar.name} | ${reached} | ${asked} | ${met ? 'met' : '**missed**'} |`);
  }
}

/** Each cohort is of accounts that are looked at together. */
function whole(
  title: string,
  cohorts: Iterable<{ name: string; histories: AccountHistory[] }>,
  bars: readonly Bar[],
) {
  console.log(`\n## ${title}\n\n${HEAD}`);
  const replays: Replay[][] = [];
  for (const { name, histories } of cohorts) {
    const played = replay(histories, SHIPPED);
    replays.push(played);
    show(name, measure(played));
  }
  const all = measure(replays.flat());
  if (replays.length > 1) show('All', all);
  besides(all);
  judge(bars, all);
}

function seeds(asked: readonly number[]): void {
  const cohorts = function* (of: typeof generateHistory) {
    for (const seed of asked) yield { name: `Seed ${seed}`, histories: of({ seed, accounts: ACCOUNTS }) };
  };
  whole('Made-up histories', cohorts(generateHistory), BARS.madeUp);
  whole('A fairer generator', cohorts(generateFairerHistory), BARS.fairer);
}

const WORST_HEAD = [
  '| | per account and month | seen 60 d ahead (chance) | median lead | false, saved apart | ended in leaving |',
  '|---|---|---|---|---|---|',
].join('\n');

/** Of each figure the worst that a seed gives: they need not be of one seed. */
function worstRow(name: string, tried: readonly Tried[]): string {
  const all = tried.map(({ figures }) => figures);
  const [least] = all.toSorted((a, b) => foresight(a) - foresight(b));
  const lead = Math.min(...all.map(({ medianLeadDays }) => medianLeadDays ?? 0));
  const cells = [
    Math.max(...all.map(({ perAccountMonth }) => perAccountMonth)).toFixed(3),
    `${percent(least?.recall ?? null)} (${percent(least?.chance ?? null)})`,
    `${lead.toFixed(0)} d`,
    percent(Math.max(...all.map(({ falseAlarms }) => falseAlarms ?? 1))),
    percent(Math.min(...all.map(({ endedInLeaving }) => endedInLeaving ?? 0))),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

const foresight = ({ recall, chance }: Tried['figures']): number => (recall ?? 0) - (chance ?? 1);

function vary(seeds: readonly number[]): void {
  console.log(WORST_HEAD);
  const missed: string[] = [];
  for (const { name, ...variation } of VARIATIONS) {
    const tests = seeds.map((seed) =>
      measure(replay(generateHistory({ seed, accounts: ACCOUNTS, ...variation }), SHIPPED)),
    );
    for (const tier of ['card', 'watch'] as const)
      console.log(
        worstRow(
          `${name}: ${tier}`,
          tests.map((test) => test[tier]),
        ),
      );
    for (const bar of BARS.variation)
      for (const [place, test] of tests.entries()) {
        const { reached, asked, met } = judged(bar, test);
        if (!met) missed.push(`${name}, seed ${seeds[place]}: ${bar.name}: ${reached}, asked ${asked}`);
      }
  }
  const all = BARS.variation.map((bar) => `${bar.name} ≤ ${bar.shown(bar.most)}`).join(', ');
  console.log(
    `\nAsked of each: ${all}. ${missed.length === 0 ? 'All met.' : `Missed: ${missed.join('; ')}.`}`,
  );
}

async function file(path: string): Promise<void> {
  const bytes = await readFile(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const csv = readCsv(text, { known: HISTORY_COLUMNS, required: ['account', 'type', 'observed_at'] });
  if (isRefusal(csv)) throw new Error(csv.message);
  const { histories, rejected } = readHistory(csv, SHIPPED);
  if (rejected.length > 0) console.log(`${rejected.length} rows could not be read.`);
  whole('A history from a file', [{ name: 'The file', histories }], BARS.real);
}

const [first, ...others] = process.argv.slice(2);
if (first === undefined) {
  seeds(SEEDS);
  console.log('\nOthers: npm run backtest -- vary [SEED…] | SEED… | FILE (csv or csv.gz)');
} else if (first === 'vary') vary(others.length > 0 ? others.map(Number) : VARIED);
else if (/^\d+$/.test(first)) seeds([first, ...others].map(Number));
else await file(first);
