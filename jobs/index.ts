import { fillSearch } from '../src/accounts/find/search-accounts.ts';
import { moveMergedSignals } from '../src/accounts/merge/move-to-survivor.ts';
import { fireDueTimers } from '../src/cases/clocks/fire.ts';
import { redrawDue } from '../src/cases/redraw.ts';
import { forgetEnded, sweep } from '../src/cases/sweep.ts';
import { passOnMornings } from '../src/cases/told/pass-on-mornings.ts';
import { findDeals } from '../src/deals/find/find-deals.ts';
import { makeDueDigests, planDigests } from '../src/digests/make-due-digests.ts';
import { tellOfHeld } from '../src/digests/tell-of-held.ts';
import { ALSO_SHOWN, ASK_STAND_INS, CHECKS, TIMERS } from '../src/every-case.ts';
import { takeBaselines } from '../src/figures/take-baselines.ts';
import { tellCalibration } from '../src/health/calibration/tell-calibration.ts';
import { evaluateAccounts } from '../src/health/evaluate/evaluate-accounts.ts';
import { lookForSlides } from '../src/health/slides/look-for-slides.ts';
import { latestLook } from '../src/health/slides/weeks.ts';
import { planReturn } from '../src/home/load-meanwhile.ts';
import type { RunningDelivery } from '../src/outbox/loop.ts';
import { forgetLeftBehind } from '../src/outbox/readers/left-behind.ts';
import { tellOfAbsences } from '../src/people/tell-of-absences.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { ClockWatch } from '../src/platform/clock-watch.ts';
import type { Db } from '../src/platform/ctx.ts';
import type { Logger } from '../src/platform/logger.ts';
import { forgetOld } from '../src/retention/forget-old.ts';
import { raiseAlerts } from '../src/risks/alerts/raise-alerts.ts';
import type { Served } from '../src/workspaces/served.ts';
import { unblockWorkspaces } from '../src/workspaces/workspace.ts';
import { forgetOldRequests } from './forget-old-requests.ts';
import type { Job } from './heartbeat.ts';
import { syncPeopleDaily } from './sync-people-daily.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface JobDeps {
  db: Db;
  clock: Clock;
  served: Served;
  delivery: RunningDelivery;
  clocks: ClockWatch;
  log: Logger;
}

/** The heartbeat table: what is looked at again and again, since what is due stands in the database. */
export function jobTable({ db, clock, served, delivery, clocks, log }: JobDeps): Job[] {
  // Events that came while this process was down are lost: its first look does not wait for the day to pass.
  let force = true;
  const syncPeople = async (stopping: AbortSignal) => {
    await syncPeopleDaily({ db, clock, served, log, force, stopping });
    force = false;
  };
  /** Nothing of it is left to look at: the database is not asked again until the next. */
  let lookedWeek: number | null = null;
  /** What goes by business time, and waits while this clock is wrong. */
  const timely: Job[] = [
    {
      name: 'fire due timers',
      run: async (stopping) => {
        while (!stopping.aborted && (await fireDueTimers({ db, clock, served, handlers: TIMERS, log })) > 0);
      },
    },
    {
      name: 'redraw what is overdue',
      run: async (stopping) => {
        while (!stopping.aborted && (await redrawDue({ db, clock, served, log, shown: ALSO_SHOWN })) > 0);
      },
    },
    {
      name: 'ask who stands in',
      run: (stopping) =>
        tellOfAbsences({
          db,
          clock,
          served,
          log,
          stopping,
          tell: [...ASK_STAND_INS, passOnMornings, planReturn],
        }),
    },
    {
      name: 'evaluate accounts',
      run: async (stopping) => {
        const some = async () => {
          while (
            !stopping.aborted &&
            (await evaluateAccounts({ db, clock, served, log, raise: raiseAlerts })) > 0
          );
        };
        // While one waits for the database, the other reckons.
        const ended = await Promise.allSettled([some(), some()]);
        for (const one of ended) if (one.status === 'rejected') throw one.reason;
      },
    },
    {
      name: 'look for slides',
      run: async (stopping) => {
        const week = latestLook(clock.now());
        if (week === lookedWeek) return;
        const isDone = await lookForSlides({ db, clock, served, log, raise: raiseAlerts, stopping }, week);
        if (isDone) lookedWeek = week;
      },
    },
    {
      name: 'make due digests',
      run: async (stopping) => {
        while (!stopping.aborted && (await makeDueDigests({ db, clock, served, log })) > 0);
      },
    },
    { name: 'plan digests', everyMs: MINUTE_MS, run: () => planDigests({ db, clock, served }) },
    { name: 'tell of held digests', everyMs: MINUTE_MS, run: () => tellOfHeld({ db, clock, served, log }) },
    {
      name: 'take baselines',
      everyMs: MINUTE_MS,
      run: (stopping) => takeBaselines({ db, clock, served, log, stopping }),
    },
    {
      name: 'tell of calibration',
      everyMs: HOUR_MS,
      run: (stopping) => tellCalibration({ db, clock, served, log, stopping }),
    },
    {
      name: 'find deals',
      everyMs: HOUR_MS,
      run: (stopping) => findDeals({ db, clock, served, log, stopping }),
    },
    // By business time: a clock that is wrong must not take what is still wanted.
    {
      name: 'forget what was kept long enough',
      everyMs: DAY_MS,
      run: (stopping) => forgetOld({ db, clock, served, log, stopping }),
    },
    { name: 'sweep', everyMs: MINUTE_MS, run: () => sweep({ db, clock, served, log, checks: CHECKS }) },
  ];
  return [
    ...timely.map((job) => ({
      ...job,
      run: async (stopping: AbortSignal) => {
        if (await clocks.isRight()) await job.run(stopping);
      },
    })),
    { name: 'compare clocks', everyMs: MINUTE_MS, run: clocks.look },
    { name: 'wake delivery', everyMs: 5_000, run: async () => delivery.wake() },
    {
      name: 'forget clocks of what has ended',
      everyMs: DAY_MS,
      run: (stopping) => forgetEnded({ db, served, checks: CHECKS, stopping }),
    },
    { name: 'sync people', everyMs: 15 * MINUTE_MS, run: syncPeople },
    {
      name: 'unblock workspaces',
      everyMs: MINUTE_MS,
      run: () => unblockWorkspaces({ db, served, log }),
    },
    {
      name: 'move merged signals',
      everyMs: MINUTE_MS,
      run: async (stopping) => {
        while (!stopping.aborted && (await moveMergedSignals({ db, served })) > 0);
      },
    },
    {
      name: 'fill account search',
      everyMs: MINUTE_MS,
      run: async (stopping) => {
        while (!stopping.aborted && (await fillSearch({ db, served })) > 0);
      },
    },
    {
      name: 'forget what was left behind',
      schedule: '41 * * * *',
      run: () => forgetLeftBehind({ db, served }),
    },
    { name: 'forget old requests', schedule: '23 * * * *', run: () => forgetOldRequests({ db, served }) },
  ];
}
