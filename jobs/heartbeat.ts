import cron from 'node-cron';
import type { Clock } from '../src/platform/clock.ts';
import { failureOf } from '../src/platform/failure.ts';
import type { Logger } from '../src/platform/logger.ts';

export interface Job {
  name: string;
  /** Wall time from one start to the next, at least; without it, every beat. */
  everyMs?: number;
  /** May go on for as long as there is work, and ends soon once `stopping` is aborted. */
  run(stopping: AbortSignal): Promise<unknown>;
}

export interface Heartbeat {
  /** Starts every job whose turn has come and that is not running. */
  beat(): void;
  /** Starts nothing more, and waits for what runs. */
  stop(): Promise<void>;
}

const EVERY_SECOND = '* * * * * *';
/** A job that failed does not wait longer than this for its next turn. */
const RETRY_MS = 10_000;

/**
 * Looks every second whether there is work. What is due stands in the database, so that a missed or doubled beat
 * changes nothing. A job that fails runs again within ten seconds, and is logged when it begins and ceases to fail.
 */
export function startHeartbeat(options: {
  jobs: readonly Job[];
  clock: Clock;
  log: Logger;
  /** Cron expression with seconds, in UTC. */
  every?: string;
}): Heartbeat {
  const { jobs, clock, log, every = EVERY_SECOND } = options;
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const startedAt = new Map<string, number>();
  const failing = new Set<string>();

  function beat(): void {
    if (stopping.signal.aborted) return;
    const wall = clock.wall().getTime();
    for (const job of jobs) {
      const everyMs = job.everyMs ?? 0;
      const pause = failing.has(job.name) ? Math.min(everyMs, RETRY_MS) : everyMs;
      const nextAt = (startedAt.get(job.name) ?? Number.NEGATIVE_INFINITY) + pause;
      if (running.has(job.name) || wall < nextAt) continue;
      startedAt.set(job.name, wall);
      running.set(
        job.name,
        run(job).finally(() => running.delete(job.name)),
      );
    }
  }

  async function run(job: Job): Promise<void> {
    try {
      await job.run(stopping.signal);
      if (failing.delete(job.name)) log.info({ job: job.name }, 'job works again');
    } catch (error) {
      if (failing.has(job.name)) return;
      failing.add(job.name);
      log.error({ job: job.name, ...failureOf(error) }, 'job failed; it is tried again');
    }
  }

  const task = cron.schedule(every, beat, {
    timezone: 'UTC',
    name: 'heartbeat',
    suppressMissedWarning: true,
  });
  return {
    beat,
    async stop() {
      stopping.abort();
      await task.destroy();
      await Promise.all(running.values());
    },
  };
}
