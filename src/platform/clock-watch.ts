import type { Clock } from './clock.ts';
import type { Db } from './ctx.ts';
import type { Logger } from './logger.ts';

/** Below this, clocks agree as well as they need to. */
const SAID_MS = 2_000;
/** Above this, timers would fire early or late enough for people to notice. */
const REFUSED_MS = 60_000;

/** The clock of this machine cannot be worked with. The message says what to do. */
export class ClockError extends Error {
  constructor(aheadMs: number) {
    super(
      `The clock of this machine is ${howFar(aheadMs)} the database's. Baton would remind and escalate at wrong times: set both clocks right (by NTP), then start it again.`,
    );
    this.name = 'ClockError';
  }
}

export interface ClockWatch {
  /** Compares with the database's clock, and logs what is new. */
  look(): Promise<void>;
  /** False where what depends on time must wait. Looks again where this clock has jumped. */
  isRight(): Promise<boolean>;
  /** How far this clock is ahead as last seen, in milliseconds; negative behind it, 0 as far as one can tell. */
  aheadMs(): number;
}

/**
 * Business time is each process's own clock, so that a wrong one fires timers early or not at all. Rejects with a
 * ClockError where it is more than a minute off at the start; later, it is said and waited for.
 */
export async function watchClock(options: { db: Db; clock: Clock; log: Logger }): Promise<ClockWatch> {
  const { db, clock, log } = options;
  // Against a clock that only goes forward, a jump of this one shows before the next look.
  const offset = () => clock.wall().getTime() - performance.now();
  let seenAt = offset();
  let aheadMs = await compareClocks(db, clock);
  if (Math.abs(aheadMs) > REFUSED_MS) throw new ClockError(aheadMs);
  say('right');

  /** While somebody looks, nobody goes by what was seen before. */
  let looking: Promise<void> | undefined;

  function look(): Promise<void> {
    looking ??= compare().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function compare(): Promise<void> {
    const before = verdict(aheadMs);
    const at = offset();
    aheadMs = await compareClocks(db, clock);
    seenAt = at;
    say(before);
  }

  function say(before: Verdict): void {
    const now = verdict(aheadMs);
    if (now === before) return;
    if (now === 'right') log.info("this clock agrees with the database's again");
    else if (now === 'off') log.warn({ aheadMs }, "this clock differs from the database's");
    else
      log.error(
        { aheadMs },
        "this clock differs from the database's: timers and digests wait until it is right",
      );
  }

  return {
    look,
    async isRight() {
      if (looking || Math.abs(offset() - seenAt) > SAID_MS) await look();
      return verdict(aheadMs) !== 'wrong';
    },
    aheadMs: () => aheadMs,
  };
}

type Verdict = 'right' | 'off' | 'wrong';

export function verdict(aheadMs: number): Verdict {
  const off = Math.abs(aheadMs);
  return off > REFUSED_MS ? 'wrong' : off > SAID_MS ? 'off' : 'right';
}

/** Returns `3 s ahead of`, `10 min behind`. */
export function howFar(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${amount} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}

/** Returns how far this clock is ahead of the database's, at the least: the answer may have been on its way long. */
export async function compareClocks(db: Db, clock: Pick<Clock, 'wall'>): Promise<number> {
  const asked = performance.now();
  const [theirs] = await db.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`;
  const most = Math.round(clock.wall().getTime() - (theirs?.ms ?? Number.NaN));
  const least = Math.round(most - (performance.now() - asked));
  return least > 0 ? least : Math.min(most, 0) || 0; // and not -0
}
