import fc from 'fast-check';
import { BANDS, type Band } from '../../src/health/bands.ts';

// Accounts and all that happens to them, in memory. How they stand at an instant is read off what has happened.

export const DAY_MS = 86_400_000;

export interface Facts {
  arr: number | null; // cents
  currency: string | null;
  segment: string | null;
  cs: number | null; // of the people, by number
  sales: number | null;
  co: number[];
}

export interface ModelRisk {
  number: number;
  openedAt: number;
  severity: Band;
  changes: { at: number; action: 'resolved' | 'recovered' | 'reopened'; outcome: Outcome }[];
}
export type Outcome = 'saved' | 'lost' | 'recovered' | 'false_alarm';

export interface ModelAccount {
  number: number;
  renewalOn: string | null;
  facts: (Facts & { at: number })[];
  evaluations: { at: number; band: Band | null; version: number }[];
  words: { at: number; band: Band | null; until: number }[];
  signals: number[];
  /** When its health slipped, whether or not somebody was told. */
  alarms: number[];
  risks: ModelRisk[];
  merged: { at: number; into: ModelAccount } | null;
  deletedAt: number | null;
}

export interface Course {
  accounts: ModelAccount[];
  versions: { version: number; at: number }[];
}

const band = fc.constantFrom(...BANDS);
const money = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 50_000_000 }), fc.constant(1_234_500));
const currency = fc.constantFrom('USD', 'EUR', 'GBP', null);
const segment = fc.constantFrom(null, 'Alpha', 'alpha', ...'BCDEFGHIJ');
const somebody = fc.option(fc.integer({ min: 0, max: 4 }), { freq: 5 });
const renewal = fc.option(fc.integer({ min: -100, max: 700 }), { freq: 4 });

