// How sample accounts fare, and what is sent of it when: the same for one seed. Nothing here knows what becomes of it.
import { CSMS_PER_TEAM, channelName, csmName, REPS, repName, TEAMS } from './plan.ts';

type Values = Readonly<Record<string, number>>;

const WELL: Values = {
  usage_depth: 96,
  seats_used: 96,
  feature_adoption: 95,
  sentiment: 5,
  support_tickets_open: 0,
};
/** 57 of 100: at risk. */
const SLIPPING: Values = { usage_depth: 20, seats_used: 41, feature_adoption: 30 };
/** 25 of 100: critical. */
const DEEP: Values = { usage_depth: 5, seats_used: 10, feature_adoption: 5, support_tickets_open: 15 };
/** 85 of 100: healthy, and twelve points less. */
const FALLEN: Values = { feature_adoption: 45, sentiment: 4 };

/**
 * Days after the first Monday at ten, in Berlin. What lasts three days, or seven, has done so with hours to spare;
 * weekends and nights are among them, and the last two mornings bring what was held.
 */
export const DAYS = [0, 1, 2, 3, 4.3, 5, 6, 7, 9, 10.5, 12.4, 13.4, 14.5, 16.6, 17, 18] as const;
type Day = (typeof DAYS)[number];

export interface Course {
  on: Partial<Record<Day, Values>>;
  /** Sent one by one, in any order, instead of together. */
  apart?: Day;
  /** Sent as if they were so, and corrected. */
  wrongly?: Partial<Record<Day, Values>>;
  /** Seen by a clock that is some minutes ahead. */
  ahead?: Day;
  /** What must be there in the end: its risk, and how often it was opened again. */
  risk: 'none' | 'open' | 'resolved';
  reopens?: number;
  /** What opened it, where that does not depend on the order. */
  rule?: string;
  severity?: string;
}

export const COURSES = {
  steady: { on: {}, risk: 'none' },
  'wrongly said to slip': { on: {}, wrongly: { 2: SLIPPING }, risk: 'none' },
  'slips for two days': { on: { 1: SLIPPING, 3: WELL }, risk: 'none' },
  slips: { on: { 1: SLIPPING }, risk: 'open', rule: 'worsened', severity: 'at_risk' },
  'slips bit by bit': { on: { 1: SLIPPING }, apart: 1, risk: 'open' },
  'falls, healthy as it is': { on: { 1: FALLEN }, risk: 'open', rule: 'fell', severity: 'healthy' },
  'slips, recovers': { on: { 1: SLIPPING, 5: WELL }, risk: 'resolved', rule: 'worsened' },
  'slips, recovers, slips again': {
    on: { 1: SLIPPING, 5: WELL, 13.4: SLIPPING },
    risk: 'open',
    reopens: 1,
    rule: 'worsened',
  },
  'slips further': { on: { 1: SLIPPING, 6: DEEP }, risk: 'open', rule: 'worsened', severity: 'critical' },
  'slips, gives notice': {
    on: { 1: SLIPPING, 7: { churn_notice: 1 } },
    risk: 'open',
    rule: 'worsened',
    severity: 'critical',
  },
  'sponsor leaves twice': {
    on: { 2: { sponsor_left: 1 }, 3: { sponsor_left: 0 }, 9: { sponsor_left: 1 } },
    risk: 'open',
    rule: 'exception',
  },
  'sponsor leaves, another comes': {
    on: { 2: { sponsor_left: 1 }, 9: { sponsor_left: 0 } },
    ahead: 2,
    risk: 'resolved',
    rule: 'exception',
  },
} satisfies Record<string, Course>;

const FATES = Object.keys(COURSES) as (keyof typeof COURSES)[];

export interface Watched {
  name: string;
  externalId: string;
  domain: string;
  fate: keyof typeof COURSES;
  /** Handles, and the team's channel. */
  csm: string;
  rep: string;
  rival: string;
  channel: string;
  /** Who takes its risk, whenever there is one to take. */
  claims: 'nobody' | 'csm' | 'whoever is faster';
}

/** Every fate comes as often, spread over the teams. */
export function makeAccounts(count: number): Watched[] {
  return Array.from({ length: count }, (_, n) => {
    const number = String(n + 1).padStart(3, '0');
    const team = n % TEAMS;
    const place = Math.floor(n / TEAMS) % CSMS_PER_TEAM;
    return {
      name: `Sample Account ${number}`,
      externalId: `W-${number}`,
      domain: `w${number}.example`,
      fate: FATES[n % FATES.length] ?? 'steady',
      csm: csmName(team, place),
      rival: csmName(team, (place + 1) % CSMS_PER_TEAM),
      rep: repName(n % REPS),
      channel: channelName(team),
      claims: (['csm', 'whoever is faster', 'nobody'] as const)[n % 7 < 3 ? 0 : n % 7 < 5 ? 1 : 2],
    };
  });
}

