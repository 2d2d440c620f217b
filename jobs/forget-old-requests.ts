import type { Db } from '../src/platform/ctx.ts';
import { eachAnyway } from '../src/platform/each.ts';
import type { Served } from '../src/workspaces/served.ts';

const BATCH = 5_000;

/**
 * Slack repeats nothing after an hour, no modal stays open for a week, and senders are told that an
 * Idempotency-Key is remembered for seven days. Deletes in bounded steps.
 */
export async function forgetOldRequests({ db, served }: { db: Db; served: Served }): Promise<void> {
  const inbound = () => db.$executeRaw`
    DELETE FROM inbound_requests WHERE ctid = ANY (ARRAY (
      SELECT r.ctid FROM inbound_requests r JOIN ${served.active} w ON w.id = r.workspace_id
       WHERE r.received_at < now() - interval '7 days' LIMIT ${BATCH}))`;
  const api = () => db.$executeRaw`
    DELETE FROM api_requests WHERE ctid = ANY (ARRAY (
      SELECT r.ctid FROM api_requests r JOIN ${served.active} w ON w.id = r.workspace_id
       WHERE r.received_at < now() - interval '7 days' LIMIT ${BATCH}))`;
  await eachAnyway([inbound, api], untilFew);
}

async function untilFew(deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) === BATCH);
}
