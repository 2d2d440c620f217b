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
  owed: `SELECT to_jsonb(o) - '{due_at,late_at,redraw_at}'::text[] AS owed, o.late_at = o.due_at AS is_first,
                o.due_at = (t.ladder -> 'due' ->> 1)::timestamptz AS is_limit, o.redraw_at = o.due_at AS is_drawn_then
           FROM owed o JOIN timers t ON t.subject_id = o.subject_id AND t.clock = o.step ORDER BY o.subject_id`,
  outbox_messages: `SELECT kind, subject_type, subject_id, member_id, data ? 'entryId' AS entry, lane, thread, seq, is_root,
                           hold_until, dedupe_key FROM outbox_messages ORDER BY dedupe_key`,
  outbox_threads: `SELECT key, lane, next_seq, kind, subject_type, subject_id, member_id, desired_version
                     FROM outbox_threads ORDER BY key`,
  outbox_lanes: 'SELECT key, blocked_at FROM outbox_lanes ORDER BY key',
  inbound_requests: `SELECT key, answer ->> 'number' AS number, answer ->> 'receiverSlackUserId' AS receiver
                       FROM inbound_requests ORDER BY key`,
};

/** What the jobs of a running Baton write beside, once a week. */
export const OF_JOBS = ['account_slides', 'slide_weeks'];

const WRITTEN = `SELECT relname AS table FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
                  ORDER BY relname`;

/**
 * Null when both databases hold the same rows; else the first table that differs. Whatever either side has written to is
 * looked at, but for what is `apart`.
 */
export async function findDifference(
  one: string,
  other: string,
  queries = SUBMITTED,
  apart: readonly string[] = OF_JOBS,
): Promise<string | null> {
  const rowsOf = async (sql: string) => {
    const results = [one, other].map((url) => onDatabase(url, (client) => client.query(sql)));
    const [left, right] = await Promise.all(results);
    return { left: left?.rows ?? [], right: right?.rows ?? [] };
  };
  const written = await rowsOf(WRITTEN);
  for (const { table } of [...written.left, ...written.right])
    if (!(table in queries || apart.includes(table))) return `${table} is written to, and not compared`;
  for (const [table, sql] of Object.entries(queries)) {
    const rows = await rowsOf(sql);
    const [left, right] = [rows.left, rows.right].map((side) => side.map((row) => JSON.stringify(row)));
    if (!left?.length || left.length !== right?.length)
      return `${table} has ${left?.length} and ${right?.length} rows`;
    const at = left.findIndex((row, i) => row !== right[i]);
    if (at >= 0) return `${table}: ${left[at]} is not ${right[at]}`;
  }
  return null;
}
