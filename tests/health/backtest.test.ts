import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BARS, judged } from '../../bench/backtest-bars.ts';
import { generateHistory, VARIATIONS } from '../../bench/history.ts';
import { generateFairerHistory } from '../../bench/history-fairer.ts';
import { backtest } from '../../src/health/backtest/backtest.ts';
import {
  type AccountHistory,
  HISTORY_COLUMNS,
  readHistory,
  type Truth,
} from '../../src/health/backtest/history.ts';
import { figuresOf, onList, rivalOf } from '../../src/health/backtest/measures.ts';
import { Crossings, type Replay, replay } from '../../src/health/backtest/replay.ts';
import type { Episode } from '../../src/health/backtest/told.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { lookOf } from '../../src/health/slides/look.ts';
import { NO_SLIDE, slideAfter } from '../../src/health/slides/slide.ts';
import { lookAt, weeklyMeans, weekOf } from '../../src/health/slides/weeks.ts';
import { readCsv } from '../../src/platform/csv/csv.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { DAY_MS, isoDay } from '../../src/time/day.ts';

const at = (day: number) => new Date(Date.UTC(2025, 0, 1 + day));
const seen = (type: string, day: number, value: number) => ({ type, value, observedAt: at(day) });
/** Usage and tickets, every week. */
const weekly = (from: number, to: number, usage: number, tickets: number) =>
  Array.from({ length: Math.ceil((to - from) / 7) }, (_, week) => [
    seen('usage_depth', from + week * 7, usage),
    seen('support_tickets_open', from + week * 7, tickets),
  ]).flat();
const past = (observations: AccountHistory['observations'], churnedAt: Date | null = null) => ({
  account: 'Sample A',
  csm: 'Sample CSM',
  observations,
  churnedAt,
});
const shown = (episodes: readonly Episode[]) =>
  episodes.map(({ by, from, to }) => `${by} ${isoDay(from)} to ${isoDay(to) ?? 'the end'}`);

describe('a replay', () => {
  const slide = [...weekly(0, 210, 90, 1), ...weekly(210, 252, 45, 6), ...weekly(252, 350, 90, 1)];

  test('tells of a slide once, until it is over; a risk ends after 45 days at the latest', () => {
    const [one] = replay([past(slide)], SHIPPED);
    expect(shown(one?.list ?? [])).toEqual(['slide 2025-08-10 to 2025-10-26']);
    expect(shown(one?.cards ?? [])).toEqual(['slide 2025-08-10 to 2025-09-24']);
    const short = [...weekly(0, 210, 90, 1), ...weekly(210, 217, 25, 12), ...weekly(217, 350, 90, 1)];
    const [other] = replay([past(short)], SHIPPED);
    expect(shown(other?.list ?? [])).toEqual(['slide 2025-08-03 to 2025-09-07']);
    expect(shown(other?.cards ?? [])).toEqual(['slide 2025-08-03 to 2025-09-07']);
  });

  test('tells nothing of a dip of one day, where a plain threshold fires', () => {
    const dip = [seen('usage_depth', 211, 10), seen('usage_depth', 212, 90)];
    const [one] = replay([past([...weekly(0, 350, 90, 1), ...dip])], SHIPPED);
    expect([one?.cards, one?.list]).toEqual([[], []]);
    expect(one?.plain.of(60)).toEqual([at(211).getTime()]);
    expect(one?.smoothed.of(60)).toEqual([]);
  });

  test('tells of an exception once until it is over, and of a slide meanwhile nothing new', () => {
    const left = (day: number, value: number) => seen('sponsor_left', day, value);
    const quiet = weekly(0, 350, 90, 1);
    const cardsOf = (observations: AccountHistory['observations']) =>
      shown(replay([past(observations)], SHIPPED)[0]?.cards ?? []);
    expect(cardsOf([...quiet, left(100, 1), left(107, 1), left(110, 0), left(120, 1)])).toEqual([
      'sponsor_left 2025-04-11 to 2025-04-21',
      'sponsor_left 2025-05-01 to 2025-06-15',
    ]);
    expect(cardsOf([...slide, left(207, 1)])).toEqual(['sponsor_left 2025-07-27 to 2025-09-10']);
    expect(cardsOf([...slide, left(150, 1)])).toEqual([
      'sponsor_left 2025-05-31 to 2025-07-15',
      'slide 2025-08-10 to 2025-09-24',
    ]);
  });

  test('sees nothing after the customer left', () => {
    const [one] = replay([past(slide, at(214)), past(weekly(0, 350, 90, 1))], SHIPPED);
    expect([one?.cards, one?.list]).toEqual([[], []]);
  });

  test('looks at weeks as the product does, from the observations', () => {
    const histories = generateHistory({ seed: 3, accounts: 12 });
    const expected = histories.map(({ observations, churnedAt }) => {
      const listed: string[] = [];
      let state = NO_SLIDE;
      for (let week = weekOf(at(-366)); lookAt(week) < (churnedAt ?? at(364)); week++) {
        const look = lookOf(weeklyMeans(observations, week), SHIPPED);
        const step = slideAfter(state, look, { week, shock: 0 });
        if (step.change && state.tier === null) listed.push(isoDay(lookAt(week)));
        state = step.state;
      }
      return listed;
    });
    const replays = replay(histories, SHIPPED);
    const slides = replays.map(({ list }) =>
      list.filter(({ by }) => by === 'slide').map(({ from }) => isoDay(from)),
    );
    expect(slides).toEqual(expected);
    expect(slides.flat().length).toBeGreaterThan(3);
  });

  test('does not count what befalls everybody', () => {
    const all = (accounts: number) =>
      replay(
        Array.from({ length: accounts }, () => past(slide)),
        SHIPPED,
      ).flatMap(({ list }) => list);
    expect(all(19)).toHaveLength(19);
    expect(all(20)).toHaveLength(0);
  });
});

