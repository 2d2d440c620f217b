export interface SandboxClock {
  /** Slack's own, in ms: it stamps messages, expires triggers and response_urls, refills rates. */
  now(): number;
  /** Forward: to expire what expires. */
  move(ms: number): void;
  /** What time it is for the people, who say *today* by it. Slack's own, until they are put elsewhere. */
  peoplesNow(): number;
  /** People live at `at` from now on, and time goes on from there. */
  putPeopleAt(at: Date): void;
}

export function sandboxClock(): SandboxClock {
  let offset = 0;
  let peoplesOffset: number | null = null;
  return {
    now: () => Date.now() + offset,
    move(ms) {
      offset += ms;
    },
    peoplesNow: () => Date.now() + (peoplesOffset ?? offset),
    putPeopleAt(at) {
      peoplesOffset = at.getTime() - Date.now();
    },
  };
}

/** Real seconds, for signatures: the app checks them against its own clock. */
export const realSeconds = (): number => Math.floor(Date.now() / 1000);

/** Keeps no process alive: the sandbox's server does that. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
