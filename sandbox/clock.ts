/** The sandbox's own wall clock, in ms. It can be moved forward, to expire triggers and response_urls. */
export interface SandboxClock {
  now(): number;
  move(ms: number): void;
}

export function sandboxClock(): SandboxClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    move(ms) {
      offset += ms;
    },
  };
}

/** Real seconds, for signatures: the app checks them against its own clock. */
export const realSeconds = (): number => Math.floor(Date.now() / 1000);

/** Keeps no process alive: the sandbox's server does that. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
