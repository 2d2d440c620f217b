import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx, TxCtx } from '../../platform/ctx.ts';
import { failureOf } from '../../platform/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import { texts } from '../../platform/sql.ts';
import type { Served } from '../../workspaces/served.ts';
import { followLimits } from '../owed.ts';
import { type Claim, claimTimers, dueTimer, settleTimers } from './claim-timers.ts';
import type { AfterFiring, DueTimer, TimerHandler } from './timer.ts';

export interface Firing {
  db: Db;
  clock: Clock;
  served: Served;
  /** By `${subject type}.${clock}`. */
  handlers: Readonly<Record<string, TimerHandler>>;
  log: Logger;
}

/** Small enough for one transaction to be over before a click that waits for one of its timers gives up. */
const BATCH = 50;

/** A timer that fails is tried again after 2 s, then 4 s, …, at most 10 minutes. */
const RETRY_MS = 1_000;
const RETRY_AT_MOST_MS = 600_000;

/**
 * Fires a batch of due timers: claims them, has their handlers say what there is to say, and moves each on, all
 * in one transaction. Any number of processes may call it. Returns how many it dealt with: none when nothing
 * (more) is due. A timer that makes its batch fail is put off and reported; the others fire without it.
 */
export async function fireDueTimers(firing: Firing): Promise<number> {
  const claims: Claim[] = [];
  try {
    await fireTogether(firing, claims);
  } catch (error) {
    if (claims.length === 0) throw error;
    if (claims.length === 1) await Promise.all(claims.map((claim) => putOff(firing, claim, error)));
    else for (const claim of claims) await fireAlone(firing, claim);
  }
  return claims.length;
}

async function fireAlone(firing: Firing, claim: Claim): Promise<void> {
  try {
    await fireTogether(firing, [], claim.id);
  } catch (error) {
    await putOff(firing, claim, error);
  }
}

/** `claims` is filled as soon as they are known, also for the caller of a call that throws. */
async function fireTogether(firing: Firing, claims: Claim[], only?: string): Promise<void> {
  const { db, clock, served, log } = firing;
  const now = clock.now();
  await db.$transaction(async (tx) => {
    const wanted = { now, wall: clock.wall(), limit: BATCH, ...(only !== undefined && { only }) };
    claims.push(...(await claimTimers(tx, served, wanted)));
    await takeTurns(tx, claims);
    const fired: DueTimer[] = [];
    const answers = new Map<string, AfterFiring>();
    for (const group of grouped(claims)) {
      const due = group.flatMap((claim) => dueTimer(claim, now) ?? []);
      if (due.length < group.length) await leaveToSweep(tx, group, due);
      if (due.length === 0) continue;
      const ctx: TxCtx = {
        workspace: group[0].workspace,
        actor: { type: 'job', name: 'timers' },
        now,
        tx,
        log,
      };
      for (const [id, answer] of await handlerOf(firing, group[0])(ctx, due)) answers.set(id, answer);
      fired.push(...due);
    }
    if (fired.length === 0) return;
    const moved = await settleTimers(tx, fired, answers, now);
    await followLimits(
      tx,
      moved.map(({ subject }) => subject),
      now,
    );
  });
}

/** Two clocks of one subject, in two processes, one after the other: neither overlooks what the other has said. */
async function takeTurns(tx: Tx, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  const ids = [...new Set(claims.map(({ subject }) => subject.id))];
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(turn.key)
      FROM (SELECT hashtextextended('clocks:' || id, 0) AS key FROM unnest(${texts(ids)}) AS id ORDER BY 1) AS turn`;
}

function handlerOf({ handlers }: Firing, { subject, clock }: Claim): TimerHandler {
  const handler = handlers[`${subject.type}.${clock}`];
  if (handler === undefined) throw new Error('no handler for this clock');
  return handler;
}

/** By workspace and clock. */
function grouped(claims: readonly Claim[]): Iterable<[Claim, ...Claim[]]> {
  const groups = new Map<string, [Claim, ...Claim[]]>();
  for (const claim of claims) {
    const key = [claim.workspace.id, claim.subject.type, claim.clock].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  return groups.values();
}

/** Of a ladder that cannot be read nothing is left: the sweep finds a clock that does not run, and arms it anew. */
async function leaveToSweep(tx: Tx, group: readonly Claim[], due: readonly DueTimer[]): Promise<void> {
  const lost = group.filter(({ id }) => !due.some((timer) => timer.id === id));
  await tx.timer.updateMany({
    where: { id: { in: lost.map(({ id }) => id) } },
    data: { dueAt: null, ladder: {}, version: { increment: 1 } },
  });
}

/** Nothing happens where the timer has moved meanwhile. */
async function putOff({ db, clock, log }: Firing, claim: Claim, error: unknown): Promise<void> {
  const attempt = claim.attempt + 1;
  const retryAt = new Date(clock.wall().getTime() + Math.min(RETRY_MS * 2 ** attempt, RETRY_AT_MOST_MS));
  await db.timer.updateMany({
    where: { id: claim.id, workspaceId: claim.workspace.id, version: claim.version },
    data: { attempt, retryAt, version: { increment: 1 } },
  });
  const { subject, workspace } = claim;
  log.error(
    {
      workspace: workspace.id,
      timer: claim.id,
      subject: subject.id,
      clock: claim.clock,
      attempt,
      retryAt,
      ...failureOf(error),
    },
    'timer failed; it is tried again',
  );
}
