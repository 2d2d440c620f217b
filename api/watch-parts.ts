import type pg from 'pg';
import { type ClockWatch, howFar, verdict } from '../src/platform/clock-watch.ts';
import type { Db } from '../src/platform/ctx.ts';
import { checkTakesWrites } from '../src/platform/database/check-database.ts';
import { schemaState } from '../src/platform/database/migrate.ts';
import { failureOf } from '../src/platform/failure.ts';
import type { Seen } from '../src/platform/metrics-seen.ts';
import type { Served } from '../src/workspaces/served.ts';
import { listBlocked } from '../src/workspaces/workspace.ts';

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

/** Whoever looks does not wait for another look within this, however often they come. */
const FRESH_MS = 3_000;
/** The heartbeat beats every second. */
const SILENT_MS = 15_000;
const LONG_RUN_MS = 5 * 60_000;

export interface Watched {
  /** Of the connections that people wait for. */
  db: Db;
  pool: pg.Pool;
  served: Served;
  /** How the connection to Slack stands, where there is one. */
  socket: (() => { ok: boolean; text: string }) | undefined;
  heartbeat: { sinceBeatMs(): number; runs(): Seen['jobs'] };
  clocks: ClockWatch;
}

/** Looks at what Baton needs, part by part, at most every few seconds. */
export function watchParts({ db, pool, served, socket, heartbeat, clocks }: Watched): Readiness {
  return fresh(async () => {
    const parts = [lookAtDatabase(db), lookAtSchema(pool), lookAtSlack(db, served)];
    const sockets = socket ? [{ name: 'socket', ...socket() }] : [];
    return [
      ...(await Promise.all(parts)),
      ...sockets,
      lookAtHeartbeat(heartbeat),
      lookAtJobs(heartbeat),
      lookAtClock(clocks),
    ];
  });
}

async function lookAtDatabase(db: Db): Promise<Part> {
  return part('database', async () => {
    await checkTakesWrites(db);
    return { ok: true, text: 'takes what is written' };
  });
}

async function lookAtSchema(pool: pg.Pool): Promise<Part> {
  return part('schema', async () => {
    const state = await schemaState(pool);
    if (state === 'older') return { ok: false, text: 'older than this Baton: npm run db:deploy' };
    return { ok: true, text: state === 'newer' ? 'newer than this Baton' : 'as this Baton needs it' };
  });
}

async function lookAtSlack(db: Db, served: Served): Promise<Part> {
  return part('slack', async () => {
    const [refused] = await listBlocked(db, served);
    return refused === undefined
      ? { ok: true, text: 'takes the bot token' }
      : { ok: false, text: `refuses the bot token (${refused.blockedReason ?? 'unknown'})` };
  });
}

function lookAtHeartbeat({ sinceBeatMs }: Watched['heartbeat']): Part {
  const seconds = Math.round(sinceBeatMs() / 1_000);
  return { name: 'heartbeat', ok: sinceBeatMs() < SILENT_MS, text: `last beat ${seconds} s ago` };
}

/** Clicks work without them: one that fails is said, and keeps nobody away. */
function lookAtJobs({ runs }: Watched['heartbeat']): Part {
  const listed = (words: string, of: (run: Seen['jobs'][number]) => boolean) => {
    const names = runs()
      .filter(of)
      .map(({ job }) => job);
    return names.length > 0 ? [`${words}: ${names.join(', ')}`] : [];
  };
  const amiss = [
    ...listed('failing and tried again', ({ isFailing }) => isFailing),
    ...listed('running for minutes', ({ runningMs }) => runningMs > LONG_RUN_MS),
  ];
  return { name: 'jobs', ok: true, text: amiss.join('; ') || 'none fails' };
}

function lookAtClock(clocks: ClockWatch): Part {
  const aheadMs = clocks.aheadMs();
  const found = verdict(aheadMs);
  const text = found === 'right' ? "agrees with the database's" : `${howFar(aheadMs)} the database's`;
  return { name: 'clock', ok: found !== 'wrong', text };
}

async function part(name: string, look: () => Promise<Omit<Part, 'name'>>): Promise<Part> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const { error: kind, code } = failureOf(error);
    return { name, ok: false, text: `cannot tell: the database failed (${code ?? kind})` };
  }
}

/** One look at a time, and its answer for a while. */
export function fresh<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (!last || performance.now() - last.at > FRESH_MS) last = { at: performance.now(), answer: look() };
    return last.answer;
  };
}
