import { searchAccounts } from '../src/accounts/search-accounts.ts';
import { composeDigest } from '../src/digests/compose-digest.ts';
import { claimTimers } from '../src/escalation/claim-timers.ts';
import { sweep } from '../src/escalation/sweep.ts';
import { sweepHandoffs } from '../src/handoffs/sweep-handoffs.ts';
import { loadHome } from '../src/home/load-home.ts';
import { loadTeamWork } from '../src/home/load-team-work.ts';
import { loadWork } from '../src/home/load-work.ts';
import { loadPeople } from '../src/people/load-people.ts';
import { openDatabase } from '../src/platform/database.ts';
import { sweepRisks } from '../src/risks/sweep-risks.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { NOW, ofEverything } from './digest.ts';
import { log, onDatabase, type Server } from './environment.ts';
import { type Line, median } from './measure.ts';
import { idOf, WORKSPACE } from './seed.ts';
import { addEnded, MEMBERS, type Size, seedSize } from './size-seed.ts';

const SIZE: Size = { accounts: 100_000, open: 2_000, ended: 200_000 };
const TIMES_THE_HISTORY = 10;
const ROUNDS = 7;
/** More history may cost this much more, and no more. */
const AT_MOST = 1.5;

/** What it takes may be a quarter of what it is given: other machines are slower, and other people are at work. */
const SHARE = 4;
const CLICK_MS = 1_200;
const JOB_MS = 15_000;

interface Work {
  what: string;
  /** What its slowest statement may take before it is cancelled. */
  limitMs: number;
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
  return once.map(({ what, limitMs, ms }, i): Line => {
    const after = tenfold[i]?.ms ?? Number.NaN;
    const ratio = after / ms;
    const most = limitMs / SHARE;
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

async function measure(
  url: string,
  rounds: number,
): Promise<{ what: string; limitMs: number; ms: number }[]> {
  const { db, pool, close } = openDatabase({ url, log });
  let slowest = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const started = performance.now();
      const answer = query(...args);
      if (answer instanceof Promise)
        void answer.then(() => {
          slowest = Math.max(slowest, performance.now() - started);
        });
      return answer;
    }) as typeof client.query;
  });
  const measured: { what: string; limitMs: number; ms: number }[] = [];
  for (const { what, limitMs, run } of await works(db)) {
    const took: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      slowest = 0;
      await run();
      // The first round is the warm-up.
      if (round > 0) took.push(slowest);
    }
    measured.push({ what, limitMs, ms: median(took) });
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
      limitMs: JOB_MS,
      run: () => sweep({ db, clock, log, checks: [sweepHandoffs, sweepRisks] }),
    },
    { what: 'digest of everything', limitMs: JOB_MS, run: () => composeDigest(ctx, ofEverything(settings)) },
    {
      what: 'due timers claimed',
      limitMs: CLICK_MS,
      run: () => db.$transaction((tx) => claimTimers(tx, { now: NOW, wall: NOW, limit: 50 })),
    },
    {
      what: 'accounts found by how their name begins',
      limitMs: CLICK_MS,
      run: search('Sample Account 4711'),
    },
    { what: 'accounts found by the middle of their name', limitMs: CLICK_MS, run: search('count 4711') },
    { what: 'accounts found as typed without accents', limitMs: CLICK_MS, run: search('sämple accöunt 99') },
    { what: 'no account found', limitMs: CLICK_MS, run: search('nobody is called this') },
    { what: 'Home of a busy person', limitMs: CLICK_MS, run: () => loadHome(ctx, busy) },
    {
      what: 'work of a busy person',
      limitMs: CLICK_MS,
      run: () => loadWork(ctx, busy, { answersFor: [busy.id], page: 0 }),
    },
    {
      what: 'work of a team',
      limitMs: CLICK_MS,
      run: () => loadTeamWork(ctx, { kind: 'reports', memberId: busy.id }, 0),
    },
  ];
}
