// The statements of the product as somebody would write them by hand for pg: the same reads, writes and locks.

export const WORKSPACE = `
  SELECT id, slack_team_id, name, bot_user_id, state, blocked_reason, next_handoff_number, people_synced_at, created_at
    FROM workspaces WHERE slack_team_id = $1`;

const PERSON = `
  SELECT m.id, m.slack_user_id, m.name, m.zone, m.is_bot, m.is_guest, m.is_stranger, m.is_admin, m.deactivated_at,
         m.away_until, m.cover_id, m.manager_id,
         coalesce((
           SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'lane', t.lane, 'channel', t.channel,
                                               'leadId', t.lead_id, 'calendar', t.calendar) ORDER BY t.name)
             FROM team_members tm JOIN teams t ON t.id = tm.team_id AND t.workspace_id = m.workspace_id
            WHERE tm.member_id = m.id), '[]') AS teams
    FROM members m`;

export const MEMBER = `${PERSON} WHERE m.workspace_id = $1 AND m.slack_user_id = $2`;

export const PEOPLE = `
  WITH RECURSIVE ring (id, depth) AS (
    SELECT asked.id, 0 FROM unnest($2::uuid[]) AS asked (id)
    UNION
    SELECT next.id, ring.depth + 1
      FROM ring
     CROSS JOIN LATERAL (
             SELECT m.id, m.cover_id, m.manager_id FROM members m WHERE m.id = ring.id AND m.workspace_id = $1 OFFSET 0) AS m
     CROSS JOIN LATERAL (
             SELECT m.cover_id UNION SELECT m.manager_id UNION
             SELECT t.lead_id FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = m.id
           ) AS next (id)
     WHERE ring.depth < 2 AND next.id IS NOT NULL
  )
  ${PERSON} WHERE m.workspace_id = $1 AND m.id = ANY (ARRAY(SELECT id FROM ring))`;

export const HANDOFFS = 'SELECT * FROM handoffs WHERE id = ANY($1::uuid[]) AND workspace_id = $2';
export const ACCOUNTS = 'SELECT * FROM accounts WHERE id = ANY($1::uuid[])';
export const SETTINGS =
  'SELECT workspace_id, key, value FROM settings WHERE workspace_id = $1 AND key = ANY($2::text[])';

export const ENQUEUE = `
  WITH given AS MATERIALIZED (
    SELECT g.*, row_number() OVER (PARTITION BY g.thread ORDER BY g.n) AS place,
           count(*) OVER (PARTITION BY g.thread) AS size
      FROM json_to_recordset($1::json) AS g (
             n int, id uuid, kind text, subject_type text, subject_id uuid, member_id uuid, data jsonb,
             lane text, thread text, root boolean, dedupe_key text, hold_until timestamptz)
     WHERE NOT EXISTS (SELECT 1 FROM outbox_messages m WHERE m.workspace_id = $2 AND m.dedupe_key = g.dedupe_key)
  ), lanes AS (
    INSERT INTO outbox_lanes (workspace_id, key, next_send_at)
    SELECT DISTINCT $2::uuid, lane, date_trunc('milliseconds', now()) FROM given ORDER BY lane
    ON CONFLICT DO NOTHING
  ), threads AS (
    INSERT INTO outbox_threads AS t
           (workspace_id, key, lane, next_seq, kind, subject_type, subject_id, member_id, not_before)
    SELECT $2, thread, lane, size + 1, kind, subject_type, subject_id, member_id, date_trunc('milliseconds', now())
      FROM given WHERE place = 1 ORDER BY thread
    ON CONFLICT (workspace_id, key) DO UPDATE SET next_seq = t.next_seq + excluded.next_seq - 1
    RETURNING key, t.lane, next_seq
  ), put AS (
    INSERT INTO outbox_messages
           (id, workspace_id, dedupe_key, kind, subject_type, subject_id, member_id, data, lane, thread, seq,
            is_root, not_before, hold_until, created_at)
    SELECT g.id, $2, g.dedupe_key, g.kind, g.subject_type, g.subject_id, g.member_id, g.data,
           t.lane, g.thread, t.next_seq - g.size + g.place - 1, g.root, date_trunc('milliseconds', now()), g.hold_until, $3
      FROM given g JOIN threads t ON t.key = g.thread
    ON CONFLICT (workspace_id, dedupe_key) DO NOTHING
    RETURNING id
  )
  SELECT pg_notify('baton_outbox', '') WHERE EXISTS (SELECT 1 FROM put)`;

export interface Put {
  id: string;
  kind: string;
  subjectId: string;
  memberId: string | null;
  data: object;
  lane: string;
  thread: string;
}

/** Root messages about a handoff, as ENQUEUE reads them. */
export function rootMessages(messages: readonly Put[]): string {
  return JSON.stringify(
    messages.map(({ id, kind, subjectId, memberId, data, lane, thread }, n) => ({
      ...{
        n,
        id,
        kind,
        subject_type: 'handoff',
        subject_id: subjectId,
        member_id: memberId,
        data,
        lane,
        thread,
      },
      ...{ root: true, dedupe_key: thread, hold_until: null },
    })),
  );
}
