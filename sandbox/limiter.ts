import { METHODS } from './rules/methods.ts';

export interface Limiter {
  /** 0, or the seconds for Retry-After. A refused call does not count. */
  take(method: string, channel: string | undefined): number;
}

/**
 * Sliding windows per method, by the rates in rules/methods.ts. The pace of one channel (1 a second) lets
 * `channelBurst` messages through at once and refills one every `channelPaceMs`: Slack allows short bursts
 * and does not say how many.
 */
export function makeLimiter(options: {
  on: boolean;
  now: () => number;
  minuteMs: number;
  channelPaceMs: number;
  channelBurst: number;
}): Limiter {
  const windows = new Map<string, number[]>();
  const fullAt = new Map<string, number>();

  /** How long until the window has room, in ms. */
  function windowWait(key: string, calls: number, ms: number, now: number): number {
    const recent = (windows.get(key) ?? []).filter((at) => at > now - ms);
    windows.set(key, recent);
    const oldest = recent.at(-calls);
    return oldest === undefined ? 0 : oldest + ms - now;
  }

  return {
    take(method, channel) {
      const rates = options.on ? (METHODS[method]?.rates ?? []) : [];
      const now = options.now();
      let wait = 0;
      for (const rate of rates) {
        if (rate.per === 'workspace')
          wait = Math.max(wait, windowWait(method, rate.calls, (rate.seconds / 60) * options.minuteMs, now));
        else if (channel !== undefined) {
          const pending = Math.max(0, (fullAt.get(`${method} ${channel}`) ?? 0) - now);
          wait = Math.max(wait, pending - (options.channelBurst - 1) * options.channelPaceMs);
        }
      }
      if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
      for (const rate of rates) {
        if (rate.per === 'workspace') windows.get(method)?.push(now);
        else if (channel !== undefined) {
          const key = `${method} ${channel}`;
          fullAt.set(key, Math.max(now, fullAt.get(key) ?? 0) + options.channelPaceMs);
        }
      }
      return 0;
    },
  };
}
