import { cutsFor, type HealthConfig } from '../config.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { type HealthState, NEVER_EVALUATED } from '../health-state.ts';
import type { Observation } from '../score.ts';
import { type Course, coursesOf } from '../slides/levels.ts';
import { type AccountLook, lookAlong } from '../slides/look.ts';
import { isLowForLong } from '../slides/low.ts';
import { medianFall, shockOf } from '../slides/shock.ts';
import { NO_SLIDE, slideAfter } from '../slides/slide.ts';
import { lookAt, WEEKS, type WeeklyMeans, weekOf } from '../slides/weeks.ts';
import type { AccountHistory } from './history.ts';
import { type Episode, Told } from './told.ts';

/** What would have been told of one account. */
export interface Replay {
  history: AccountHistory;
  /** From its first observation until it left, or until the file ends. */
  from: Date;
  to: Date;
  cards: readonly Episode[];
  list: readonly Episode[];
  /** How often it was told as low for long. */
  lowForLong: number;
  /** When plain thresholds would have fired: on the score, and on the smoothed one with the same exceptions. */
  plain: Crossings;
  smoothed: Crossings;
}

/** Of a number as it changes: for each threshold, the instants at which it came below. */
export class Crossings {
  readonly #at = new Map<number, number[]>();
  #before: number | null = null;

  /** Where it begins below, it has not crossed. */
  take(value: number | null, at: Date): void {
    if (value === null) return;
    const before = this.#before ?? value;
    this.#before = value;
    for (let threshold = Math.floor(value) + 1; threshold <= before; threshold++) {
      const known = this.#at.get(threshold);
      if (known) known.push(at.getTime());
      else this.#at.set(threshold, [at.getTime()]);
    }
  }

  of(threshold: number): readonly number[] {
    return this.#at.get(threshold) ?? [];
  }
}

/**
 * Plays the pasts of accounts that are looked at together through the steps that Baton takes: exceptions when they
 * are observed, slides once a week, without what befell everybody in that week.
 */
export function replay(histories: readonly AccountHistory[], config: HealthConfig): Replay[] {
  const instants = histories.flatMap(({ observations }) =>
    observations.map(({ observedAt }) => observedAt.getTime()),
  );
  if (instants.length === 0) return [];
  const least = instants.reduce((a, b) => Math.min(a, b));
  const end = new Date(instants.reduce((a, b) => Math.max(a, b)) + 1);
  const accounts = histories
    .filter(({ observations }) => observations.length > 0)
    .map((history) => new AccountReplay(history, config, end));
  const medians = new Map<number, number>();
  for (let week = weekOf(new Date(least)); lookAt(week) < end; week++) {
    const looks = accounts.filter((one) => one.isThere(week)).map((one) => ({ one, look: one.look(week) }));
    const median = medianFall(looks.flatMap(({ look }) => look?.fall ?? []));
    if (median !== null) medians.set(week, median);
    const shock = shockOf(medians, week);
    for (const { one, look } of looks) one.tell(look, week, shock);
  }
  return accounts.map((one) => one.finish());
}

class AccountReplay {
  readonly #replay: Replay;
  readonly #config: HealthConfig;
  readonly #ahead: Observation[];
  #next = 0;
  readonly #latest = new Map<string, Observation>();
  #state: HealthState = NEVER_EVALUATED;
  #dueAt: Date | null = null;
  readonly #risks = Told.risks();
  readonly #list = Told.list();
  readonly #means: { first: number; types: WeeklyMeans };
  /** Of the exceptions that hold. */
  #cap = Number.POSITIVE_INFINITY;
  #slide = NO_SLIDE;
  #isLow = false;

