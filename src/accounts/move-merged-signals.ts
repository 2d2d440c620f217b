import type { Db } from '../platform/ctx.ts';
import type { Served } from '../workspaces/served.ts';

const SOME = 5_000;

/**
 * Signals that were too many to go over when their account was merged follow here, some at a time. What counts now
 * went over with the merge; this is the history. Returns how many went.
 */
export function moveMergedSignals({ db, served }: { db: Db; served: Served }): Promise<number> {
  return db.$executeRaw`
    UPDATE signals s SET account_id = m.into_id
      FROM (SELECT left_behind.id, a.merged_into_id AS into_id FROM accounts a JOIN ${served.active} w ON w.id = a.workspace_id
             CROSS JOIN LATERAL (SELECT id FROM signals WHERE account_id = a.id LIMIT ${SOME}::int) AS left_behind
             WHERE a.merged_into_id IS NOT NULL LIMIT ${SOME}::int) AS m
     WHERE s.id = m.id`;
}
