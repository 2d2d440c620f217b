import { setTimeout as pause } from 'node:timers/promises';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Fleet } from './fleet.ts';

/** A small seeded generator of numbers in [0, 1), so that a run's choices can be repeated. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** A request takes some tens of milliseconds, a delivery too: kills fall into both. */
const WAIT_AT_MOST_MS = 1_500;

/** Brings the fleet to its size, and waits until all listen. One that cannot start is started again, as by a supervisor. */
export async function fill(fleet: Fleet): Promise<void> {
  for (;;) {
    while (fleet.running().length < fleet.size) await fleet.start();
    await Promise.allSettled(fleet.running().map(({ ready }) => ready));
    if (fleet.urls().length >= fleet.size) return;
    await pause(100); // the end of one that failed is heard of only now
  }
}

/**
 * Kills processes at random moments, mostly one and sometimes all that run, and starts them again, until so many
 * were killed. `afterAll` runs while none is left.
 */
export async function killing(
  fleet: Fleet,
  count: number,
  random: () => number,
  afterAll: () => Promise<unknown>,
  { allTogether }: { allTogether: number },
): Promise<void> {
  const until = fleet.killed + count;
  while (fleet.killed < until) {
    await pause(random() * WAIT_AT_MOST_MS);
    const running = fleet.running();
    const all = random() < allTogether && until - fleet.killed >= running.length;
    const one = running[Math.floor(random() * running.length)];
    const victims = all ? running : one ? [one] : [];
    await Promise.all(victims.map((victim) => fleet.kill(victim)));
    if (all) await afterAll();
    // Now and then the next one dies before this one is back.
    if (random() < 0.15) await fleet.start();
    else await fill(fleet);
  }
}

/**
 * Makes leases run out, as a minute does. Only for when no process is left that could hold one: what is held then
 * was held by the dead.
 */
export async function expireLeases(db: PrismaClient, workspaceId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_messages SET lease_until = now() - interval '1 second'
     WHERE lease_until IS NOT NULL AND workspace_id = ${workspaceId}::uuid`;
  await db.$executeRaw`
    UPDATE outbox_threads SET lease_until = now() - interval '1 second'
     WHERE lease_until IS NOT NULL AND workspace_id = ${workspaceId}::uuid`;
}

/**
 * Does something hold a lease for longer than a call to the sandbox can take? Then its holder is dead. One that has
 * run out is anybody's.
 */
export async function isStuck(db: PrismaClient, workspaceId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ stuck: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM outbox_messages
                    WHERE lease_until BETWEEN now() AND now() + interval '54 seconds' AND workspace_id = ${workspaceId}::uuid)
        OR EXISTS (SELECT 1 FROM outbox_threads
                    WHERE lease_until BETWEEN now() AND now() + interval '54 seconds' AND workspace_id = ${workspaceId}::uuid) AS stuck`;
  return row?.stuck ?? false;
}

/** Makes what waits for a second look, or to be sent again, wait no longer: here, what was sent has landed long ago. */
export async function hurryDoubts(db: PrismaClient, workspaceId: string): Promise<void> {
  await db.$executeRaw`
    WITH messages AS (
      UPDATE outbox_messages SET not_before = now()
       WHERE not_before > now() AND lease_until IS NULL AND workspace_id = ${workspaceId}::uuid
         AND (state = 'uncertain' OR (state = 'pending' AND error = 'sent_again'))
      RETURNING 1
    ), threads AS (
      UPDATE outbox_threads SET not_before = now()
       WHERE not_before > now() AND lease_until IS NULL AND workspace_id = ${workspaceId}::uuid AND desired_version > applied_version
      RETURNING 1
    )
    SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM messages) OR EXISTS (SELECT 1 FROM threads)`;
}