const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('score'), band: fc.option(band), news: fc.boolean() }),
  },
  fc.record({ what: fc.constant('edit'), arr: money, currency }),
  fc.record({
    what: fc.constant('own'),
    cs: somebody,
    sales: somebody,
    co: fc.subarray([0, 1, 2, 3, 4], { maxLength: 2 }),
  }),
  fc.record({ what: fc.constant('segment'), segment }),
  fc.record({ what: fc.constant('word'), band, days: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ what: fc.constant('clear') }),
  { weight: 2, arbitrary: fc.record({ what: fc.constant('open'), severity: band }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('end'),
      outcome: fc.constantFrom<Outcome>('saved', 'lost', 'recovered', 'false_alarm'),
    }),
  },
  fc.record({ what: fc.constant('alarm') }),
  fc.record({ what: fc.constant('reopen') }),
  fc.record({ what: fc.constant('merge'), into: fc.nat({ max: 11 }) }),
  fc.record({ what: fc.constant('delete') }),
  fc.record({ what: fc.constant('rules') }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const happening = fc.record({ who: fc.nat({ max: 11 }), change });
const beginning = fc.record({
  arr: money,
  currency,
  segment,
  cs: somebody,
  sales: somebody,
  renewal,
  band: fc.constantFrom(...BANDS, 'at_risk' as const, null),
});

/** What there is at first, what happens before the first look, and what happens after it. */
export const anyCourse = fc.record({
  begin: fc.array(beginning, { minLength: 6, maxLength: 12, size: 'max' }),
  before: fc.array(happening, { maxLength: 40, size: 'max' }),
  after: fc.array(happening, { maxLength: 40, size: 'max' }),
});

/** Everything before happens in the ten days up to the day before `first`, everything after from the day after it. */
export function runCourse(
  { begin, before, after }: typeof anyCourse extends fc.Arbitrary<infer T> ? T : never,
  first: number,
): Course {
  const start = first - 20 * DAY_MS;
  const course: Course = {
    versions: [],
    accounts: begin.map(({ band, renewal, ...facts }, number) => ({
      number,
      renewalOn: renewal === null ? null : new Date(first + renewal * DAY_MS).toISOString().slice(0, 10),
      facts: [{ ...facts, co: [], at: start }],
      evaluations: band ? [{ at: start, band, version: 0 }] : [],
      words: [],
      signals: [start],
      alarms: [],
      risks: [],
      merged: null,
      deletedAt: null,
    })),
  };
  const step = (10 * DAY_MS) / 40;
  for (const [index, one] of before.entries()) apply(course, one, first - 12 * DAY_MS + index * step);
  for (const [index, one] of after.entries()) apply(course, one, first + 2 * DAY_MS + index * step);
  return course;
}

/** What cannot be is left out. */
function apply(course: Course, { who, change: one }: { who: number; change: Change }, at: number): void {
  const account = course.accounts[who % course.accounts.length];
  if (!account || account.merged || account.deletedAt !== null) return;
  const version = course.versions.at(-1)?.version ?? 0;
  const risks = risksOf(course, account);
  const open = risks.find((risk) => isOpen(risk, at));
  const facts = account.facts.at(-1);
  if (!facts) return;
  switch (one.what) {
    case 'score':
      account.evaluations.push({ at, band: one.band, version });
      if (one.news) account.signals.push(at);
      return;
    case 'edit':
      account.facts.push({ ...facts, arr: one.arr, currency: one.currency, at });
      return;
    case 'own':
      account.facts.push({ ...facts, cs: one.cs, sales: one.sales, co: one.co, at });
      return;
    case 'segment':
      account.facts.push({ ...facts, segment: one.segment, at });
      return;
    case 'word':
      account.words.push({ at, band: one.band, until: at + one.days * DAY_MS });
      return;
    case 'clear':
      account.words.push({ at, band: null, until: at });
      return;
    case 'open':
      if (!open)
        account.risks.push({
          number: course.accounts.flatMap(({ risks }) => risks).length + 1,
          openedAt: at,
          severity: one.severity,
          changes: [],
        });
      return;
    case 'end': {
      const action = one.outcome === 'recovered' ? 'recovered' : 'resolved';
      open?.changes.push({ at, action, outcome: one.outcome });
      return;
    }
    case 'alarm':
      account.alarms.push(at);
      return;
    case 'reopen':
      // What is lost, or was no risk, is not opened again.
      if (
        !open &&
        !risks.some(({ changes }) =>
          changes.some(({ outcome }) => outcome === 'lost' || outcome === 'false_alarm'),
        )
      )
        risks.at(-1)?.changes.push({ at, action: 'reopened', outcome: 'saved' });
      return;
    case 'merge': {
      const into = course.accounts[one.into % course.accounts.length];
      if (!into || into === account || into.merged || into.deletedAt !== null) return;
      if (open && risksOf(course, into).some((risk) => isOpen(risk, at))) return;
      account.merged = { at, into };
      return;
    }
    case 'delete':
      if (mergedInto(course, account, at).length === 1) account.deletedAt = at;
      return;
    case 'rules':
      course.versions.push({ version: version + 1, at });
  }
}

/** What an account has become by then: itself, or what it was merged into, and that into another. */
export function survivorOf(account: ModelAccount, at = Number.POSITIVE_INFINITY): ModelAccount {
  return account.merged && account.merged.at <= at ? survivorOf(account.merged.into, at) : account;
}

/** The account itself, and those that have become it. */
export function mergedInto({ accounts }: Course, account: ModelAccount, at?: number): ModelAccount[] {
  return accounts.filter((one) => survivorOf(one, at) === account);
}

/** Those that are the account's by then, or by the end; the latest opened last. */
export function risksOf(course: Course, account: ModelAccount, at?: number): ModelRisk[] {
  return mergedInto(course, account, at)
    .flatMap(({ risks }) => risks)
    .toSorted((a, b) => a.openedAt - b.openedAt);
}

export function isOpen(risk: ModelRisk, at: number): boolean {
  const last = risk.changes.findLast((one) => one.at <= at);
  return risk.openedAt <= at && (last === undefined || last.action === 'reopened');
}

export const latest = <T extends { at: number }>(all: readonly T[], at: number): T | null =>
  all.findLast((one) => one.at <= at) ?? null;
