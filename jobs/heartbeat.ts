import cron from 'node-cron';
import { failureOf } from '../src/platform/failure.ts';
import type { Logger } from '../src/platform/logger.ts';

export interface Job {
  name: string;
  /** From one start to the next, at least; without it, every beat. */
  everyMs?: number;
  /** In its place, a cron expression in UTC: for what is wanted at an hour, and may be missed. */
  schedule?: string;
  /** May go on for as long as there is work, and ends soon once `stopping` is aborted. */
  run(stopping: AbortSignal): Promise<unknown>;
}

export interface Heartbeat {
  /** Starts every job whose turn has come and that is not running. */
  beat(): void;
  /** Since the last beat, in milliseconds. */
  sinceBeatMs(): number;
  /** Every job: for how long it has been running (0: it is not), and whether its last run failed. */
  runs(): readonly { job: string; runningMs: number; isFailing: boolean }[];
  /** Starts nothing more, and waits for what runs. */
  stop(): Promise<void>;
}

const BEAT_MS = 1_000;
/** A job that failed does not wait longer than this for its next turn. */
const RETRY_MS = 10_000;

/**
 * Looks every second whether there is work. What is due stands in the database, so that a missed or doubled beat
 * changes nothing. A job that fails runs again within ten seconds, and is logged when it begins and ceases to fail.
 * The beat goes by a clock that only goes forward: where the system's is set back an hour, a cron expression is
 * silent for that hour.
 */
export function startHeartbeat(options: {
  jobs: readonly Job[];
  log: Logger;
  /** Hears of every run that has ended. */
  ended?: (run: { job: string; isOk: boolean; seconds: number }) => void;
  beatMs?: number;
  /** Milliseconds that only go forward. */
  steady?: () => number;
}): Heartbeat {
  const { jobs, log, ended, beatMs = BEAT_MS, steady = () => performance.now() } = options;
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const startedAt = new Map<string, number>();
  const failing = new Set<string>();
  let beatAt = steady();

  function beat(): void {
    if (stopping.signal.aborted) return;
    beatAt = steady();
    for (const job of jobs) if (beatAt >= nextAt(job)) start(job);
  }

  /** When a beat may start it. What has a schedule is started by that, and by a beat only after it failed. */
  function nextAt({ name, schedule, everyMs = 0 }: Job): number {
    const usual = schedule === undefined ? everyMs : Number.POSITIVE_INFINITY;
    const last = startedAt.get(name);
    if (last === undefined) return schedule === undefined ? Number.NEGATIVE_INFINITY : usual;
    return last + (failing.has(name) ? Math.min(usual, RETRY_MS) : usual);
  }

  function start(job: Job): void {
    if (stopping.signal.aborted || running.has(job.name)) return;
    startedAt.set(job.name, steady());
    running.set(
      job.name,
      run(job).finally(() => running.delete(job.name)),
    );
  }

  async function run(job: Job): Promise<void> {
    const from = steady();
    const tell = (isOk: boolean) => ended?.({ job: job.name, isOk, seconds: (steady() - from) / 1_000 });
    try {
      await job.run(stopping.signal);
      tell(true);
      if (failing.delete(job.name)) log.info({ job: job.name }, 'job works again');
    } catch (error) {
      tell(false);
      if (failing.has(job.name)) return;
      failing.add(job.name);
      log.error({ job: job.name, ...failureOf(error) }, 'job failed; it is tried again');
    }
  }

  const beating = setInterval(beat, beatMs);
  const tasks = jobs.flatMap((job) =>
    job.schedule === undefined
      ? []
      : cron.schedule(job.schedule, () => start(job), {
          timezone: 'UTC',
          name: job.name,
          suppressMissedWarning: true,
        }),
  );
  return {
    beat,
    sinceBeatMs: () => steady() - beatAt,
    runs: () =>
      jobs.map(({ name }) => ({
        job: name,
        runningMs: running.has(name) ? steady() - (startedAt.get(name) ?? steady()) : 0,
        isFailing: failing.has(name),
      })),
    async stop() {
      stopping.abort();
      clearInterval(beating);
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running.values());
    },
  };
}
