import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { drawSeen, type Seen } from './metrics-seen.ts';

/**
 * What Prometheus reads of one process. Labels name parts of Baton and of Slack's interface, never a person, an account
 * or a channel. What each series means is in docs/operate.md.
 */
export interface Metrics {
  slackCall(call: SlackCall): void;
  /** Slack was answered so long after Baton began to work on what it sent. */
  acked(kind: string, seconds: number): void;
  jobEnded(run: { job: string; isOk: boolean; seconds: number }): void;
  /** What a try to deliver a message came to. */
  delivered(outcome: string): void;
  /** Returns all of it in Prometheus's text format, with what was seen of the process and the database just now. */
  print(seen: Seen): Promise<string>;
}

/** One call to Slack's Web API that has ended. */
export interface SlackCall {
  method: string;
  /** `ok`, or what the failure means. */
  result: string;
  seconds: number;
}

// `job` is Prometheus's own label for what it scrapes.

/** Slack gives up on an answer after three seconds. */
const ACK_BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3];
const CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes a registry of its own: two Batons in one process share nothing. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const slackCalls = new Counter({
    name: 'baton_slack_calls_total',
    help: 'Calls to Slack that have ended, by method and by what the answer means',
    labelNames: ['method', 'result'],
    registers,
  });
  const slackSeconds = new Histogram({
    name: 'baton_slack_call_seconds',
    help: 'How long Slack took to answer a call',
    labelNames: ['method'],
    buckets: CALL_BUCKETS,
    registers,
  });
  const ackSeconds = new Histogram({
    name: 'baton_ack_seconds',
    help: 'How long Baton took to answer what Slack sent',
    labelNames: ['kind'],
    buckets: ACK_BUCKETS,
    registers,
  });
  const jobRuns = new Counter({
    name: 'baton_job_runs_total',
    help: 'Runs of a job that have ended',
    labelNames: ['job_name', 'result'],
    registers,
  });
  const jobSeconds = new Gauge({
    name: 'baton_job_last_run_seconds',
    help: 'How long the last run of a job took',
    labelNames: ['job_name'],
    registers,
  });
  const jobSucceededAt = new Gauge({
    name: 'baton_job_last_success_timestamp_seconds',
    help: 'When a job last ended without an error',
    labelNames: ['job_name'],
    registers,
  });
  const deliveries = new Counter({
    name: 'baton_deliveries_total',
    help: 'Tries to deliver a message, by what they came to',
    labelNames: ['outcome'],
    registers,
  });
  return {
    slackCall({ method, result, seconds }) {
      slackCalls.inc({ method, result });
      slackSeconds.observe({ method }, seconds);
    },
    acked: (kind, seconds) => ackSeconds.observe({ kind }, seconds),
    jobEnded({ job, isOk, seconds }) {
      jobRuns.inc({ job_name: job, result: isOk ? 'ok' : 'failed' });
      jobSeconds.set({ job_name: job }, seconds);
      if (isOk) jobSucceededAt.setToCurrentTime({ job_name: job });
    },
    delivered: (outcome) => deliveries.inc({ outcome }),
    async print(seen) {
      return `${await registry.metrics()}\n${await drawSeen(seen).metrics()}`;
    },
  };
}
