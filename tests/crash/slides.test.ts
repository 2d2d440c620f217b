import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { businessNow } from '../../sandbox/demo/move-clock.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { lookOf } from '../../src/health/slides/look.ts';
import { medianFall, shockOf } from '../../src/health/slides/shock.ts';
import { NO_SLIDE, type SlideState, slideAfter } from '../../src/health/slides/slide.ts';
import { lookAt, startOfWeek, weeklyMeans, weekOf } from '../../src/health/slides/weeks.ts';
import { newAccount } from '../health/signals.ts';
import { MONDAY_10 } from '../support/baton.ts';
import { type Crash, startCrash } from './crash.ts';
import { chance } from './kills.ts';
import { CSMS_PER_TEAM, channelName, csmName, TEAMS } from './plan.ts';
import { patiently } from './stage.ts';

// `npm run test:crash`: at full size, with every wait as long as it is. Otherwise small, and in a hurry.
const full = process.env['MODE'] === 'crash';
const SIZE = full ? { accounts: 300, weeks: 9, kills: 3 } : { accounts: 24, weeks: 4, kills: 1 };
const DAY_MS = 86_400_000;
/** The first week that is looked at while people watch. */
const FIRST = weekOf(MONDAY_10);
const TYPES = ['usage_depth', 'seats_used', 'feature_adoption'] as const;
/** Monday at half past nine in Berlin, after the look. */
const MONDAY_AFTER_MS = 14.5 * 3_600_000;
/** Points that an account loses in a week: it is on watch first, and has a card a week later. */
const FALL = full ? 6 : 12;
/** Every fifth account slides. */
const SLIDES_EACH = 5;

interface Account {
  name: string;
  csm: string;
  channel: string;
  slides: boolean;
}

const accounts: Account[] = Array.from({ length: SIZE.accounts }, (_, n) => ({
  name: `Sample Account ${String(n + 1).padStart(3, '0')}`,
  csm: csmName(n % TEAMS, Math.floor(n / TEAMS) % CSMS_PER_TEAM),
  channel: channelName(n % TEAMS),
  slides: n % SLIDES_EACH === 0,
}));

/** What was observed of an account in a week: a little up and down, and of those that slide less each week. */
function readings({ name, slides }: Account, week: number, random: () => number) {
  const down = slides ? Math.max(0, week - FIRST + 1) * FALL : 0;
  return TYPES.map((type) => ({
    account: { name },
    type,
    value: Math.round(85 - down + random() * 4),
    observedAt: new Date(startOfWeek(week).getTime() + 2 * DAY_MS),
    source: 'sample export',
  }));
}

test('killed again and again while weeks are looked at, each slide is told once in each way, and none is lost', {
  timeout: full ? 1_800_000 : 400_000,
}, async () => {
  const crash = await startCrash({ seed: 3, patient: full, allTogether: full ? 0.2 : 0.5 });
  try {
    const { sandbox, database, fleet } = crash;
    const { db } = database;
    const random = chance(3);
    const said = new Map(accounts.map(({ name }) => [name, [] as ReturnType<typeof readings>]));
    const send = async (week: number) => {
      const signals = accounts.flatMap((account) => readings(account, week, random));
      for (const signal of signals) said.get(signal.account.name)?.push(signal);
      const now = new Date(startOfWeek(week).getTime() + 2 * DAY_MS);
      const ctx = { ...(await crash.ctx()), now };
      await patiently(() => recordSignals(ctx, signals));
    };
    await makeAccounts(crash);
    for (let week = FIRST - 20; week < FIRST; week++) await send(week);
    await looked(crash, FIRST - 1);

    for (let week = FIRST; week < FIRST + SIZE.weeks; week++) {
      await crash.moveTo(new Date(lookAt(week).getTime() - 3_600_000));
      await send(week);
      await crash.moveThrough(lookAt(week), SIZE.kills);
      await looked(crash, week);
      // What is said of it waits for Monday.
      await crash.moveThrough(new Date(lookAt(week).getTime() + MONDAY_AFTER_MS), SIZE.kills);
    }
    await crash.settled();

    const wanted = expected(said);
    const rows = await db.accountSlide.findMany({ include: { account: { include: { risks: true } } } });
    const wrong = rows.flatMap(({ account, tier }) => {
      const want = wanted.get(account.name);
      const had = { tier, cards: account.risks.map(({ rule }) => rule).join() };
      const should = { tier: want?.tier ?? null, cards: want?.carded ? 'slide' : '' };
      return JSON.stringify(had) === JSON.stringify(should) ? [] : [{ name: account.name, had, should }];
    });
    const posts = sandbox.posts.filter(({ ephemeral, via }) => !ephemeral && via === 'api');
    const cards = accounts.map(({ name, channel }) => {
      const id = sandbox.channel(channel).id;
      const roots = posts.filter((post) => post.channel === id && post.threadTs === null);
      return { name, times: roots.filter(({ text }) => text.startsWith(`${name} (R-`)).length };
    });
    const miscounted = cards.filter(({ name, times }) => times !== (wanted.get(name)?.carded ? 1 : 0));
    const lines = linesIn(posts, crash.nameOf());
    const wantedLines = linesOf(wanted);
    const misread = [...new Set([...lines, ...wantedLines].map(({ csm }) => csm))].filter((of) => {
      const got = lines.filter(({ csm }) => csm === of);
      const want = wantedLines.filter(({ csm }) => csm === of);
      return got.length !== want.length || !got.every((line, n) => isOf(line, want[n]?.names ?? []));
    });
    const unsent = await db.outboxMessage.findMany({
      where: { state: { notIn: ['sent', 'skipped'] }, kind: { in: ['risk_card', 'risk_request'] } },
      select: { kind: true, state: true, error: true },
    });
    const changes = await db.healthChange.groupBy({
      by: ['accountId'],
      where: { rule: 'slide' },
      _count: true,
    });
    const doubled = changes.filter(({ _count }) => _count > 1).length;
    console.info({
      killed: fleet.killed,
      looks: rows.length * (SIZE.weeks + 1),
      cards: cards.reduce((sum, { times }) => sum + times, 0),
      watched: [...wanted.values()].filter(({ watchedIn }) => watchedIn !== null).length,
      lines: lines.length,
      doubled,
      errors: Object.fromEntries(fleet.errors),
    });
    expect({ wrong, miscounted, misread, unsent, doubled }).toEqual({
      ...{ wrong: [], miscounted: [], misread: [], unsent: [], doubled: 0 },
    });
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(rows.length).toBe(SIZE.accounts);
    expect(cards.filter(({ times }) => times === 1).length).toBeGreaterThan(SIZE.accounts / 10);
    expect(fleet.killed).toBeGreaterThanOrEqual(2 * SIZE.kills * SIZE.weeks);
  } finally {
    await crash.close();
  }
});

