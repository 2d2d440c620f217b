import type { Core } from '../core.ts';
import type { Call, Dispatch } from '../traffic.ts';
import type { Fault, TrafficRow, TrafficSeen } from './shapes.ts';

const SHOWN = 200;
const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(entry: object): number {
  const known = numbers.get(entry) ?? ++last;
  numbers.set(entry, known);
  return known;
}

/** The latest calls and dispatches, oldest first, without what they carried. */
export function trafficOf(core: Core, faults: Record<Fault, boolean>): TrafficSeen {
  const rows = [...core.traffic.dispatches().map(outgoing), ...core.traffic.calls().map(incoming)];
  return {
    rows: rows.sort((a, b) => a.at - b.at || a.n - b.n).slice(-SHOWN),
    violations: core.traffic.violations.slice(-SHOWN),
    faults,
  };
}

/** What one of them carried. */
export function carried(core: Core, n: number): { sent: unknown; answer: unknown } | undefined {
  for (const each of core.traffic.calls())
    if (numberOf(each) === n) return { sent: each.args, answer: each.answer ?? null };
  for (const each of core.traffic.dispatches())
    if (numberOf(each) === n) return { sent: each.payload, answer: each.ack || null };
  return undefined;
}

function outgoing(sent: Dispatch): TrafficRow {
  const isOnItsWay = sent.status === 0 && sent.problem === null;
  return {
    n: numberOf(sent),
    at: sent.at,
    way: 'out',
    what: sent.what,
    about: [actionIn(sent.payload), sent.attempt > 0 ? `retry ${sent.attempt}` : '']
      .filter(Boolean)
      .join(' '),
    code: sent.status,
    ms: isOnItsWay ? null : sent.ms,
    problem: sent.problem ?? (sent.status > 299 ? `http_${sent.status}` : null),
    violation: sent.problem === 'timeout',
  };
}

function incoming(call: Call): TrafficRow {
  return {
    n: numberOf(call),
    at: call.at - call.ms,
    way: 'in',
    what: call.method,
    about: String(call.args['channel'] ?? call.args['user_id'] ?? ''),
    code: call.status,
    ms: call.ms,
    problem: call.error,
    violation: /^(invalid_(?!auth)|no_text|msg_|view_too_large)/.test(call.error ?? ''),
  };
}

function actionIn(payload: unknown): string {
  const { actions, callback_id, view, text } = payload as {
    actions?: { action_id?: string }[];
    callback_id?: string;
    view?: { callback_id?: string };
    text?: unknown;
  };
  return (
    actions?.[0]?.action_id ?? callback_id ?? view?.callback_id ?? (typeof text === 'string' ? text : '')
  );
}