describe('a measure', () => {
  const told = (days: readonly number[]): Episode[] =>
    days.map((day) => ({ by: 'slide', from: at(day), to: at(day + 20) }));
  const was = (cards: readonly number[], leftOn: number | null, truth?: Truth, until = 730): Replay => ({
    history: { ...past([], leftOn === null ? null : at(leftOn)), ...(truth && { truth }) },
    from: at(0),
    to: at(leftOn ?? until),
    cards: told(cards),
    list: told(cards),
    lowForLong: 0,
    plain: new Crossings(),
    smoothed: new Crossings(),
  });

  test('sees who left where somebody was told between 270 and 60 days before', () => {
    const left = [was([440], 500), was([441], 500), was([230, 300], 500), was([229], 500)];
    expect(figuresOf(left, 'cards')).toMatchObject({
      churns: 4,
      seen: 2,
      recall: 0.5,
      medianLeadDays: 60,
      endedInLeaving: 0.8,
      falseAlarms: null,
      recallAfterBegan: null,
    });
  });

  test('says how many of those who stayed would count as seen by chance', () => {
    const left = [was([], 300), was([], 700)];
    // 100 days before 300, and 500 before 700; of the second only the first time fits.
    expect(figuresOf([...left, was([200], null)], 'cards').chance).toBe(0.5);
    expect(
      figuresOf([...left, was([200], null), was([200], null, undefined, 400)], 'cards').chance,
    ).toBeCloseTo(2 / 3);
    expect(figuresOf([was([200], null)], 'cards').chance).toBeNull();
  });

  test('calls an alert in a slide that was saved neither false nor true', () => {
    const saved: Truth = { slides: [{ from: at(100), to: at(200), saved: true }], dips: [] };
    const dip: Truth = { slides: [], dips: [{ from: at(300), to: at(310) }] };
    const leaving: Truth = { slides: [{ from: at(400), to: at(500), saved: false }], dips: [] };
    const all = [was([99, 150, 201], null, saved), was([305, 340], null, dip), was([350, 420], 500, leaving)];
    const { falseAlarms, endedInLeaving, inDips, recall, recallAfterBegan } = figuresOf(all, 'cards');
    expect(falseAlarms).toBeCloseTo(4 / 7);
    expect(endedInLeaving).toBeCloseTo(2 / 7);
    expect(inDips).toBeCloseTo(1 / 7);
    expect([recall, recallAfterBegan]).toEqual([1, 1]);
    const long: Truth = { slides: [{ from: at(100), to: at(500), saved: false }], dips: [] };
    expect(figuresOf([was([150], 500, long)], 'cards').falseAlarms).toBe(1);
    expect(figuresOf([was([350], 500, leaving)], 'cards')).toMatchObject({ recall: 1, recallAfterBegan: 0 });
  });

  test('counts cards for an account and month, and for a CSM with 60 accounts', () => {
    const { perAccountMonth, perCsmWeek } = figuresOf([was([100, 300], null)], 'cards');
    expect(perAccountMonth).toBeCloseTo(2 / 23.98, 3);
    expect(perCsmWeek).toBeCloseTo((2 * 60) / (730 / 7), 3);
  });

  test('compares the list before leaving with the time that others are on it', () => {
    const all = [was([425], 500), was([410], 500), was([], 500), was([100, 200], null)];
    expect(onList(all)).toEqual({ ahead: 1 / 3, stayers: 40 / 730 });
  });

  test('takes of the plain thresholds that see as many the one that fires least', () => {
    const falling = (
      leftOn: number | null,
      ...levels: readonly (readonly [day: number, level: number])[]
    ) => {
      const one = was([], leftOn);
      for (const [day, level] of levels) one.plain.take(level, at(day));
      return one;
    };
    const all = [
      falling(500, [0, 90], [400, 55]),
      falling(null, [0, 90], [100, 65], [120, 80], [140, 65]),
      falling(null, [0, 58], [100, 57.5]),
    ];
    expect(rivalOf(all, 'plain', 1)).toEqual({ threshold: 56, alerts: 1, seen: 1 });
    expect(rivalOf(all, 'plain', 2)).toBeNull();
    expect(all.map((one) => one.plain.of(66).length)).toEqual([1, 2, 0]);
  });
});

