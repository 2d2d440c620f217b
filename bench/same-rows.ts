import { onDatabase } from './environment.ts';

/** What both sides must have left, ids and instants of the run aside. Deliveries are no part of it. */
const SUBMITTED: Record<string, string> = {
  handoffs: `SELECT id, number, kind, deal_type, slot, state, version, template, sender_id, receiver_id, account_id, brief,
                    completeness, submissions, returns FROM handoffs ORDER BY id`,
  workspaces: 'SELECT next_handoff_number FROM workspaces',
  audit_entries:
    'SELECT subject_type, subject_id, action, actor, data FROM audit_entries ORDER BY subject_id, id',
  // In working hours each is due by the instant of its own submission.
  timers: `SELECT subject_type, subject_id, clock, epoch, version, ladder - 'due' AS ladder, rung, repeats, attempt,
                  jsonb_array_length(ladder -> 'due') AS due, due_at = (ladder -> 'due' ->> 0)::timestamptz AS is_first
             FROM timers ORDER BY subject_id, clock`,
  outbox_messages: `SELECT kind, subject_type, subject_id, member_id, data ? 'entryId' AS entry, lane, thread, seq, is_root,
                           hold_until, dedupe_key FROM outbox_messages ORDER BY dedupe_key`,
  outbox_threads: `SELECT key, lane, next_seq, kind, subject_type, subject_id, member_id, desired_version
                     FROM outbox_threads ORDER BY key`,
  outbox_lanes: 'SELECT key, blocked_at FROM outbox_lanes ORDER BY key',
  inbound_requests: `SELECT key, answer ->> 'number' AS number, answer ->> 'receiverSlackUserId' AS receiver
                       FROM inbound_requests ORDER BY key`,
};

/** Null when both databases hold the same rows; else the first table that differs. */
export async function findDifference(
  one: string,
  other: string,
  queries = SUBMITTED,
): Promise<string | null> {
  for (const [table, sql] of Object.entries(queries)) {
    const [a, b] = await Promise.all(
      [one, other].map((url) => onDatabase(url, (client) => client.query(sql))),
    );
    const rowsOf = (result: typeof a) => (result?.rows ?? []).map((row) => JSON.stringify(row));
    const [left, right] = [rowsOf(a), rowsOf(b)];
    if (left.length === 0 || left.length !== right.length)
      return `${table} has ${left.length} and ${right.length} rows`;
    const at = left.findIndex((row, i) => row !== right[i]);
    if (at >= 0) return `${table}: ${left[at]} is not ${right[at]}`;
  }
  return null;
}
