import type pg from 'pg';
import type { Snapshot } from '../../src/cases/clocks/timer.ts';
import { newId } from '../../src/platform/id.ts';
import { SETTING_KEYS } from '../../src/settings/catalogue.ts';
import { ENQUEUE, PEOPLE, rootMessages, SETTINGS } from './statements.ts';

/** What is due, locked, and a turn for each of its subjects; without those that another process has. */
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT t.id, t.workspace_id, t.subject_id, t.clock, t.epoch, t.version, t.attempt, t.started_at, t.due_at, t.ladder,
           t.rung, t.repeats, w.slack_team_id, w.bot_user_id
      FROM timers t JOIN workspaces w ON w.id = t.workspace_id
     WHERE t.due_at <= $1 AND (t.retry_at IS NULL OR t.retry_at <= $2)
     ORDER BY t.due_at LIMIT 50 FOR UPDATE OF t SKIP LOCKED
  ), turns AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(s.key)
      FROM (SELECT DISTINCT hashtextextended('clocks:' || subject_id, 0) AS key FROM due ORDER BY 1) AS s
  )
  SELECT due.* FROM due WHERE (SELECT count(*) FROM turns) > 0`;
const PARTIES =
  'SELECT id, sender_id, receiver_id FROM handoffs WHERE id = ANY($1::uuid[]) AND workspace_id = $2';
const LOCK = 'SELECT id FROM members WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE';
const HEARD = `
  SELECT id, member_id, created_at, hold_until FROM outbox_messages
   WHERE workspace_id = $1 AND member_id = ANY($2::uuid[]) AND kind IN ('handoff_escalation', 'handoff_roundup', 'risk_escalation', 'risk_roundup', 'risk_request')
     AND created_at > $3 AND created_at <= $4 AND (created_at > $5 OR hold_until > $5) LIMIT 10000`;
const TOLD = `
  SELECT subject_id, data, at FROM audit_entries
   WHERE workspace_id = $1 AND subject_type = 'handoff' AND subject_id = ANY($2::uuid[]) AND action = 'handoff.escalated'
   ORDER BY id DESC LIMIT 10000`;
const AUDIT = `
  INSERT INTO audit_entries (id, workspace_id, subject_type, subject_id, action, actor, data, at)
  SELECT a.id, $2, 'handoff', a.subject, 'handoff.escalated', $3, a.data, $4
    FROM jsonb_to_recordset($1::jsonb) AS a (id uuid, subject uuid, data jsonb)`;
const MOVE_ON = `
  UPDATE timers t SET rung = s.rung, repeats = 0, due_at = s.due, fired_at = $2, version = t.version + 1, attempt = 0,
         retry_at = NULL
    FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, version int, rung int, due timestamptz)
   WHERE t.id = s.id AND t.version = s.version`;

interface Timer {
  id: string;
  workspace_id: string;
  subject_id: string;
  clock: string;
  epoch: number;
  version: number;
  ladder: Snapshot;
  rung: number;
  repeats: number;
}

const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * 86_400_000);

/**
 * Fires what is due with pg alone: tells the sender, moves each timer to its next rung as it was armed. By that no limit
 * moves, and what is owed stays as it is. Answers how many.
 */
export async function fireByHand(pool: pg.Pool, now: Date, wall: Date): Promise<number> {
  const client = await pool.connect();
  const ask = async <Row>(sql: string, values: unknown[]) => (await client.query(sql, values)).rows as Row[];
  try {
    await client.query('BEGIN');
    const due = await ask<Timer>(CLAIM, [now, wall]);
    const workspaceId = due[0]?.workspace_id;
    if (workspaceId !== undefined) {
      const ids = due.map(({ subject_id }) => subject_id);
      type Parties = { id: string; sender_id: string; receiver_id: string };
      const handoffs = await ask<Parties>(PARTIES, [ids, workspaceId]);
      const parties = [...new Set(handoffs.flatMap((each) => [each.sender_id, each.receiver_id]))];
      const rows = await ask<{ id: string; slack_user_id: string }>(PEOPLE, [workspaceId, parties]);
      await ask(SETTINGS, [workspaceId, SETTING_KEYS]);
      const people = new Map(rows.map((person) => [person.id, person]));
      const handoffOf = new Map(handoffs.map((handoff) => [handoff.id, handoff]));
      const told = due.map((timer) => ({ timer, to: handoffOf.get(timer.subject_id)?.sender_id ?? '' }));
      await ask(TOLD, [workspaceId, ids]);
      const listeners = [...new Set(told.map(({ to }) => to))].sort();
      await ask(LOCK, [listeners]);
      await ask(HEARD, [workspaceId, listeners, daysBefore(now, 60), now, daysBefore(now, 2)]);
      const messages = told.map(({ timer, to }) => {
        const lane = people.get(to)?.slack_user_id ?? '';
        const firing = [
          'handoff',
          timer.subject_id,
          timer.clock,
          timer.epoch,
          timer.rung,
          timer.repeats,
        ].join(':');
        return {
          ...{ id: newId(now), kind: 'handoff_escalation', subjectId: timer.subject_id, memberId: to, lane },
          ...{
            data: { clock: timer.clock, role: 'counterpart', epoch: timer.epoch },
            thread: `${firing}:${lane}`,
          },
        };
      });
      await ask(ENQUEUE, [rootMessages(messages), workspaceId, now]);
      const entries = told.map(({ timer, to }) => ({
        ...{ id: newId(now), subject: timer.subject_id },
        data: { clock: timer.clock, epoch: timer.epoch, rung: timer.rung, told: [to] },
      }));
      await ask(AUDIT, [JSON.stringify(entries), workspaceId, { type: 'job', name: 'timers' }, now]);
      const next = due.map(({ id, version, rung, ladder }) => ({
        ...{ id, version, rung: rung + 1, due: ladder.due[rung + 1] ?? null },
      }));
      await ask(MOVE_ON, [JSON.stringify(next), now]);
    }
    await client.query('COMMIT');
    return due.length;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
