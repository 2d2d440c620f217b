import { DIMENSIONS, type HealthConfig, type SignalType } from '../src/health/config.ts';
import type { ConfigVersion } from '../src/health/list-configs.ts';
import { count, cut } from '../src/platform/plain-text.ts';
import { isoMinute } from '../src/time/day.ts';
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
