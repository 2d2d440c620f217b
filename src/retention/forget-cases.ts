import { Prisma } from '../../prisma/generated/client.ts';
import type { TxCtx } from '../platform/ctx.ts';
import { instant, texts, uuid } from '../platform/sql.ts';
import { mayErase, type Step } from './step.ts';

const CASES = 100;
const ENTRIES = 2_000;
/** Their history stays for as long as they do. */
const TYPES = ['handoff', 'follow_up', 'risk', 'deal'];

/** Deletes cases with their history. `old` is SQL: their ids. */
async function forgetCases(ctx: TxCtx, table: Prisma.Sql, type: string, old: Prisma.Sql): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  await mayErase(ctx);
  const [step] = await ctx.tx.$queryRaw<Step[]>`
    WITH old AS MATERIALIZED (${old} LIMIT ${CASES}::int),
    entries AS (
      DELETE FROM audit_entries e USING old
       WHERE e.workspace_id = ${ws} AND e.subject_type = ${type} AND e.subject_id = old.id
    ), follow_ups AS (
      DELETE FROM audit_entries e USING old JOIN handoff_follow_ups f ON f.handoff_id = old.id
       WHERE e.workspace_id = ${ws} AND e.subject_type = 'follow_up' AND e.subject_id = f.id
    ), gone AS (DELETE FROM ${table} c USING old WHERE c.id = old.id AND c.workspace_id = ${ws} RETURNING 1)
    SELECT (SELECT count(*) FROM gone)::int AS gone, NULL AS last`;
  return step ?? { gone: 0, last: null };
}

/**
 * Handoffs closed before that instant, and drafts left since, go with what was owed beside them. What the next handoff
 * of the account is filled in from stays, and so does what a deal still waits for.
 */
export function forgetHandoffs(ctx: TxCtx, _after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  return forgetCases(
    ctx,
    Prisma.sql`handoffs`,
    'handoff',
    Prisma.sql`
    SELECT h.id FROM handoffs h
     WHERE h.workspace_id = ${ws} AND h.updated_at < ${instant(before)}
       AND (h.state IN ('finished', 'cancelled') AND h.closed_at < ${instant(before)}
            OR h.state = 'draft' AND NOT EXISTS (SELECT FROM deals d WHERE d.handoff_id = h.id))
       AND NOT EXISTS (SELECT FROM handoff_follow_ups f WHERE f.handoff_id = h.id AND f.state = 'open')
       AND (h.state <> 'finished' OR h.private
            OR EXISTS (SELECT FROM handoffs n
                        WHERE n.account_id = h.account_id AND n.workspace_id = ${ws} AND n.kind = h.kind AND NOT n.private
                          AND n.state IN ('accepted', 'finished') AND (n.accepted_at, n.id) > (h.accepted_at, h.id)))
     ORDER BY h.id`,
  );
}

/** Risks resolved before that instant go, but for lost ones and the latest of each account: it may set it aside. */
export function forgetRisks(ctx: TxCtx, _after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  return forgetCases(
    ctx,
    Prisma.sql`risks`,
    'risk',
    Prisma.sql`
    SELECT r.id FROM risks r
     WHERE r.workspace_id = ${ws} AND r.state = 'resolved' AND r.resolved_at < ${instant(before)} AND r.outcome <> 'lost'
       AND EXISTS (SELECT FROM risks n
                    WHERE n.account_id = r.account_id AND n.workspace_id = ${ws} AND n.state = 'resolved'
                      AND (n.resolved_at, n.number) > (r.resolved_at, r.number))
     ORDER BY r.id`,
  );
}

/** History of anything else: of each thing and act the latest stays, since it says how it is. */
export async function forgetEntries(ctx: TxCtx, after: string, before: Date): Promise<Step> {
  const ws = uuid(ctx.workspace.id);
  await mayErase(ctx);
  const [step] = await ctx.tx.$queryRaw<Step[]>`
    WITH part AS MATERIALIZED (
      SELECT id, subject_type, subject_id, action, at FROM audit_entries
       WHERE workspace_id = ${ws} AND id > ${uuid(after)} ORDER BY id LIMIT ${ENTRIES}::int
    ), gone AS (
      DELETE FROM audit_entries e USING part s
       WHERE e.id = s.id AND s.at < ${instant(before)} AND s.subject_type <> ALL (${texts(TYPES)})
         AND EXISTS (SELECT FROM audit_entries n
                      WHERE n.workspace_id = ${ws} AND n.subject_type = s.subject_type AND n.subject_id = s.subject_id
                        AND n.action = s.action AND n.id > s.id)
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone)::int AS gone,
           (SELECT id::text FROM part WHERE at < ${instant(before)} ORDER BY id DESC LIMIT 1) AS last`;
  return step ?? { gone: 0, last: null };
}