async function makeAccounts(crash: Crash): Promise<void> {
  const ctx = await crash.ctx();
  const members = new Map(
    (await ctx.db.member.findMany()).map(({ slackUserId, id }) => [slackUserId, id] as const),
  );
  for (const { name, csm } of accounts)
    await newAccount(ctx, name, { csOwnerId: members.get(crash.sandbox.person(csm).id) ?? '' });
  const { id: workspaceId } = ctx.workspace;
  await ctx.db.alertSegment.create({
    data: { workspaceId, segment: '', previewSince: ctx.now, enabledAt: ctx.now },
  });
}

/** Until the week is over for everybody. */
async function looked({ database: { db } }: Crash, week: number): Promise<void> {
  for (let looks = 0; looks < 2_400; looks++) {
    if ((await db.slideWeek.count({ where: { week, closedAt: { not: null } } })) > 0) return;
    await pause(100);
  }
  throw new Error(`week ${week} is not looked at, at ${(await businessNow(db)).toISOString()}`);
}

type Expected = SlideState & {
  carded: boolean;
  /** The week in which its CSM is to hear of it quietly. */
  watchedIn: number | null;
};

/** By account: how it stands in the end, and what was ever told of it, as nobody who is killed would tell. */
function expected(said: ReadonlyMap<string, ReturnType<typeof readings>>): ReadonlyMap<string, Expected> {
  const states = new Map<string, Expected>();
  const medians = new Map<number, number>();
  for (let week = FIRST - 1; week < FIRST + SIZE.weeks; week++) {
    const looks = new Map(
      [...said].map(([name, signals]) => [name, lookOf(weeklyMeans(signals, week), SHIPPED)]),
    );
    const median = medianFall([...looks.values()].flatMap((look) => look?.fall ?? []));
    if (median !== null) medians.set(week, median);
    for (const [name, look] of looks) {
      const before = states.get(name) ?? { ...NO_SLIDE, carded: false, watchedIn: null };
      const { state, change } = slideAfter(before, look, { week, shock: shockOf(medians, week) });
      const isNews = week >= FIRST;
      states.set(name, {
        ...state,
        carded: before.carded || (change === 'card' && isNews),
        watchedIn: change === 'watch' && isNews ? week : before.watchedIn,
      });
    }
  }
  return states;
}

/** For each Monday, of each CSM who hears of it then: the accounts of theirs that began to slide. */
function linesOf(wanted: ReadonlyMap<string, Expected>): { csm: string; names: string[] }[] {
  return Array.from({ length: SIZE.weeks }, (_, n) => {
    const began = accounts.filter(({ name }) => wanted.get(name)?.watchedIn === FIRST + n);
    return [...new Set(began.map(({ csm }) => csm))].map((csm) => ({
      csm,
      names: began.filter((one) => one.csm === csm).map(({ name }) => name),
    }));
  }).flat();
}

interface Line {
  /** In whose DM. */
  csm: string;
  count: number;
  /** Those that are named. */
  names: string[];
}

/** In the order in which they were posted. */
function linesIn(
  posts: readonly { channel: string; blocks: unknown }[],
  nameOf: (channel: string) => string,
): Line[] {
  return posts.flatMap(({ channel, blocks }) => {
    const [, count, names = ''] =
      /(\d+) accounts? began to slide: ([^"]+)/.exec(JSON.stringify(blocks)) ?? [];
    if (count === undefined) return [];
    const named = names.match(/Sample Account \d{3}/g) ?? [];
    return [{ csm: nameOf(channel), count: Number(count), names: named }];
  });
}

/** As many are named as fit a line. */
const isOf = ({ count, names }: Line, wanted: readonly string[]): boolean =>
  count === wanted.length &&
  names.length === Math.min(3, count) &&
  names.every((name) => wanted.includes(name));
