import type { Member } from './company.ts';
import { answererAt } from './company.ts';
import type { CaseRef, Fired } from './stage.ts';

// When each clock has to fire: reckoned by the minute, from what people did and when. Nothing here asks the product.

/** The limit in days of whoever owes, or in hours; shares of it, and whether the rung reminds; how often the last repeats. */
interface Ladder {
  days?: number;
  hours?: number;
  rungs: readonly (readonly [share: number, is: 'reminds' | 'escalates'])[];
  repeats: number;
}

const REMINDS = 'reminds';
const UP = [
  [1, 'escalates'],
  [1.5, 'escalates'],
  [2, 'escalates'],
] as const;
const ANSWER = { rungs: [[0.5, REMINDS], ...UP], repeats: 2 } as const;

/** As DESIGN and docs/rights.md have them, with what is shipped as settings. */
const LADDERS: Readonly<Record<string, Ladder>> = {
  'handoff.acknowledge': { days: 1, ...ANSWER },
  'handoff.decide': { days: 2, ...ANSWER },
  'handoff.resubmit': { days: 2, ...ANSWER },
  'handoff.book_kickoff': { days: 2, ...ANSWER },
  'handoff.hold_kickoff': { days: 2, ...ANSWER },
  'handoff.hard_stop': { days: 3, rungs: [[1, 'escalates']], repeats: 0 },
  'deal.hand_over': { days: 1, rungs: [[1, REMINDS], ...UP.slice(1)], repeats: 2 },
  'follow_up.introduce': {
    days: 1,
    rungs: [
      [1, REMINDS],
      [2, 'escalates'],
    ],
    repeats: 0,
  },
  'follow_up.answer': {
    days: 1,
    rungs: [
      [0, REMINDS],
      [1, REMINDS],
      [2, 'escalates'],
    ],
    repeats: 0,
  },
  'follow_up.confirm': {
    days: 2,
    rungs: [
      [0, REMINDS],
      [1, REMINDS],
      [2, 'escalates'],
    ],
    repeats: 0,
  },
  'risk.claim': { days: 1, ...ANSWER },
  'risk.plan': {
    hours: 4,
    rungs: [
      [1, REMINDS],
      [2, 'escalates'],
      [3, 'escalates'],
    ],
    repeats: 2,
  },
  'risk.check_in': { days: 1, rungs: [[0, REMINDS], ...UP], repeats: 2 },
};

/** One run of a clock. */
interface Run extends CaseRef {
  clock: string;
  /** When it was set, and from when it counts. */
  setAt: number;
  from: number;
  owner: () => Member;
  until: number;
  snoozes: [from: number, until: number][];
}

export interface Clocks {
  /** It counts from then on, or from `from`; one that runs is set anew. */
  set(of: CaseRef, clock: string, now: Date, how: { owner: () => Member; from?: number }): void;
  /** All of a case, or these. */
  stop(of: CaseRef, now: Date, clocks?: readonly string[]): void;
  /** Muted until then, but for the hard stop. */
  snooze(of: CaseRef, now: Date, until: number): void;
  runs(of: CaseRef, clock: string): boolean;
  /** When a clock that ran at an instant was stopped or set anew; Infinity: it runs. */
  endOf(of: CaseRef, clock: string, at: Date): number;
  /** What had to fire, up to an instant. */
  due(until: Date): Omit<Fired, 'epoch'>[];
}

export function clocksOf(): Clocks {
  const runs: Run[] = [];
  const running = ({ type, id }: CaseRef, clock?: string) =>
    runs.filter(
      (run) =>
        run.type === type && run.id === id && run.until === Infinity && (!clock || run.clock === clock),
    );
  return {
    set({ type, id }, clock, now, { owner, from }) {
      const setAt = now.getTime();
      for (const run of running({ type, id }, clock)) run.until = setAt;
      runs.push({ type, id, clock, setAt, from: from ?? setAt, owner, until: Infinity, snoozes: [] });
    },
    stop(of, now, clocks) {
      for (const run of running(of)) if (!clocks || clocks.includes(run.clock)) run.until = now.getTime();
    },
    snooze(of, now, until) {
      for (const run of running(of)) if (run.clock !== 'hard_stop') run.snoozes.push([now.getTime(), until]);
    },
    runs: (of, clock) => running(of, clock).length > 0,
    endOf: ({ type, id }, clock, at) =>
      runs.find(
        (run) =>
          run.type === type &&
          run.id === id &&
          run.clock === clock &&
          run.setAt <= at.getTime() &&
          at.getTime() <= run.until,
      )?.until ?? 0,
    due: (until) => runs.flatMap((run) => firingsOf(run, until.getTime())),
  };
}

/** Each rung at its instant, for as long as the clock runs. */
function firingsOf(run: Run, end: number): Omit<Fired, 'epoch'>[] {
  const { type, id, clock, setAt, from, owner, until, snoozes } = run;
  const ladder = LADDERS[`${type}.${clock}`];
  if (!ladder) throw new Error(`nobody said when ${type}.${clock} fires`);
  const hoursAt = (at: number) => answererAt(owner(), at).hours;
  const dueBy = (at: number) => {
    const { dayMs, add } = hoursAt(at);
    const limit = (ladder.days ?? 0) * dayMs + (ladder.hours ?? 0) * 3_600_000;
    return ladder.rungs.map(([share]) => add(from, Math.round(share * limit)));
  };
  /** A reminder is nothing where the next rung has come as well. */
  const worth = (due: readonly number[], rung: number, at: number): number => {
    const next = due[rung + 1];
    const isOver = ladder.rungs[rung]?.[1] === 'reminds' && next !== undefined && next <= at;
    return isOver ? worth(due, rung + 1, at) : rung;
  };
  /** When one that is due then does fire: not while it is muted. */
  const unmuted = (at: number) => {
    const held = snoozes.filter(([from, until]) => at >= from && at < until).map(([, until]) => until);
    return held.length > 0 ? Math.max(...held) : at;
  };
  const fired: Omit<Fired, 'epoch'>[] = [];
  let due = dueBy(setAt);
  let rung = worth(due, 0, setAt);
  let repeats = 0;
  let next = due[rung];
  let before = setAt;
  while (next !== undefined) {
    const at = unmuted(Math.max(next, before));
    // What falls due at the instant of an act comes before it.
    if (at > until || at > end) break;
    // What was held may be overtaken.
    const fires = worth(due, rung, at);
    if (fires !== rung) [rung, repeats] = [fires, 0];
    fired.push({ type, id, clock, rung, repeats, at: new Date(at) });
    due = dueBy(at);
    before = at;
    const last = rung === ladder.rungs.length - 1;
    if (last && repeats < ladder.repeats) {
      const { dayMs, add } = hoursAt(at);
      repeats += 1;
      next = add(at, dayMs);
    } else {
      rung = last ? rung + 1 : worth(due, rung + 1, at);
      repeats = 0;
      next = due[rung];
    }
  }
  return fired;
}
