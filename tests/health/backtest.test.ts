import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateHistory } from '../../bench/history.ts';
import { backtest, HISTORY_COLUMNS, readHistory } from '../../src/health/backtest/backtest.ts';
import { replayAccount, thresholdEpisodes } from '../../src/health/backtest/replay.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { readCsv } from '../../src/platform/csv/csv.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const at = (day: number) => new Date(Date.UTC(2025, 0, 1 + day));
const seen = (type: string, day: number, value: number) => ({ type, value, observedAt: at(day) });
/** Usage and tickets, every week. */
const weekly = (from: number, to: number, usage: number, tickets: number) =>
  Array.from({ length: Math.ceil((to - from) / 7) }, (_, week) => [
    seen('usage_depth', from + week * 7, usage),
    seen('support_tickets_open', from + week * 7, tickets),
  ]).flat();

describe('a replay', () => {
  test('raises one alert for a slide, three days after it began, and ends it when the score has recovered', () => {
    const past = [...weekly(0, 70, 90, 1), ...weekly(70, 98, 25, 12), ...weekly(98, 140, 90, 1)];
    const { episodes } = replayAccount(past, SHIPPED, at(140));
    expect(episodes).toEqual([{ rule: 'worsened', from: at(73), to: at(105) }]);
  });

  test('a dip of one day raises nothing, where a threshold fires', () => {
    const past = [
      ...weekly(0, 70, 90, 1),
      seen('usage_depth', 71, 10),
      seen('usage_depth', 72, 90),
      ...weekly(77, 140, 90, 1),
    ];
    const { episodes, scores } = replayAccount(past, SHIPPED, at(140));
    expect(episodes).toEqual([]);
    expect(thresholdEpisodes(scores, 60)).toEqual([{ rule: 'threshold', from: at(71), to: at(72) }]);
  });
});

test('an alert counts as seen from 270 to 60 days before the customer left, and else as a false alarm', () => {
  const slide = [...weekly(0, 70, 90, 1), ...weekly(70, 154, 20, 14)];
  const account = (name: string, churnedAt: Date | null) => ({
    account: name,
    csm: 'Sample CSM',
    observations: slide,
    churnedAt,
  });
  const { baton } = backtest(
    [account('in time', at(150)), account('too late', at(120)), account('stayed', null)],
    SHIPPED,
  );
  expect(baton).toMatchObject({ churns: 2, seen: 1, recall: 0.5, medianLeadDays: 77, falseAlarms: 1 });
  expect(baton.alerts).toBe(3);
});

test('a generated past is the same each time, and shows fewer alerts than any threshold that sees as much', () => {
  const history = generateHistory({ seed: 7, accounts: 80 });
  expect(generateHistory({ seed: 7, accounts: 80 })).toEqual(history);
  const { baton, best } = backtest(history, SHIPPED);
  expect(best?.figures.seen).toBeGreaterThanOrEqual(baton.seen);
  expect(baton.alerts * 2).toBeLessThan(best?.figures.alerts ?? 0);
});

test('a file says who left, and rows that cannot be read come back with a reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-history-'));
  const file = join(folder, 'past.csv');
  await writeFile(
    file,
    [
      HISTORY_COLUMNS.join(','),
      'Sample A,Sample CSM,usage_depth,80,2025-01-01',
      'Sample A,Sample CSM,churned,,2025-06-01T12:00:00Z',
      'Sample B,Sample CSM,usage_dept,80,2025-01-01',
      'Sample B,Sample CSM,usage_depth,many,2025-01-01',
      'Sample B,Sample CSM,usage_depth,,2025-01-01',
      ',Sample CSM,usage_depth,80,2025-01-01',
      'Sample B,Sample CSM,usage_depth,80,soon',
    ].join('\n'),
  );
  const csv = readCsv(await readFile(file), { known: HISTORY_COLUMNS, required: [] });
  await rm(folder, { recursive: true });
  if (isRefusal(csv)) throw new Error(csv.message);
  const { histories, rejected } = readHistory(csv, SHIPPED);
  expect(histories).toEqual([
    {
      account: 'Sample A',
      csm: 'Sample CSM',
      observations: [{ type: 'usage_depth', value: 80, observedAt: at(0) }],
      churnedAt: new Date(at(151).getTime() + DAY_MS / 2),
    },
  ]);
  expect(rejected.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    '4: type "usage_dept" is unknown; did you mean usage_depth?',
    '5: value "many" is not a number',
    '6: value "" is not a number',
    '7: account is empty',
    '8: observed_at is not a date such as 2026-03-01',
  ]);
});
