/** One thing that Baton needs in order to work, and how it stands. */
export interface Part {
  name: string;
  ok: boolean;
  text: string;
}

/** Looks at every part. */
export type Readiness = () => Promise<readonly Part[]>;

/** Returns the answer of /readyz: a first line for everything, then a line for each part. */
export function readinessAnswer(parts: readonly Part[]): { state: 200 | 503; text: string } {
  const isReady = parts.every(({ ok }) => ok);
  const lines = parts.map(({ name, ok, text }) => `${name}: ${ok ? text : `NOT READY, ${text}`}`);
  return { state: isReady ? 200 : 503, text: `${[isReady ? 'ready' : 'not ready', ...lines].join('\n')}\n` };
}
