import { DIMENSIONS, type HealthConfig, type SignalType } from '../src/health/config.ts';
import type { ConfigVersion } from '../src/health/rules/load-config.ts';
import { count, cut, plain } from '../src/platform/text.ts';
import {
  type AlertPreview,
  type Conclusion,
  concludeOn,
  falseAlarmRate,
  NO_SEGMENT,
  type PreviewItem,
  type RuleRecord,
  type SegmentAlerts,
} from '../src/risks/alerts/alerts.ts';
import { isoDay, isoMinute } from '../src/time/day.ts';
import { reasonText, ruleText, whole } from '../views/health/words.ts';
import { table } from './io.ts';

const WIDTH = 100;

/** Every type in force: its share of the weight, and below it what it means. */
export function typesTable(config: HealthConfig): string {
  const types = Object.entries(config.types).toSorted(
    ([a, one], [b, other]) =>
      DIMENSIONS.indexOf(one.dimension) - DIMENSIONS.indexOf(other.dimension) ||
      other.weight - one.weight ||
      (a < b ? -1 : 1),
  );
  const all = types.reduce((total, [, { weight }]) => total + weight, 0);
  const rows = types.map(([name, type]) => [
    cut(name, 28),
    type.dimension,
    `${((type.weight / all) * 100).toFixed(1)}%`,
    `${type.validDays} d`,
    cut(scale(type), 40),
  ]);
  const lines = table([['TYPE', 'DIMENSION', 'SHARE', 'VALID', 'VALUE → SCORE'], ...rows]).split('\n');
  const below = types.flatMap(([, type], index) => [
    lines[index + 1] ?? '',
    `    ${cut(`${type.label}. ${type.source}`, WIDTH - 4)}`,
    ...exceptionLine(type),
  ]);
  const version = config.version === 0 ? 'as shipped' : 'set by this workspace';
  return `${[lines[0], ...below].join('\n')}\nVersion ${config.version}, ${version}.\n`;
}

function scale({ points, unit }: SignalType): string {
  const text = points.map(([raw, score]) => `${raw}→${score}`).join(' ');
  return unit === '' ? text : `${text} (${unit})`;
}

function exceptionLine({ exception }: SignalType): string[] {
  if (!exception) return [];
  const { when, value, cap, opensRisk } = exception;
  const opens = opensRisk ? ', and opens a risk' : '';
  return [`    At ${value} or ${when === 'at_least' ? 'more' : 'less'} the score is at most ${cap}${opens}.`];
}

export function versionsTable(versions: readonly ConfigVersion[]): string {
  const rows = versions.map(({ version, at, by, changes }) => [
    `${version}`,
    at ? isoMinute(at) : '',
    cut(by, 24),
    changes.length === 0 ? '' : cut(`${count(changes.length, 'change')}: ${changes.join('; ')}`, 44),
  ]);
  return table([['VERSION', 'MADE (UTC)', 'BY', 'CHANGED'], ...rows]);
}

const NAME = 32;

/** What would have been opened, by owner; then the segments it is tried out for. */
export function previewText({ total, groups, segments, byBands }: AlertPreview, days: number): string {
  const span = `in the last ${count(days, 'day')}`;
  const shown = groups.reduce((sum, { items }) => sum + items.length, 0);
  const head =
    total === 0
      ? `Alerts would have opened no risk ${span}.\n`
      : `Alerts would have opened ${count(total, 'risk')} ${span}. Nothing was posted.\n`;
  const lists = groups.map(
    ({ owner, count: all, items }) =>
      `\n${owner ? plain(owner.name) : 'Nobody’s'}: ${count(all, 'risk')}\n${items.map(itemLine).join('')}`,
  );
  const more = total > shown ? `\nand ${total - shown} more\n` : '';
  const bands = byBands
    ? `\nWhere alerts are on, a worse band opened ${count(byBands.opened, 'risk')} meanwhile. From ${isoDay(byBands.until)} only slides do.\n`
    : '';
  return `${head}${lists.join('')}${more}${bands}${segments.length > 0 ? `\n${segmentsTable(segments)}` : ''}`;
}

function itemLine(item: PreviewItem): string {
  const score =
    item.score === null || ['fell', 'slide'].includes(item.rule) ? '' : `, score ${whole(item.score)}`;
  const why = item.reason ? `. ${plain(reasonText(item.reason, NAME))}` : '';
  return `  ${cut(plain(item.accountName), NAME)}: ${ruleText(item)}${score}${why}\n`;
}

export function segmentsTable(segments: readonly SegmentAlerts[]): string {
  if (segments.length === 0) return 'No account has sent a signal yet. Send some: signals import FILE.csv\n';
  const rows = segments.map(({ segment, previewSince, enabledAt, readyAt, ready, accounts, low }) => [
    cut(segment === '' ? NO_SEGMENT : plain(segment), NAME),
    enabledAt ? `on since ${isoDay(enabledAt)}` : `tried out since ${isoDay(previewSince)}`,
    enabledAt ? '' : ready ? 'now' : `from ${isoDay(readyAt)}`,
    `${accounts}`,
    `${low}`,
  ]);
  return table([['SEGMENT', 'ALERTS', 'MAY BE TURNED ON', 'ACCOUNTS', 'LOW NOW'], ...rows]);
}

const CONCLUSIONS: Record<Conclusion, string> = {
  too_few: 'too few',
  good: 'good',
  fair: 'fair',
  retune: 'retune',
};

const RULES: Record<string, string> = {
  slide: 'slide',
  worsened: 'band worsened',
  fell: 'score fell',
  exception: 'exception',
  enabled: 'from the summary',
};

export function falseAlarmsTable(records: readonly RuleRecord[], days: number): string {
  if (records.length === 0) return `No rule opened a risk in the last ${count(days, 'day')}.\n`;
  const rows = records.map((record) => {
    const rate = falseAlarmRate(record);
    return [
      RULES[record.rule] ?? record.rule,
      `${record.opened}`,
      `${record.judged}`,
      `${record.falseAlarms}`,
      `${record.tooEarly}`,
      rate === null ? '–' : `${Math.round(rate * 100)}%`,
      CONCLUSIONS[concludeOn(record)],
    ];
  });
  const head = ['RULE', 'OPENED', 'RESOLVED (N)', 'FALSE ALARMS', 'TOO EARLY', 'RATE', 'CONCLUSION'];
  return `${table([head, ...rows])}The rate is of those resolved. Over 30% retune, under 15% good; of fewer than 3 nothing is concluded.\n`;
}