/** One signal, as it is sent and as it must be kept. */
export interface Sent {
  account: Watched;
  type: string;
  value: number;
  observedAt: Date;
  key: string | null;
  corrects: string | null;
}

export interface Step {
  at: Date;
  /** What is sent together, each in one transaction; in any order among each other. */
  moves: Sent[][];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What is sent at each step: how the accounts fare, and beside it what is late, said twice, or corrected. */
export function planSteps(accounts: readonly Watched[], start: Date, random: () => number): Step[] {
  let keys = 0;
  const said: Sent[] = [];
  const [beforeAll, dayOne, dayTwo] = [-5, -0.5, 1].map(
    (day) => new Date(start.getTime() + day * DAY_MS),
  ) as [Date, Date, Date];
  /** When tickets were heard of last. */
  const heardAt = new Map<Watched, Date>();
  return DAYS.map((day, index) => {
    const at = new Date(start.getTime() + day * DAY_MS);
    const make = (account: Watched, type: string, value: number, observedAt = at): Sent => {
      const key = random() < 0.7 ? `w-${++keys}` : null;
      return { account, type, value, observedAt, key, corrects: null };
    };
    const correction = (wrong: Sent, value: number): Sent => ({
      ...wrong,
      value,
      key: `c-${++keys}`,
      corrects: wrong.key,
    });
    const moves: Sent[][] = [];
    for (const account of accounts) {
      const course: Course = COURSES[account.fate];
      const begun = index === 0 ? WELL : (course.on[day] ?? {});
      const seenAt =
        course.ahead === day
          ? new Date(at.getTime() + random() * 240_000)
          : new Date(at.getTime() - random() * 60_000);
      const whole = Object.entries(begun).map(([type, value]) => make(account, type, value, seenAt));
      if (course.apart === day) moves.push(...whole.map((one) => [one]));
      else if (whole.length > 0) moves.push(whole);
      const wrong = Object.entries(course.wrongly?.[day] ?? {}).map(
        ([type, value]): Sent => ({ ...make(account, type, value), key: `w-${++keys}` }),
      );
      if (wrong.length > 0)
        moves.push(
          wrong,
          wrong.map((one) => correction(one, WELL[one.type] ?? 0)),
        );
      // Tickets are heard of all the time; they change nothing by themselves.
      const heard = make(account, 'support_tickets_open', ticketsOf(course, day) + random() * 0.2, seenAt);
      if (random() < 0.5) moves.push([heard]);
      if (random() < 0.1) {
        const wrong = { ...heard, key: `w-${++keys}`, value: heard.value + 0.2 };
        moves.push([wrong], [correction(wrong, heard.value + 0.1)]);
      }
      // Another at the same instant: the greater key counts.
      if (random() < 0.1) moves.push([{ ...heard, key: `t-${++keys}`, value: heard.value + 0.3 }]);
      // Late, and dreadful: nobody is to hear of it any more.
      const before = heardAt.get(account) ?? start;
      if (random() < 0.2) {
        const [from, to] = before > dayTwo ? [dayTwo, before] : [beforeAll, dayOne];
        const then = new Date(from.getTime() + random() * 0.9 * (to.getTime() - from.getTime()));
        moves.push([make(account, 'support_tickets_open', 20, then)]);
      }
      const tickets = moves
        .flat()
        .some((one) => one.account === account && one.type === heard.type && one.observedAt >= seenAt);
      if (tickets) heardAt.set(account, seenAt);
    }
    said.push(...moves.flat());
    const repeated = moves.filter(() => random() < 0.1).map((move) => move.map((one) => ({ ...one })));
    const old = index === 0 ? [] : said.filter(() => random() < 0.01).map((one) => [{ ...one }]);
    return { at, moves: shuffled([...moves, ...repeated, ...old], random) };
  });
}

/** As the course has them on that day. */
function ticketsOf(course: Course, day: Day): number {
  const before = DAYS.filter((one) => one <= day).map((one) => course.on[one]?.['support_tickets_open']);
  return before.findLast((value) => value !== undefined) ?? 0;
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let n = all.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [all[n], all[other]] = [all[other] as T, all[n] as T];
  }
  return all;
}
