import { Prisma } from '../../prisma/generated/client.ts';
import { dbOf } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { HandoffFigures } from './figures.ts';
import { type HandedOver, handoffFigures } from './handoff-service.ts';
import { inScope, peopleOf } from './in-scope.ts';
import type { Period } from './period.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** The newest of a period: more hardly move a median. */
const MOST = 2_000;

/**
 * How the handoffs went that were first handed over in a period: of people's scopes those that one of them sent or
 * received, else those of its accounts. Private ones count: nothing but their number is told. One statement.
 */
export async function loadHandoffFigures(
  ctx: Reading,
  scope: Scope,
  period: Period,
  settings: Settings,
): Promise<HandoffFigures> {
  const workspaceId = ctx.workspace.id;
  const handoffs = await dbOf(ctx).$queryRaw<HandedOver[]>`
    WITH chosen AS (
      SELECT h.* FROM handoffs h JOIN accounts a ON a.id = h.account_id
       WHERE h.workspace_id = ${uuid(workspaceId)} AND h.submitted_at >= ${instant(period.from)}
         AND h.submitted_at < ${instant(period.to)} AND ${ofScope(scope, workspaceId)}
       ORDER BY h.submitted_at DESC, h.id DESC LIMIT ${MOST}::int
    ), receivers AS (
      SELECT m.id, jsonb_build_object('zone', m.zone, 'teams', coalesce((
               SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'lane', t.lane, 'calendar', t.calendar) ORDER BY t.name)
                 FROM team_members tm JOIN teams t ON t.id = tm.team_id AND t.workspace_id = m.workspace_id
                WHERE tm.member_id = m.id), '[]')) AS receiver
        FROM members m WHERE m.workspace_id = ${uuid(workspaceId)} AND m.id IN (SELECT receiver_id FROM chosen)
    )
    SELECT h.kind, h.submitted_at AS "submittedAt", h.go_live_on AS "goLiveOn", h.accepted_at AS "acceptedAt", h.returns,
           h.kickoff_on::text AS "kickoffOn", CASE WHEN h.state = 'cancelled' THEN h.closed_at END AS "cancelledAt",
           e.at AS "acknowledgedAt", r.receiver
      FROM chosen h JOIN receivers r ON r.id = h.receiver_id
      LEFT JOIN LATERAL (
           -- Not the handoff's own: handing over again clears that.
           SELECT min(e.at) AS at FROM audit_entries e
            WHERE e.workspace_id = ${uuid(workspaceId)} AND e.subject_type = 'handoff' AND e.subject_id = h.id
              AND e.action IN ('handoff.acknowledged', 'handoff.accepted')) AS e ON true`;
  return handoffFigures(handoffs, settings, ctx.now);
}

function ofScope(scope: Scope, workspaceId: string): Prisma.Sql {
  const people = peopleOf(scope, workspaceId);
  if (!people) return inScope(scope, workspaceId);
  return Prisma.sql`(h.sender_id = ANY (ARRAY(${people})) OR h.receiver_id = ANY (ARRAY(${people})))`;
}
