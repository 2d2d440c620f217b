import { unseen } from '../../cases/gathered.ts';
import type { OwedRow } from '../../cases/owed-rows.ts';
import type { Stage } from './stage.ts';

export interface HandoffRow {
  id: string;
  state: string;
  version: number;
  slot: number;
  sender_id: string;
  receiver_id: string | null;
  submissions: number;
  returns: number;
  acknowledged_by_id: string | null;
  accepted_by_id: string | null;
  kickoff_on: string | null;
  finished_by_id: string | null;
  asked_again: string[];
  quality: number | null;
  quality_note: string | null;
  closed_at: string | null;
  decide_by: string | null;
  kickoff_from: string | null;
  kickoff_by: string | null;
  waiting_until: string | null;
  waiting_minutes: number;
  snoozed_until: string | null;
  snoozed_minutes: number;
  nudged_at: string | null;
  go_live_on: string | null;
}

export interface TimerRow {
  subject_id: string;
  clock: string;
  epoch: number;
  started_at: string;
  ladder: { limit: string; rungs: { at: number }[]; due: string[]; hurried?: number };
  rung: number;
  repeats: number;
  due_at: string | null;
  attempt: number;
}

export interface MessageRow {
  id: string;
  kind: string;
  subject_type: string;
  subject_id: string;
  member_id: string | null;
  data: Record<string, unknown>;
  lane: string;
  thread: string;
  dedupe_key: string;
  hold_until: string | null;
  /** It was looked at before, and broke in on its reader then. */
  brokeIn: boolean;
}

export interface ItemRow {
  subject_id: string;
  clock: string;
  epoch: number;
  member_id: string;
  day: string;
}

export interface Snapshot {
  handoffs: HandoffRow[];
  timers: TimerRow[];
  owed: OwedRow[];
  items: ItemRow[];
  history: { id: string; action: string; n: number }[];
  owners: { id: string; owner: string | null }[];
  /** Written since the last look. */
  messages: MessageRow[];
}

/** All there is, in one look. `seen`: marks of what is known already. */
export async function look(stage: Stage, seen: ReadonlySet<string>): Promise<Snapshot> {
  const { rows } = await stage.database.pool.query<{ all: Snapshot }>(
    `SELECT json_build_object(
       'handoffs', (SELECT coalesce(json_agg(to_jsonb(h) - 'brief'), '[]') FROM handoffs h),
       'timers', (SELECT coalesce(json_agg(t), '[]') FROM timers t WHERE t.subject_type = 'handoff'),
       'owed', (SELECT coalesce(json_agg(to_jsonb(o) - 'facts'), '[]') FROM owed o WHERE o.subject_type = 'handoff'),
       'items', (SELECT coalesce(json_agg(i), '[]') FROM morning_items i WHERE i.subject_type = 'handoff'),
       'history', (SELECT coalesce(json_agg(a), '[]') FROM (
          SELECT subject_id AS id, replace(action, 'handoff.', '') AS action, count(*)::int AS n FROM audit_entries
           WHERE workspace_id = $2 AND subject_type = 'handoff' AND subject_id = ANY (ARRAY(SELECT id FROM handoffs))
           GROUP BY 1, 2) a),
       'owners', (SELECT json_agg(json_build_object('id', id, 'owner', cs_owner_id)) FROM accounts),
       'messages', (SELECT coalesce(json_agg(m), '[]') FROM outbox_messages m
                     WHERE (m.dedupe_key <> ALL ($1) OR m.data ? 'cases') AND m.subject_type IS DISTINCT FROM 'follow_up')
     ) AS all`,
    [[...seen], stage.workspace.id],
  );
  const [row] = rows;
  if (!row) throw new Error('nothing to look at');
  return { ...row.all, messages: unseen(row.all.messages, seen) };
}
