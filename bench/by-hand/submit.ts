import type pg from 'pg';
import { type Ladder, limitAt, rungsDue } from '../../src/cases/clocks/ladder.ts';
import { BriefSchema } from '../../src/handoffs/brief/brief.ts';
import { completenessOf } from '../../src/handoffs/brief/template.ts';
import { SALES_TO_CS } from '../../src/handoffs/brief/templates.ts';
import { ladderFor } from '../../src/handoffs/rules/ladders.ts';
import { newId } from '../../src/platform/id.ts';
import { SETTING_KEYS, settingsFrom } from '../../src/settings/catalogue.ts';
import { BUSINESS_WEEK } from '../../src/time/calendar.ts';
import { ENQUEUE, HANDOFFS, MEMBER, PEOPLE, rootMessages, SETTINGS, WORKSPACE } from './statements.ts';

const CLAIM_REQUEST =
  'INSERT INTO inbound_requests (workspace_id, key, received_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING';
const ANSWER_REQUEST = 'UPDATE inbound_requests SET answer = $1 WHERE workspace_id = $2 AND key = $3';
/** Held, so that it is not merged into another meanwhile. */
const ACCOUNT = 'SELECT id, name FROM accounts WHERE id = $1 FOR KEY SHARE';
const NUMBER = `UPDATE workspaces SET next_handoff_number = next_handoff_number + 1 WHERE id = $1
  RETURNING next_handoff_number`;
const OPEN = `
  SELECT id, slot, number, receiver_id FROM handoffs
   WHERE workspace_id = $1 AND account_id = $2 AND kind = 'sales_to_cs' AND deal_type = 'new'
     AND state IN ('submitted', 'acknowledged', 'returned', 'accepted') ORDER BY slot LIMIT 100`;
const SUBMIT = `
  UPDATE handoffs SET state = 'submitted', submissions = 1, submitted_at = $1, account_id = $2, number = $3, slot = 1,
         completeness = $7, version = version + 1, updated_at = $1
   WHERE id = $4 AND workspace_id = $5 AND version = $6`;
const AUDIT = `
  INSERT INTO audit_entries (id, workspace_id, subject_type, subject_id, action, actor, data, at)
  VALUES ($1, $2, 'handoff', $3, 'handoff.submitted', $4, '{}', $5)`;
const TIMERS = `
  INSERT INTO timers AS t (id, workspace_id, subject_type, subject_id, clock, epoch, started_at, ladder, rung, due_at)
  VALUES ($1, $2, 'handoff', $3, 'acknowledge', $4, $5, $6, 0, $7), ($8, $2, 'handoff', $3, 'hard_stop', $4, $5, $9, 0, $10)
  ON CONFLICT (subject_type, subject_id, clock) DO UPDATE SET
    epoch = t.epoch + 1, version = t.version + 1, started_at = EXCLUDED.started_at, ladder = EXCLUDED.ladder,
    rung = EXCLUDED.rung, repeats = 0, due_at = EXCLUDED.due_at, attempt = 0, retry_at = NULL, fired_at = NULL
  WHERE t.workspace_id = EXCLUDED.workspace_id`;
/** A draft is owed by nobody: there is no row before. */
const OWED = `
  INSERT INTO owed (workspace_id, subject_type, subject_id, version, name, step, clocks, account_id, member_id, other_id,
         private, urgent, due_at, late_at, redraw_at, facts)
  VALUES ($1, 'handoff', $2, $3, $4, 'acknowledge', '{acknowledge,hard_stop}', $5, $6, $7, $8, false, $9, $10, $9, $11)`;

export interface SubmittedByHand {
  number: number;
  accountName: string;
  receiverSlackUserId: string;
  limitAt: Date;
}

/**
 * Hands over a draft with pg alone: what Baton asks and writes, in one transaction, without its checks. How complete it is
 * and when a rung is due is told by the same pure rules, or the rows could not be equal.
 */
export async function submitByHand(
  pool: pg.Pool,
  given: { teamId: string; userId: string; handoffId: string; request: string; now: Date },
): Promise<SubmittedByHand> {
  const { teamId, userId, handoffId, now } = given;
  const request = `submit_handoff:${given.request}`;
  const client = await pool.connect();
  const ask = async (sql: string, values: unknown[]) => (await client.query(sql, values)).rows;
  try {
    await client.query('BEGIN');
    const [workspace] = await ask(WORKSPACE, [teamId]);
    const [me] = await ask(MEMBER, [workspace.id, userId]);
    await ask(CLAIM_REQUEST, [workspace.id, request]);
    const [draft] = await ask(HANDOFFS, [[handoffId], workspace.id]);
    const [account] = await ask(ACCOUNT, [draft.account_id]);
    const people = await ask(PEOPLE, [workspace.id, [me.id, draft.receiver_id]]);
    await ask(SETTINGS, [workspace.id, SETTING_KEYS]);
    const receiver = people.find((person) => person.id === draft.receiver_id);
    const [{ next_handoff_number: next }] = await ask(NUMBER, [workspace.id]);
    await ask(OPEN, [workspace.id, account.id]);
    const { percent } = completenessOf(SALES_TO_CS, BriefSchema.parse(draft.brief));
    await ask(SUBMIT, [now, account.id, next - 1, handoffId, workspace.id, draft.version, percent]);
    const entryId = newId(now);
    await ask(AUDIT, [entryId, workspace.id, handoffId, { type: 'member', memberId: me.id }, now]);
    const calendar = { zone: receiver.zone, week: BUSINESS_WEEK, holidays: [] };
    const [ladder, hardStop] = LADDERS.map((each) => ({ ...each, due: rungsDue(each, now, calendar) }));
    if (!ladder || !hardStop) throw new Error('two clocks are started');
    const epoch = draft.version + 2;
    await ask(TIMERS, [
      ...[newId(now), workspace.id, handoffId, epoch, now, ladder, ladder.due[0]],
      ...[newId(now), hardStop, hardStop.due[0]],
    ]);
    const limit = limitAt(ladder, now, calendar);
    const late = new Date(Math.min(limit.getTime(), limitAt(hardStop, now, calendar).getTime()));
    await ask(OWED, [
      ...[workspace.id, handoffId, draft.version + 1, `H-${next - 1}`, account.id, receiver.id],
      ...[draft.sender_id, draft.private, limit, late],
      { kind: draft.kind, gaps: 0, acceptedAt: null, goLiveOn: draft.go_live_on },
    ]);
    const about = (kind: string, to: { id: string; slack_user_id: string }) => ({
      ...{ id: newId(now), kind, subjectId: handoffId, memberId: to.id, data: { entryId } },
      ...{ lane: to.slack_user_id, thread: `handoff:${handoffId}:${kind}:1` },
    });
    const messages = rootMessages([about('handoff_request', receiver), about('handoff_receipt', me)]);
    await ask(ENQUEUE, [messages, workspace.id, now]);
    const answer = {
      number: next - 1,
      accountName: account.name as string,
      receiverSlackUserId: receiver.slack_user_id as string,
      limitAt: limit,
    };
    await ask(ANSWER_REQUEST, [answer, workspace.id, request]);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const DEFAULTS = settingsFrom(new Map());
const LADDERS: Ladder[] = (['acknowledge', 'hard_stop'] as const).map((clock) =>
  ladderFor(clock, DEFAULTS, { goLiveOn: null, urgentRisk: false }, new Date(0), 'UTC'),
);
