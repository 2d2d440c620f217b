import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../platform/ctx.ts';
import type { Stored } from '../platform/metrics-seen.ts';
import { instant } from '../platform/sql.ts';
import type { Served } from '../workspaces/served.ts';

/** Of a message that is not at its end. How many were sent or skipped grows for ever: nobody counts that again and again. */
const UNFINISHED = ['pending', 'sending', 'uncertain', 'blocked', 'withheld', 'held', 'dead'] as const;
const MOST = Prisma.sql`10000`;

/** Returns how many messages there are in each state that is not an end, and how old the oldest is. */
export async function measureMessages(db: Db, served: Served, now: Date): Promise<Stored['messages']> {
  // Each state by its own partial index, which no parameter would find.
  const states = UNFINISHED.map((state) => {
    const name = Prisma.raw(`'${state}'`);
    return Prisma.sql`
      SELECT ${name} AS state, count(*)::int AS count, coalesce(max(age), 0) AS "oldestSeconds"
        FROM (SELECT extract(epoch FROM ${instant(now)} - GREATEST(m.created_at, m.hold_until))::float8 AS age
                FROM outbox_messages m JOIN served w ON w.id = m.workspace_id
               WHERE m.state = ${name} LIMIT ${MOST}) AS found`;
  });
  const rows = await db.$queryRaw<Stored['messages'][number][]>`
    WITH served AS ${served.active} ${Prisma.join(states, ' UNION ALL ')}`;
  // What waits for its hour is younger than nothing.
  return rows.map((row) => ({ ...row, oldestSeconds: Math.max(row.oldestSeconds, 0) }));
}

/** Returns how many messages in Slack show something that is out of date. */
export async function measureRedraws(db: Db, served: Served): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count
      FROM (SELECT 1 FROM outbox_threads t JOIN ${served.active} w ON w.id = t.workspace_id
             WHERE t.desired_version > t.applied_version AND t.slack_ts IS NOT NULL LIMIT ${MOST}) AS found`;
  return row?.count ?? 0;
}
