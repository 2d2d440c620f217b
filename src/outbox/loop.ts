import { setTimeout as pause } from 'node:timers/promises';
import { failureOf } from '../platform/failure.ts';
import type { Delivery, DeliveryOptions } from './delivery.ts';
import { claimDoubts, settleDoubt } from './doubt/reconcile.ts';
import { nextDueMs } from './next-due.ts';
import { claimLeftBehind, removeLeftBehind } from './readers/left-behind.ts';
import { claimLooks, lookAtLane } from './readers/look-at-lane.ts';
import { Places } from './readers/places.ts';
import { claimMessages, expireLeases, START } from './send/claim.ts';
import { claimUpdates, type UpdateClaim } from './send/claim-updates.ts';
import { deliverMessage } from './send/deliver.ts';
import { inGroups } from './send/in-groups.ts';
import { writeSent } from './send/record.ts';
import { applyUpdate } from './send/updates.ts';

/** Calls to Slack at once, in one process. */
const AT_ONCE = 8;
/** Of these, looking for lost messages: history is read slowly, and nobody waits for it. */
const SEARCHES_AT_ONCE = 2;
/** Room for fewer than half waits this long for more, so that one claim takes several. */
const GATHER_MS = 10;
/** Without a word from anyone we look again after this. */
const LONGEST_SLEEP_MS = 30_000;
const SHORTEST_SLEEP_MS = 20;
/** A call ends by its own timeout within this. */
const STOP_MS = 15_000;

async function untilHalf(calls: ReadonlySet<Promise<void>>): Promise<void> {
  while (calls.size > AT_ONCE / 2) await Promise.race(calls);
}

export interface RunningDelivery {
  /**
   * There is something to send: call it when `baton_outbox` is notified, and from the heartbeat. A payload
   * names a channel whose readers may have changed.
   */
  wake(payload?: string): void;
  /** Does what is due now and answers how many messages, updates and looks that was. */
  runOnce(): Promise<number>;
  /** Finishes what is in flight, puts back what has not been attempted, takes nothing more. */
  stop(): Promise<void>;
}

/** Delivery sleeps until it is woken, then sends until nothing is due, then sleeps until something is. */
export function startDelivery(options: DeliveryOptions): RunningDelivery {
  const d: Delivery = {
    ...options,
    slack: (workspace) => options.served.slackForJobs(workspace),
    recordSent: inGroups((sent) => writeSent(options.db, sent, { skipHeld: true })),
    paceMs: options.paceMs ?? 1000,
    channels: new Map(),
    places: new Places(),
    cursor: START,
    toClear: false,
    stopping: false,
  };
  let pump: Promise<number> | null = null;
  let woken = false;
  let rouse = () => {};
  let alarm: NodeJS.Timeout | undefined;

  async function sendWhatIsDue(calls: Set<Promise<void>>): Promise<number> {
    const searches = new Set<Promise<void>>();
    let done = 0;
    let ended = 0;
    const start = (work: Promise<void>, also?: Set<Promise<void>>) => {
      done += 1;
      const call = work
        .catch((cause) =>
          d.log.error(failureOf(cause), 'delivery could not write its result; its lease will run out'),
        )
        .finally(() => {
          ended += 1;
          calls.delete(call);
          also?.delete(call);
        });
      calls.add(call);
      also?.add(call);
    };
    const free = () => (d.stopping ? 0 : AT_ONCE - calls.size);
    /** What was empty is not asked for again until somebody wakes us. */
    let updatesLeft = true;
    let doubtsLeft = true;
    d.toClear = true;
    /** It may have been put back, to be taken at once. */
    const bringUpToDate = (claim: UpdateClaim) =>
      applyUpdate(d, claim).finally(() => {
        updatesLeft = true;
      });
    await expireLeases(d);
    for (;;) {
      const endedBefore = ended;
      const alert = new Promise<void>((resolve) => {
        rouse = resolve;
      });
      if (woken) {
        woken = false;
        updatesLeft = true;
        doubtsLeft = true;
        d.toClear = true;
      }
      // What others may be reading comes first.
      if (d.toClear && free() > 0) {
        d.toClear = false;
        const looks = await claimLooks(d, free());
        // What it frees, or finds to be removed, is asked for again.
        for (const look of looks)
          start(
            lookAtLane(d, look).finally(() => {
              woken = true;
            }),
          );
        const removals = free() > 0 ? await claimLeftBehind(d, Math.ceil(free() / 2)) : [];
        for (const left of removals) start(removeLeftBehind(d, left));
        d.toClear ||= removals.length > 0;
      }
      if (updatesLeft && free() > 0) {
        const urgent = await claimUpdates(d, 'urgent', free());
        for (const claim of urgent) start(bringUpToDate(claim));
        const calm = free() > 0 ? await claimUpdates(d, 'calm', Math.ceil(free() / 2)) : [];
        for (const claim of calm) start(bringUpToDate(claim));
        updatesLeft = urgent.length + calm.length > 0;
      }
      if (doubtsLeft && free() > 0 && searches.size < SEARCHES_AT_ONCE) {
        const doubts = await claimDoubts(d, Math.min(free(), SEARCHES_AT_ONCE - searches.size));
        for (const doubt of doubts) start(settleDoubt(d, doubt), searches);
        doubtsLeft = doubts.length > 0;
      }
      if (free() > 0) for (const claim of await claimMessages(d, free())) start(deliverMessage(d, claim));
      // A call that ended while we were asking may have made room for the next message of its thread.
      if (woken || ended > endedBefore) continue;
      if (calls.size === 0) return done;
      await Promise.race([...calls, alert]);
      if (calls.size > AT_ONCE / 2) await Promise.race([untilHalf(calls), alert, pause(GATHER_MS)]);
    }
  }

  async function run(): Promise<number> {
    while (pump !== null) await pump.catch(() => {});
    const calls = new Set<Promise<void>>();
    pump = sendWhatIsDue(calls)
      .finally(() => Promise.all(calls))
      .finally(() => {
        pump = null;
      });
    return pump;
  }

  async function runThenSleep(): Promise<void> {
    let ms = LONGEST_SLEEP_MS;
    try {
      await run();
      ms = (await nextDueMs(d)) ?? ms;
    } catch (cause) {
      d.log.error(failureOf(cause), 'delivery cannot reach its database; it tries again');
      ms = 1000;
    }
    if (d.stopping) return;
    clearTimeout(alarm);
    alarm = setTimeout(() => wake(), Math.min(Math.max(ms, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS));
    alarm.unref();
  }

  function wake(payload?: string): void {
    if (payload) {
      d.channels.delete(payload);
      d.places.forget(payload);
    }
    if (d.stopping) return;
    clearTimeout(alarm);
    if (pump === null) void runThenSleep();
    else {
      woken = true;
      rouse();
    }
  }

  async function stop(): Promise<void> {
    d.stopping = true;
    clearTimeout(alarm);
    rouse();
    if (pump === null) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    await Promise.race([pump.catch(() => {}), patience]);
    clearTimeout(timer);
  }

  return { wake, runOnce: run, stop };
}
