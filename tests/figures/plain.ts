import { type Bridge, STEPS, type Step, type Total } from '../../src/figures/figures.ts';
import type { Scope } from '../../src/figures/scope.ts';
import type { Band } from '../../src/health/bands.ts';
import {
  type Course,
  type Facts,
  isOpen,
  latest,
  type ModelAccount,
  type ModelRisk,
  risksOf,
  survivorOf,
} from './course.ts';

// The figures worked out again, account by account, from what happened: slowly, and with no database.

/** Rates in ten-thousandths. */
export type Prices = Readonly<Record<string, number>>;
/** People by number whose accounts a scope is of; null where it is of accounts. */
export type Whose = { scope: Scope; people: readonly number[] | null };

export interface Standing {
  account: ModelAccount;
  facts: Facts;
  /** In cents. */
  amount: number | null;
  version: number;
  /** A risk was open. */
  risk: boolean;
  word: Band | null;
}

export function amountOf({ arr, currency }: Facts, prices: Prices): number | null {
  const rate = currency === null ? undefined : prices[currency];
  return arr === null || rate === undefined ? null : Math.round((arr * rate) / 10_000);
}

/** Each account at risk, by number. */
export function atRisk(course: Course, at: number, whose: Whose, prices: Prices): Map<number, Standing> {
  const found = new Map<number, Standing>();
  for (const account of course.accounts) {
    const gone = (account.merged?.at ?? account.deletedAt ?? Number.POSITIVE_INFINITY) <= at;
    const standing = standingOf(account, risksOf(course, account, at), at, prices);
    if (!gone && standing && isOf(whose, standing.facts)) found.set(account.number, standing);
  }
  return found;
}

function standingOf(account: ModelAccount, risks: ModelRisk[], at: number, prices: Prices): Standing | null {
  const facts = latest(account.facts, at);
  if (!facts) return null;
  const open = risks.some((risk) => isOpen(risk, at));
  const word = wordOf(account, at);
  const evaluation = latest(account.evaluations, at);
  const band = word ?? evaluation?.band;
  const low = band === 'at_risk' || band === 'critical';
  if (!open && (!low || isSetAside(account, risks, at))) return null;
  return {
    account,
    facts,
    amount: amountOf(facts, prices),
    version: evaluation?.version ?? 0,
    risk: open,
    word,
  };
}

/** Lost, or called a false alarm with nothing heard since; a person's word on its health counts after all. */
function isSetAside(account: ModelAccount, risks: ModelRisk[], at: number): boolean {
  const ended = lastEnded(risks, at);
  if (ended?.outcome === 'lost') return true;
  if (ended?.outcome !== 'false_alarm' || wordOf(account, at) !== null) return false;
  return !account.alarms.some((alarm) => alarm > ended.at && alarm <= at);
}

function wordOf(account: ModelAccount, at: number): Band | null {
  const word = latest(account.words, at);
  return word && word.until > at ? word.band : null;
}

const lastOutcome = (risks: ModelRisk[], at: number) => lastEnded(risks, at)?.outcome ?? null;

function lastEnded(risks: ModelRisk[], at: number): { at: number; outcome: string | null } | null {
  const ended = risks
    .filter((risk) => risk.openedAt <= at && !isOpen(risk, at))
    .flatMap((risk) => ({ number: risk.number, ...(latest(risk.changes, at) ?? { at: 0, outcome: null }) }));
  return ended.toSorted((a, b) => a.at - b.at || a.number - b.number).at(-1) ?? null;
}

function isOf({ scope, people }: Whose, facts: Facts): boolean {
  if (people) return [facts.cs, facts.sales, ...facts.co].some((one) => one !== null && people.includes(one));
  return scope.kind !== 'segment' || (facts.segment ?? '').toLowerCase() === scope.segment;
}

export const EVERYTHING: Whose = { scope: { kind: 'everything' }, people: null };

/** Amounts in cents. `prices`: at the first look, and at the second. */
export function bridgeBetween(
  course: Course,
  whose: Whose,
  [first, second]: [number, number],
  [then, today]: [Prices, Prices],
) {
  const was = new Map<ModelAccount, Standing[]>();
  for (const one of atRisk(course, first, whose, then).values()) {
    const survivor = survivorOf(one.account);
    was.set(survivor, [...(was.get(survivor) ?? []), one]);
  }
  const is = atRisk(course, second, whose, today);
  const steps = Object.fromEntries(
    STEPS.map((step) => [step, { accounts: 0, amount: 0 }]),
  ) as Bridge['steps'];
  const add = (step: Step, accounts: number, amount: number) => {
    steps[step] = { accounts: steps[step].accounts + accounts, amount: steps[step].amount + amount };
  };
  for (const account of course.accounts) {
    const [before, now] = [was.get(account), is.get(account.number)];
    const amount = before && priced(before);
    const difference = (now?.amount ?? 0) - (amount ?? 0);
    if (before && now) {
      if (amount === now.amount) continue;
      const [only, other] = before;
      const same = !other && only?.facts.arr === now.facts.arr && only?.facts.currency === now.facts.currency;
      if (same) add('rules', 0, difference);
      else add('edited', 1, difference);
    } else if (now) add(cameIn(course, now, whose, first), 1, difference);
    else if (before) add(wentOut(course, account, before, [first, second]), -1, difference);
  }
  return {
    before: totalOf([...was.values()].map((group) => ({ amount: priced(group) }))),
    steps,
    now: totalOf(is.values()),
  };
}

function cameIn(
  course: Course,
  { account, version, risk, word }: Standing,
  { scope }: Whose,
  first: number,
): Step {
  if (scope.kind !== 'everything' && standingOf(account, risksOf(course, account), first, {})) return 'moved';
  const inForce = latest(course.versions, first)?.version ?? 0;
  const byPerson = risk || word !== null || wordOf(account, first) !== null;
  return !byPerson && version !== inForce && !hasNews(account, first) ? 'rules' : 'entered';
}

function wentOut(
  course: Course,
  account: ModelAccount,
  before: Standing[],
  [first, second]: [number, number],
): Step {
  if (account.deletedAt !== null) return 'lost';
  if (atRisk(course, second, EVERYTHING, {}).has(account.number)) return 'moved';
  const risks = risksOf(course, account);
  if (lastOutcome(risks, second) === 'lost') return 'lost';
  const version = Math.max(...before.map((one) => one.version));
  const now = latest(account.evaluations, second)?.version;
  const byPerson =
    wordOf(account, first) !== null ||
    wordOf(account, second) !== null ||
    risks.some((risk) => isOpen(risk, first));
  return now !== undefined && now !== version && !byPerson && !hasNews(account, first)
    ? 'rules'
    : 'recovered';
}

const hasNews = ({ signals }: ModelAccount, since: number) => signals.some((at) => at > since);

function priced(group: readonly Standing[]): number | null {
  const known = group.flatMap(({ amount }) => amount ?? []);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
}

export function totalOf(all: Iterable<{ amount: number | null }>): Total {
  const amounts = [...all].map(({ amount }) => amount);
  return {
    accounts: amounts.length,
    amount: amounts.reduce<number>((sum, one) => sum + (one ?? 0), 0),
    unpriced: amounts.filter((one) => one === null).length,
  };
}
