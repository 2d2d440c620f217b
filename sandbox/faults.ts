// Trouble on demand. What happens by chance comes from a seeded generator, so that a run can be repeated.

interface FaultMatch {
  /** API method; every method when left out. */
  method?: string;
  /** Channel id or name (as the call gives it, or the DM's person); every channel when left out. */
  channel?: string;
  /** Share of the matching calls, 0 to 1 (default 1). */
  share?: number;
  /** Ends after so many hits. */
  times?: number;
}

type Kind =
  | { what: 'rateLimit'; retryAfter: number }
  | { what: 'serverError'; code: number }
  | { what: 'error'; error: string }
  | { what: 'drop'; processed: boolean }
  | { what: 'slow'; ms: number };

interface Fault {
  kind: Kind;
  match: FaultMatch;
  hits: number;
}

interface ActiveFault {
  readonly hits: number;
  stop(): void;
}

export interface Faults {
  /** 429 with Retry-After in seconds. */
  rateLimit(match?: FaultMatch & { retryAfter?: number }): ActiveFault;
  /** HTTP 5xx, not processed. */
  serverError(match?: FaultMatch & { code?: number }): ActiveFault;
  /** ok:false with this code, not processed. */
  error(error: string, match?: FaultMatch): ActiveFault;
  /** Processed (unless `processed: false`), then the socket is destroyed. Of chat.postMessage by default. */
  drop(match?: FaultMatch & { processed?: boolean }): ActiveFault;
  /** Answers that much later; processed at once. */
  slow(ms: number, match?: FaultMatch): ActiveFault;
  clear(): void;
}

/** What to do with this call: at most one fault of each kind, the youngest first. */
export type DrawFault = (method: string, channels: string[]) => Kind[];

export function makeFaults(seed: number): { faults: Faults; draw: DrawFault } {
  const active: Fault[] = [];
  const random = mulberry32(seed);
  const add = (kind: Kind, match: FaultMatch): ActiveFault => {
    const fault: Fault = { kind, match, hits: 0 };
    active.unshift(fault);
    return {
      get hits() {
        return fault.hits;
      },
      stop: () => remove(fault),
    };
  };
  const remove = (fault: Fault): void => {
    const at = active.indexOf(fault);
    if (at >= 0) active.splice(at, 1);
  };
  const faults: Faults = {
    rateLimit: ({ retryAfter = 1, ...match } = {}) => add({ what: 'rateLimit', retryAfter }, match),
    serverError: ({ code = 503, ...match } = {}) => add({ what: 'serverError', code }, match),
    error: (error, match = {}) => add({ what: 'error', error }, match),
    drop: ({ processed = true, ...match } = {}) =>
      add({ what: 'drop', processed }, { method: 'chat.postMessage', ...match }),
    slow: (ms, match = {}) => add({ what: 'slow', ms }, match),
    clear: () => active.splice(0),
  };
  const draw: DrawFault = (method, channels) => {
    const drawn: Kind[] = [];
    for (const fault of [...active]) {
      const { match } = fault;
      if (match.method !== undefined && match.method !== method) continue;
      if (match.channel !== undefined && !channels.includes(match.channel.replace(/^[#@]/, ''))) continue;
      if (drawn.some((each) => each.what === fault.kind.what)) continue;
      if (match.share !== undefined && random() >= match.share) continue;
      fault.hits += 1;
      if (match.times !== undefined && fault.hits >= match.times) remove(fault);
      drawn.push(fault.kind);
    }
    return drawn;
  };
  return { faults, draw };
}

/** A small seeded generator of numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
