import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../src/platform/ctx.ts';
import { moveSandboxClock } from '../../src/platform/sandbox-clock.ts';
import type { Feed } from './feed.ts';

const SETTLE_MS = 60_000;

/**
 * Moves business time to `target`, by way of every instant at which something is due or arrives, and waits at each
 * until what was due is done: so that everything happens in the order in which it would have. `before` hears of each
 * instant before anything there happens.
 */
export async function moveClockTo(
  db: Db,
  target: Date,
  { before, feeds = [] }: { before?: (at: Date) => void; feeds?: readonly Feed[] } = {},
): Promise<void> {
  for (;;) {
    const stop = earliest([await nextDue(db), ...feeds.map((feed) => feed.next()), target]);
    before?.(stop);
    // Never back: what was done stays done.
    if (stop > (await businessNow(db))) await putBusinessTime(db, stop);
    for (const feed of feeds) await feed.send(stop);
    await settled(db);
    if (stop >= target) return;
  }
}

function earliest(instants: readonly (Date | null | undefined)[]): Date {
  return new Date(Math.min(...instants.flatMap((at) => at?.getTime() ?? [])));
}

/** Business time as the database's own processes see it. */
export async function businessNow(db: Db): Promise<Date> {
  const row = await db.sandboxClock.findUnique({ where: { id: 1 } });
  return new Date(Date.now() + Number(row?.offsetMs ?? 0n));
}

/** It is `at` from now on, for every process on the database, whatever falls due on the way. */
export async function putBusinessTime(db: Db, at: Date): Promise<void> {
  await moveSandboxClock(db, at.getTime() - Date.now());
}

/** Also what has fallen due since the last look, while time went on by itself: to jump over it would make it late. */
export async function nextDue(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT min(at) AS at FROM (
      SELECT min(due_at) AS at FROM timers
      UNION ALL
      SELECT min(redraw_at) FROM owed WHERE redraw_at > '-infinity'
      UNION ALL
      SELECT min(due_at) FROM account_health
      UNION ALL
      SELECT min(due_at) FROM digest_subscriptions
      UNION ALL
      SELECT min(next_away_from) FROM members
      UNION ALL
      SELECT min(hold_until) FROM outbox_messages WHERE state = 'pending') AS due`;
  return row?.at ?? null;
}

/**
 * Nothing due is waiting, on the way, or still to be shown. Baton looks every few seconds by itself; it is woken, so
 * that nobody has to watch it sleep.
 */
async function settled(db: Db): Promise<void> {
  const patience = performance.now() + SETTLE_MS;
  for (let look = 0; performance.now() < patience; look++) {
    const now = await businessNow(db);
    const [row] = await db.$queryRaw<{ busy: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM timers WHERE due_at <= ${now})
          OR EXISTS (SELECT 1 FROM owed WHERE redraw_at <= ${now})
          OR EXISTS (SELECT 1 FROM account_health WHERE due_at <= ${now})
          OR EXISTS (SELECT 1 FROM digest_subscriptions WHERE due_at <= ${now})
          OR EXISTS (SELECT 1 FROM members WHERE next_away_from <= ${now} OR absences > absences_told)
          OR EXISTS (SELECT 1 FROM outbox_messages m
                      WHERE m.state IN ('sending', 'uncertain')
                         OR (m.state = 'pending' AND (m.hold_until IS NULL OR m.hold_until <= ${now})
                             -- A reply waits with what it replies to.
                             AND NOT EXISTS (SELECT 1 FROM outbox_messages e
                                              WHERE e.workspace_id = m.workspace_id AND e.thread = m.thread AND e.seq < m.seq
                                                AND e.state = 'pending' AND e.hold_until > ${now})))
          OR EXISTS (SELECT 1 FROM outbox_threads WHERE desired_version > applied_version AND slack_ts IS NOT NULL) AS busy`;
    if (row && !row.busy) return;
    if (look % 4 === 0)
      await db.$queryRaw`SELECT pg_notify('baton_health', '')::text, pg_notify('baton_outbox', '')::text`;
    await pause(50);
  }
  throw new Error('What is due does not settle');
}