  constructor(history: AccountHistory, config: HealthConfig, end: Date) {
    const to = history.churnedAt ?? end;
    this.#ahead = history.observations.toSorted((a, b) => a.observedAt.getTime() - b.observedAt.getTime());
    this.#config = config;
    this.#means = meansOf(this.#ahead, weekOf(to));
    this.#replay = {
      history,
      from: this.#ahead[0]?.observedAt ?? to,
      to,
      cards: this.#risks.episodes,
      list: this.#list.episodes,
      lowForLong: 0,
      plain: new Crossings(),
      smoothed: new Crossings(),
    };
  }

  isThere(week: number): boolean {
    return weekOf(this.#replay.from) <= week && lookAt(week) < this.#replay.to;
  }

  look(week: number): AccountLook | null {
    this.#observe(lookAt(week));
    const means = this.#meansUntil(week);
    const courses = coursesOf(means, this.#config);
    const level = levelOf(courses);
    this.#replay.smoothed.take(level === null ? null : Math.min(level, this.#cap), lookAt(week));
    const cut = cutsFor(this.#config, 'adopt').at_risk;
    const isLow = level !== null && level < cut && isLowForLong(means, this.#config, cut);
    if (isLow && !this.#isLow) this.#replay.lowForLong += 1;
    this.#isLow = isLow;
    return lookAlong(courses);
  }

  tell(look: AccountLook | null, week: number, shock: number): void {
    const { state, change } = slideAfter(this.#slide, look, { week, shock });
    this.#slide = state;
    const at = lookAt(week);
    if (change === 'over') {
      this.#risks.end('slide', at);
      this.#list.end('slide', at);
    } else if (change !== null) {
      this.#list.begin('slide', at);
      if (change === 'card') this.#risks.begin('slide', at);
    }
  }

  finish(): Replay {
    const { to } = this.#replay;
    this.#observe(to);
    this.#risks.settle(to);
    this.#list.settle(to);
    return this.#replay;
  }

  /** Takes in what was observed or expired by then. */
  #observe(until: Date): void {
    for (;;) {
      const observedAt = this.#ahead[this.#next]?.observedAt ?? null;
      const now = observedAt && (!this.#dueAt || observedAt <= this.#dueAt) ? observedAt : this.#dueAt;
      if (now === null || now > until || now >= this.#replay.to) return;
      const before = this.#next;
      for (let one = this.#ahead[before]; one && one.observedAt <= now; one = this.#ahead[++this.#next])
        this.#latest.set(one.type, one);
      this.#evaluate(now, this.#next > before);
    }
  }

  #evaluate(now: Date, hasNews: boolean): void {
    const before = this.#state.exceptions;
    const { state, score, dueAt } = evaluate(this.#state, {
      observations: [...this.#latest.values()],
      hasNews,
      config: this.#config,
      cuts: cutsFor(this.#config, 'adopt'),
      now,
      past: null,
      overrideUntil: null,
      expected: new Map(),
    });
    this.#state = state;
    this.#dueAt = dueAt;
    this.#cap = Math.min(...score.caps.map(({ cap }) => cap));
    this.#replay.plain.take(score.value, now);
    for (const type of before.filter((type) => !state.exceptions.includes(type))) {
      this.#risks.end(type, now);
      this.#list.end(type, now);
    }
    for (const { type, opensRisk } of score.caps) {
      if (!opensRisk || before.includes(type) || !state.exceptions.includes(type)) continue;
      this.#risks.begin(type, now);
      this.#list.begin(type, now);
    }
  }

  #meansUntil(week: number): WeeklyMeans {
    const { first, types } = this.#means;
    const from = week - WEEKS + 1 - first;
    return Object.fromEntries(
      Object.entries(types).map(([type, weeks]) => [type, weeks.slice(from, from + WEEKS)]),
    );
  }
}

/** The weekly means of a whole past, with as many empty weeks before it as a look rests on: each look is a part of it. */
function meansOf(observations: readonly Observation[], last: number): { first: number; types: WeeklyMeans } {
  const [oldest] = observations;
  const first = (oldest ? weekOf(oldest.observedAt) : last) - WEEKS + 1;
  const sums = new Map<string, { n: number; sum: number }[]>();
  for (const { type, value, observedAt } of observations) {
    const week = weekOf(observedAt) - first;
    if (week > last - first) break;
    let weeks = sums.get(type);
    if (!weeks) {
      weeks = Array.from({ length: last - first + 1 }, () => ({ n: 0, sum: 0 }));
      sums.set(type, weeks);
    }
    const one = weeks[week];
    if (one) [one.n, one.sum] = [one.n + 1, one.sum + value];
  }
  const types = [...sums].map(([type, weeks]) => [type, weeks.map(({ n, sum }) => (n > 0 ? sum / n : null))]);
  return { first, types: Object.fromEntries(types) };
}

/** The mean of the recent levels, by weight: a smoothed score. */
function levelOf(courses: readonly Course[]): number | null {
  let [sum, whole] = [0, 0];
  for (const { levels, weight } of courses) {
    const level = levels.at(-1) ?? null;
    if (level !== null) [sum, whole] = [sum + weight * level, whole + weight];
  }
  return whole > 0 ? sum / whole : null;
}
