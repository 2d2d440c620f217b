import type { Db } from '../platform/ctx.ts';
import type { Stored } from '../platform/metrics-seen.ts';
import { instant } from '../platform/sql.ts';
import type { Served } from '../workspaces/served.ts';

const MOST_TIMERS = 10_000;
const MOST_CASES = 50_000;

/** Returns how many timers are due, how many of them have been for more than a minute, and for how long the first. */
export async function measureTimers(db: Db, served: Served, now: Date): Promise<Stored['timers']> {
  const [row] = await db.$queryRaw<Stored['timers'][]>`
    SELECT count(*)::int AS count, count(*) FILTER (WHERE late > 60)::int AS late, coalesce(max(late), 0) AS "oldestSeconds"
      FROM (SELECT extract(epoch FROM ${instant(now)} - t.due_at)::float8 AS late
              FROM timers t JOIN ${served.active} w ON w.id = t.workspace_id
             WHERE t.due_at <= ${instant(now)} ORDER BY t.due_at LIMIT ${MOST_TIMERS}::int) AS due`;
  return row ?? { count: 0, late: 0, oldestSeconds: 0 };
}

/** Returns how many cases of each of these kinds wait for a step, and how many of them are overdue. */
export async function measureCases(
  db: Db,
  served: Served,
  now: Date,
  kinds: readonly string[],
): Promise<Stored['cases']> {
  const rows = await db.$queryRaw<{ kind: string; open: number; late: number }[]>`
    SELECT kind, count(*)::int AS open, count(*) FILTER (WHERE is_late)::int AS late
      FROM (SELECT o.subject_type AS kind, coalesce(o.late_at <= ${instant(now)}, FALSE) AS is_late
              FROM owed o JOIN ${served.active} w ON w.id = o.workspace_id LIMIT ${MOST_CASES}::int) AS found
     GROUP BY kind`;
  return kinds.map((kind) => rows.find((row) => row.kind === kind) ?? { kind, open: 0, late: 0 });
}
