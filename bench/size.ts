import { searchAccounts } from '../src/accounts/find/search-accounts.ts';
import { claimTimers } from '../src/cases/clocks/claim-timers.ts';
import { sweep, sweepCheck } from '../src/cases/sweep.ts';
import { composeDigest } from '../src/digests/compose-digest.ts';
import { CASES } from '../src/every-case.ts';
import { HANDOFFS } from '../src/handoffs/handoff-case.ts';
import { loadHome } from '../src/home/load-home.ts';
import { loadTeamWork } from '../src/home/load-team-work.ts';
import { loadWork } from '../src/home/load-work.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { CLICK_BOUNDS, JOB_BOUNDS, openDatabase } from '../src/platform/database/database.ts';
import type { Bounds } from '../src/platform/database/session.ts';
import { RISKS } from '../src/risks/risk-case.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { NOW, ofEverything } from './digest.ts';
import { log, onDatabase, type Server } from './environment.ts';
import { type Line, median } from './measure.ts';
import { idOf, SERVED, WORKSPACE } from './seed.ts';
import { addEnded, MEMBERS, type Size, seedSize } from './size-seed.ts';

const SIZE: Size = { accounts: 100_000, open: 2_000, ended: 200_000 };
const TIMES_THE_HISTORY = 10;
const ROUNDS = 7;
/** More history may cost this much more, and no more. */
const AT_MOST = 1.5;

/** What it takes may be a quarter of what it is given: other machines are slower, and other people are at work. */
const SHARE = 4;

interface Work {
  what: string;
  /** What its slowest statement may take before it is cancelled is in here. */
  bounds: Bounds;
  run(): Promise<unknown>;
}

/** The slowest statement of what looks again and again, and of what people wait for, at size; and with ten times the history. */
export async function benchSize(server: Server, size = SIZE, rounds = ROUNDS): Promise<Line[]> {
  const url = await server.createDatabase('size');
  await onDatabase(url, (client) => seedSize(client, size, NOW));
  const once = await measure(url, rounds);
  const { ended, accounts } = size;
  await onDatabase(url, (client) =>
    addEnded(client, { from: ended, to: ended * TIMES_THE_HISTORY, accounts }, NOW),
  );
  const tenfold = await measure(url, rounds);
  return once.map(({ what, bounds, ms }, i): Line => {
    const after = tenfold[i]?.ms ?? Number.NaN;
    const ratio = after / ms;
    const most = bounds.statementMs / SHARE;
    return {
      what,
      baton: `${ms.toFixed(1)} ms`,
      beside: `${after.toFixed(1)} ms with ${TIMES_THE_HISTORY} × the history`,
      ratio: `${ratio.toFixed(2)}×`,
      aim: `≤ ${AT_MOST}×, ≤ ${most} ms`,
      // What takes no time at all may take twice of it.
      met: Math.max(ms, after) <= most && (ratio <= AT_MOST || after - ms < 5),
    };
  });
}

interface Measured extends Omit<Work, 'run'> {
  ms: number;
}

async function measure(url: string, rounds: number): Promise<Measured[]> {
  const { db, pool, close } = openDatabase({ url, bounds: JOB_BOUNDS, log });
  let slowest = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const started = performance.now();
      const ended = () => {
        slowest = Math.max(slowest, performance.now() - started);
      };
      const done = args.at(-1);
      if (typeof done !== 'function') return Promise.resolve(query(...args)).finally(ended);
      const andEnded = (...answer: unknown[]) => {
        ended();
        done(...answer);
      };
      return query(...args.slice(0, -1), andEnded);
    }) as typeof client.query;
  });
  const measured: Measured[] = [];
  for (const { run, ...work } of await works(db)) {
    const took: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      slowest = 0;
      await run();
      // The first round is the warm-up.
      if (round > 0) took.push(slowest);
    }
    measured.push({ ...work, ms: median(took) });
  }
  await close();
  return measured;
}

async function works(db: ReturnType<typeof openDatabase>['db']): Promise<Work[]> {
  const workspace = { id: WORKSPACE };
  const ctx = { workspace, now: NOW, db };
  const settings = await loadSettings(db, WORKSPACE);
  const busy = (await loadPeople(db, WORKSPACE, [idOf('member', MEMBERS)])).get(idOf('member', MEMBERS));
  if (!busy) throw new Error('the busy person is missing');
  const clock = { now: () => NOW, wall: () => NOW };
  const search = (text: string) => () => searchAccounts(db, WORKSPACE, text, 20);
  return [
    {
      what: 'sweep',
      bounds: JOB_BOUNDS,
      run: () => sweep({ db, clock, served: SERVED, log, checks: [sweepCheck(HANDOFFS), sweepCheck(RISKS)] }),
    },
    {
      what: 'digest of everything',
      bounds: JOB_BOUNDS,
      run: () => composeDigest(ctx, ofEverything(settings)),
    },
    {
      what: 'due timers claimed',
      bounds: CLICK_BOUNDS,
      run: () => db.$transaction((tx) => claimTimers(tx, SERVED, { now: NOW, wall: NOW, limit: 50 })),
    },
    {
      what: 'accounts found by how their name begins',
      bounds: CLICK_BOUNDS,
      run: search('Sample Account 4711'),
    },
    { what: 'accounts found by the middle of their name', bounds: CLICK_BOUNDS, run: search('count 4711') },
    {
      what: 'accounts found as typed without accents',
      bounds: CLICK_BOUNDS,
      run: search('sämple accöunt 99'),
    },
    { what: 'no account found', bounds: CLICK_BOUNDS, run: search('nobody is called this') },
    { what: 'Home of a busy person', bounds: CLICK_BOUNDS, run: () => loadHome(ctx, busy) },
    {
      what: 'work of a busy person',
      bounds: CLICK_BOUNDS,
      run: () => loadWork(ctx, busy, { answersFor: [busy.id], page: 0, kinds: CASES }),
    },
    {
      what: 'work of a team',
      bounds: CLICK_BOUNDS,
      run: () => loadTeamWork(ctx, { kind: 'reports', memberId: busy.id }, { page: 0, kinds: CASES }),
    },
  ];
}