describe('a generated past', () => {
  test.each([
    ['plain', generateHistory],
    ['fairer', generateFairerHistory],
  ])('is the same each time, knows its truth, and ends when the customer leaves: %s', (_, generate) => {
    const histories = generate({ seed: 7, accounts: 200 });
    expect(generate({ seed: 7, accounts: 200 })).toEqual(histories);
    expect(generate({ seed: 8, accounts: 200 })).not.toEqual(histories);
    const left = histories.filter(({ churnedAt }) => churnedAt);
    expect(left.length).toBeGreaterThan(20);
    expect(left.length).toBeLessThan(70);
    for (const { observations, churnedAt, truth } of histories) {
      expect(observations.every(({ observedAt }) => !churnedAt || observedAt < churnedAt)).toBe(true);
      const slides = truth?.slides ?? [];
      expect(slides.every(({ saved }) => saved === (churnedAt === null))).toBe(true);
      expect(slides.every(({ from, to }) => from < to && (!churnedAt || to <= churnedAt))).toBe(true);
    }
  });

  test('differs in every variation', () => {
    const plain = JSON.stringify(generateHistory({ seed: 7, accounts: 40 }));
    for (const { name, ...variation } of VARIATIONS)
      expect(JSON.stringify(generateHistory({ seed: 7, accounts: 40, ...variation })), name).not.toBe(plain);
    expect(
      JSON.stringify(generateHistory({ seed: 7, accounts: 40, ...{ dips: 1, noise: 1, saved: 0.1 } })),
    ).toBe(plain);
  });

  test('is foreseen within the bars, or nearly', () => {
    const test = backtest(generateHistory({ seed: 7, accounts: 100 }), SHIPPED);
    const wide = BARS.madeUp.map((bar) => ({
      ...bar,
      ...('most' in bar && bar.most !== undefined && { most: bar.most * 1.25 }),
      ...('least' in bar && bar.least !== undefined && { least: bar.least * 0.75 }),
    }));
    expect(wide.filter((bar) => !judged(bar, test).met).map(({ name }) => name)).toEqual([]);
  });
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
