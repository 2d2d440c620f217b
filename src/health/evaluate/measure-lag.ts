import type { Db } from '../../platform/ctx.ts';
import type { Waiting } from '../../platform/metrics-seen.ts';
import { instant } from '../../platform/sql.ts';
import type { Served } from '../../workspaces/served.ts';

const MOST = 10_000;

/** Returns how many accounts are due to be evaluated, and for how long the first of them has been. */
export async function measureLag(db: Db, served: Served, now: Date): Promise<Waiting> {
  const [row] = await db.$queryRaw<Waiting[]>`
    SELECT count(*)::int AS count, coalesce(max(late), 0) AS "oldestSeconds"
      FROM (SELECT extract(epoch FROM ${instant(now)} - h.due_at)::float8 AS late
              FROM account_health h JOIN ${served.active} w ON w.id = h.workspace_id
             WHERE h.due_at <= ${instant(now)} ORDER BY h.due_at LIMIT ${MOST}::int) AS due`;
  return row ?? { count: 0, oldestSeconds: 0 };
}
