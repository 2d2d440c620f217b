import type { Db } from '../src/platform/ctx.ts';

const BATCH = 5_000;

/** Slack repeats nothing after an hour, and no modal stays open for a week. Deletes in bounded steps. */
export async function forgetOldRequests(db: Db): Promise<void> {
  let deleted = BATCH;
  while (deleted === BATCH) {
    deleted = await db.$executeRaw`
      DELETE FROM inbound_requests WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM inbound_requests WHERE received_at < now() - interval '7 days' LIMIT ${BATCH}))`;
  }
}
