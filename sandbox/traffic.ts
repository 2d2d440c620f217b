/** One call of the Web API or of a response_url (method 'response_url'). */
export interface Call {
  method: string;
  args: Record<string, unknown>;
  /** HTTP status; 0 when the socket was destroyed. */
  status: number;
  ok: boolean;
  error: string | null;
  answer: unknown;
  ms: number;
  at: number;
}

/** What the app answered to one. */
export interface Ack {
  status: number;
  body: string;
  problem: 'timeout' | 'refused' | 'dropped' | null;
  noRetry: boolean;
}

/** One request to the app, there from the moment it is sent. */
export interface Dispatch {
  /** '/handoff', 'block_actions', 'view_submission', 'event team_join' … */
  what: string;
  to: string;
  payload: unknown;
  /** As it was sent. */
  body: string;
  /** 0 for the first try, then 1, 2, 3 as in x-slack-retry-num. */
  attempt: number;
  /** HTTP status; 0 with `problem` saying why, or without while it is on its way. */
  status: number;
  problem: 'timeout' | 'refused' | 'dropped' | null;
  ack: string;
  /** Until the ack. */
  ms: number;
  at: number;
}

export interface Traffic {
  calls(method?: string): Call[];
  dispatches(what?: string): Dispatch[];
  /** What the app did against Slack's rules, in words. Tests expect it to stay empty. */
  violations: string[];
  clear(): void;
}

export interface TrafficLog extends Traffic {
  /** Calls `listener` after whatever people or the app did, until the returned function is called. */
  watch(listener: () => void): () => void;
  /** Something changed that is no traffic. */
  touch(): void;
  addCall(call: Call): void;
  addDispatch(dispatch: Dispatch): void;
  flag(violation: string): void;
}

export function makeTraffic(limit: number): TrafficLog {
  let calls: Call[] = [];
  let dispatches: Dispatch[] = [];
  const violations: string[] = [];
  const listeners = new Set<() => void>();
  const touch = (): void => {
    for (const listener of listeners) listener();
  };
  const bounded = <T>(list: T[], item: T): T[] => {
    list.push(item);
    return list.length > limit * 2 ? list.slice(-limit) : list;
  };
  return {
    calls: (method) => calls.filter((each) => method === undefined || each.method === method),
    dispatches: (what) => dispatches.filter((each) => what === undefined || each.what === what),
    violations,
    touch,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      calls = [];
      dispatches = [];
      violations.splice(0);
    },
    addCall(call) {
      calls = bounded(calls, call);
      touch();
    },
    addDispatch(dispatch) {
      dispatches = bounded(dispatches, dispatch);
      touch();
    },
    flag(violation) {
      if (violations.length < limit) violations.push(violation);
      touch();
    },
  };
}
