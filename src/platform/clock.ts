/**
 * Two times. Business time decides what is due, and can be moved in the sandbox.
 * Wall time paces, leases and retries, and is never moved.
 */
export interface Clock {
  /** Business time. */
  now(): Date;
  /** Wall time. */
  wall(): Date;
}

export const systemClock: Clock = { now: () => new Date(), wall: () => new Date() };

/** Business time is wall time plus an offset that the caller may change (the sandbox's, a test's). */
export function movableClock(offsetMs = 0): Clock & { offsetMs: number } {
  return {
    offsetMs,
    now() {
      return new Date(Date.now() + this.offsetMs);
    },
    wall: () => new Date(),
  };
}
