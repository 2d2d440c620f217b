import { Prisma } from '../../prisma/generated/client.ts';
import type { Delivery } from './delivery.ts';
import { DELETES } from './readers/left-behind.ts';
import { UPDATES } from './refresh.ts';
import { waitingLanes } from './send/waiting-lanes.ts';

/** When a method's next call may be made, `calm` ones always at its pace. */
const turn = (calm: Prisma.Sql) =>
  Prisma.sql`CASE WHEN ${calm} OR l.gentle_until > now() THEN l.next_send_at ELSE l.paused_until END`;

/**
 * How long until something that waits for time alone may go, in milliseconds; null when nothing does.
 * What is due already and was not taken waits for something else, and is left to the next wake.
 */
export async function nextDueMs(d: Delivery): Promise<number | null> {
  const [row] = await d.db.$queryRaw<{ ms: number | null }[]>`
    WITH served AS ${d.served.active}, waiting AS (
      ${waitingLanes()}
    ), moments (at) AS (
      SELECT GREATEST(l.next_send_at, (
               SELECT m.not_before FROM outbox_messages m
                WHERE m.state = 'pending' AND m.workspace_id = w.workspace_id AND m.lane = w.lane
                ORDER BY m.not_before LIMIT 1))
        FROM waiting w JOIN outbox_lanes l ON l.workspace_id = w.workspace_id AND l.key = w.lane
      UNION ALL
      (SELECT m.lease_until FROM outbox_messages m JOIN served w ON w.id = m.workspace_id
        WHERE m.state = 'sending' ORDER BY m.lease_until LIMIT 1)
      UNION ALL
      (SELECT m.not_before FROM outbox_messages m JOIN served w ON w.id = m.workspace_id
        WHERE m.state = 'uncertain' AND m.not_before > now() - interval '1 second' ORDER BY m.not_before LIMIT 1)
      UNION ALL
      SELECT stale.at FROM served w
        LEFT JOIN outbox_lanes l ON l.workspace_id = w.id AND l.key = ${UPDATES}
       CROSS JOIN LATERAL (
         SELECT GREATEST(t.not_before, t.lease_until, ${turn(Prisma.sql`NOT t.urgent`)}) AS at
           FROM outbox_threads t
          WHERE t.workspace_id = w.id AND t.desired_version > t.applied_version AND t.slack_ts IS NOT NULL
          ORDER BY t.not_before LIMIT 1) stale
      UNION ALL
      SELECT left_behind.at FROM served w
        LEFT JOIN outbox_lanes l ON l.workspace_id = w.id AND l.key = ${DELETES}
       CROSS JOIN LATERAL (
         SELECT GREATEST(o.not_before, o.lease_until, ${turn(Prisma.sql`FALSE`)}) AS at
           FROM outbox_left_behind o WHERE o.workspace_id = w.id AND o.not_before IS NOT NULL
          ORDER BY GREATEST(o.not_before, o.lease_until) LIMIT 1) left_behind
      UNION ALL
      (SELECT l.recheck_at FROM outbox_lanes l JOIN served w ON w.id = l.workspace_id
        WHERE l.recheck_at IS NOT NULL ORDER BY l.recheck_at LIMIT 1)
    )
    SELECT (extract(epoch FROM min(at) - now()) * 1000)::float8 AS ms FROM moments
     WHERE at > now() - interval '250 milliseconds'`;
  return row?.ms ?? null;
}
