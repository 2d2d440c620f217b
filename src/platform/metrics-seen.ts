import { Counter, Gauge, Registry } from 'prom-client';

/** A connection pool, as its driver counts it. */
export interface PoolCount {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** How many there are, up to a bound, and for how long the oldest has been; 0 where there is none. */
export interface Waiting {
  count: number;
  oldestSeconds: number;
}

/** What the database knows of the workspaces served. */
export interface Stored {
  blockedWorkspaces: number;
  timers: Waiting & { late: number };
  /** Of messages that are not at their end. */
  messages: readonly (Waiting & { state: string })[];
  /** Messages in Slack that show something out of date. */
  redraws: number;
  evaluations: Waiting;
  cases: readonly { kind: string; open: number; late: number }[];
}

/** The process and its database, at a scrape. */
export interface Seen {
  sinceBeatMs: number;
  jobs: readonly { job: string; runningMs: number; isFailing: boolean }[];
  clockAheadMs: number;
  pools: Readonly<Record<string, PoolCount>>;
  /** Null: the database did not say in time. */
  stored: Stored | null;
}

/** Returns it as gauges of a registry that is made for it alone: a figure of before must not look like one of now. */
export function drawSeen(seen: Seen): Registry {
  const registry = new Registry();
  const show = (name: string, help: string, ...values: Value[]): void => {
    const labelNames = Object.keys(values[0]?.[1] ?? {});
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
    if (values.length === 0) gauge.remove();
    for (const [value, labels = {}] of values) gauge.set(labels, value);
  };
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const help = 'Processor time of this process';
  new Counter({ name: 'process_cpu_seconds_total', help, registers: [registry] }).inc(
    (userCPUTime + systemCPUTime) / 1e6,
  );
  drawProcess(seen, show);
  drawStored(seen.stored, show);
  return registry;
}

type Value = [value: number, labels?: Record<string, string>];
type Show = (name: string, help: string, ...values: Value[]) => void;

function drawProcess({ sinceBeatMs, jobs, clockAheadMs, pools }: Seen, show: Show): void {
  show('process_resident_memory_bytes', 'Memory of this process', [process.memoryUsage.rss()]);
  show('baton_uptime_seconds', 'Since this process began', [process.uptime()]);
  show('baton_heartbeat_age_seconds', 'Since the heartbeat last beat', [sinceBeatMs / 1_000]);
  show(
    'baton_clock_ahead_seconds',
    "How far this machine's clock is ahead of the database's; negative: behind it",
    [clockAheadMs / 1_000],
  );
  show(
    'baton_job_running_seconds',
    'For how long a job has been running; 0: it is not',
    ...jobs.map(({ job, runningMs }): Value => [runningMs / 1_000, { job_name: job }]),
  );
  show(
    'baton_job_failing',
    '1 while the last run of a job failed',
    ...jobs.map(({ job, isFailing }): Value => [isFailing ? 1 : 0, { job_name: job }]),
  );
  show(
    'baton_database_pool_connections',
    'Open connections to the database, and those of them that are idle',
    ...Object.entries(pools).flatMap(([pool, { totalCount, idleCount }]): Value[] => [
      [totalCount, { pool, state: 'total' }],
      [idleCount, { pool, state: 'idle' }],
    ]),
  );
  show(
    'baton_database_pool_waiting',
    'Work that waits for a connection of a pool',
    ...Object.entries(pools).map(([pool, { waitingCount }]): Value => [waitingCount, { pool }]),
  );
}

function drawStored(stored: Stored | null, show: Show): void {
  /** Of what the database did not say there is no value, and not a zero. */
  const where = (value: (stored: Stored) => number): Value[] => (stored ? [[value(stored)]] : []);
  show('baton_database_readable', '1 where the database said what the series below need; 0: it did not', [
    stored ? 1 : 0,
  ]);
  show(
    'baton_workspaces_blocked',
    'Workspaces of this process whose token Slack refuses',
    ...where(({ blockedWorkspaces }) => blockedWorkspaces),
  );
  show(
    'baton_timers_due',
    'Timers that are due and have not fired, up to 10,000',
    ...where(({ timers }) => timers.count),
  );
  show(
    'baton_timers_late',
    'Those that have been due for more than a minute',
    ...where(({ timers }) => timers.late),
  );
  show(
    'baton_timers_oldest_seconds',
    'For how long the first of them has been due',
    ...where(({ timers }) => timers.oldestSeconds),
  );
  show(
    'baton_outbox_messages',
    'Messages that are not at their end, by state, up to 10,000 of each',
    ...(stored?.messages ?? []).map(({ state, count }): Value => [count, { state }]),
  );
  show(
    'baton_outbox_oldest_seconds',
    'Age of the oldest of each state; what waits for its hour has none yet',
    ...(stored?.messages ?? []).map(({ state, oldestSeconds }): Value => [oldestSeconds, { state }]),
  );
  show(
    'baton_outbox_redraws',
    'Messages in Slack that are to be brought up to date, up to 10,000',
    ...where(({ redraws }) => redraws),
  );
  show(
    'baton_health_due',
    'Accounts whose health is due to be evaluated, up to 10,000',
    ...where(({ evaluations }) => evaluations.count),
  );
  show(
    'baton_health_lag_seconds',
    'For how long the first of them has been due',
    ...where(({ evaluations }) => evaluations.oldestSeconds),
  );
  show(
    'baton_cases_open',
    'Open cases with a next step that is owed, by kind, up to 50,000',
    ...(stored?.cases ?? []).map(({ kind, open }): Value => [open, { kind }]),
  );
  show(
    'baton_cases_late',
    'Those of them that are overdue',
    ...(stored?.cases ?? []).map(({ kind, late }): Value => [late, { kind }]),
  );
}
