import { unseen } from '../../cases/gathered.ts';
import type { OwedRow } from '../../cases/owed-rows.ts';
import type { Stage } from './stage.ts';

export interface RiskRow {
  id: string;
  number: number;
  account_id: string;
  state: string;
  version: number;
  rule: string;
  severity: string;
  from_band: string | null;
  score: number | null;
  flagged: boolean;
  opened_by_id: string | null;
  owner_id: string | null;
  partner_id: string | null;
  claimed_by_id: string | null;
  claimed_at: string | null;
  plan: { firstAction: string; dueOn: string } | null;
  check_in_on: string | null;
  snoozed_until: string | null;
  snoozed_minutes: number;
  nudged_at: string | null;
  outcome: string | null;
  verdict: string | null;
  resolved_by_id: string | null;
  resolved_at: string | null;
  reopens: number;
  opened_at: string;
}

export interface TimerRow {
  subject_id: string;
  clock: string;
  epoch: number;
  started_at: string;
  ladder: { limit: string; rungs: { at: number }[]; due: string[] };
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
  dedupe_key: string;
  hold_until: string | null;
  /** It was looked at before, and broke in on its reader then. */
  brokeIn: boolean;
  is_root: boolean;
  /** Of the message that opened its thread. */
  root_kind: string | null;
  root_at: string | null;
}

export interface ItemRow {
  subject_id: string;
  clock: string;
  epoch: number;
  member_id: string;
  day: string;
}

export interface Snapshot {
  risks: RiskRow[];
  timers: TimerRow[];
  owed: OwedRow[];
  items: ItemRow[];
  history: { id: string; action: string; n: number }[];
  signals: number;
  /** Written since the last look. */
  messages: MessageRow[];
}

/** All there is, in one look. `seen`: marks of what is known already. */
export async function look(stage: Stage, seen: ReadonlySet<string>): Promise<Snapshot> {
  const { rows } = await stage.database.pool.query<{ all: Snapshot }>(
    `SELECT json_build_object(
       'risks', (SELECT coalesce(json_agg(to_jsonb(r) - 'reasons'), '[]') FROM risks r),
       'timers', (SELECT coalesce(json_agg(t), '[]') FROM timers t),
       'owed', (SELECT coalesce(json_agg(to_jsonb(o) - 'facts'), '[]') FROM owed o),
       'items', (SELECT coalesce(json_agg(i), '[]') FROM morning_items i),
       'signals', (SELECT count(*)::int FROM signals),
       'history', (SELECT coalesce(json_agg(a), '[]') FROM (
          SELECT subject_id AS id, replace(action, 'risk.', '') AS action, count(*)::int AS n FROM audit_entries
           WHERE workspace_id = $2 AND subject_type = 'risk' AND subject_id = ANY (ARRAY(SELECT id FROM risks))
           GROUP BY 1, 2) a),
       'messages', (SELECT coalesce(json_agg(m), '[]') FROM (
          SELECT m.*, root.kind AS root_kind, root.created_at AS root_at
            FROM outbox_messages m LEFT JOIN outbox_messages root
              ON root.workspace_id = m.workspace_id AND root.thread = m.thread AND root.is_root
           WHERE m.dedupe_key <> ALL ($1) OR m.data ? 'cases') m)
     ) AS all`,
    [[...seen], stage.workspace.id],
  );
  const [row] = rows;
  if (!row) throw new Error('nothing to look at');
  return { ...row.all, messages: unseen(row.all.messages, seen) };
}
