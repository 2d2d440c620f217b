import type { Db } from '../platform/ctx.ts';

const SOME = 5_000;

/**
 * Signals that were too many to go over when their account was merged follow here, some at a time. What counts now
 * went over with the merge; this is the history. Answers how many went.
 */
export function moveMergedSignals(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE signals s SET account_id = m.into_id
      FROM (SELECT left_behind.id, a.merged_into_id AS into_id FROM accounts a
             CROSS JOIN LATERAL (SELECT id FROM signals WHERE account_id = a.id LIMIT ${SOME}::int) AS left_behind
             WHERE a.merged_into_id IS NOT NULL LIMIT ${SOME}::int) AS m
     WHERE s.id = m.id`;
}
