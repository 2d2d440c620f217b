import { Prisma } from '../../prisma/generated/client.ts';
import { wasUndone } from '../cases/was-undone.ts';
import { dbOf } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Settings } from '../settings/catalogue.ts';
import { DAY_MS, isoDay } from '../time/day.ts';
import { amountOf, inScope, peopleOf, type Reading } from './exposed.ts';
import {
  cents,
  type Figures,
  type HandoffFigures,
  type Median,
  type RiskFigures,
  type Total,
} from './figures.ts';
import { type HandedOver, handoffFigures } from './handoff-service.ts';
import { loadTotalAtRisk } from './load-at-risk.ts';
import type { Period, Scope } from './scope.ts';

/** All figures of a scope. In four statements, three where the caller knows what is at risk already. */
export async function loadFigures(
  ctx: Reading,
  scope: Scope,
  period: Period,
  settings: Settings,
  atRisk?: Total,
): Promise<Figures> {
  return {
    currency: settings.values['currency.reporting'],
    atRisk: atRisk ?? (await loadTotalAtRisk(ctx, scope, settings)),
    handoffs: await loadHandoffFigures(ctx, scope, period, settings),
    risks: await loadRiskFigures(ctx, scope, period, settings),
    firstValue: await loadFirstValue(ctx, scope, period),
  };
}

/** Days from the contract's start to the first value, of a scope's accounts that reached it on the days of a period. */
export async function loadFirstValue(ctx: Reading, scope: Scope, period: Period): Promise<Median> {
  const workspaceId = ctx.workspace.id;
  const [row] = await dbOf(ctx).$queryRaw<Median[]>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a.first_value_on - a.contract_start) AS value, count(*)::int AS of
      FROM accounts a
     WHERE a.workspace_id = ${uuid(workspaceId)} AND a.merged_into_id IS NULL AND a.first_value_on >= a.contract_start
       AND a.first_value_on >= ${dayFrom(period.from)}::date AND a.first_value_on < ${dayFrom(period.to)}::date
       AND ${inScope(scope, workspaceId)}`;
  return row ?? { value: null, of: 0 };
}

/** The first UTC day that begins at an instant or later. */
function dayFrom(at: Date): string {
  return isoDay(new Date(Math.ceil(at.getTime() / DAY_MS) * DAY_MS));
}

/**
 * What became of the risks of a scope's accounts that ended in a period. An account with several counts once, as
 * saved or lost as the latest of them ended, with what it is worth now. One statement.
 */
export async function loadRiskFigures(
  ctx: Reading,
  scope: Scope,
  period: Period,
  settings: Settings,
): Promise<RiskFigures> {
  const workspaceId = ctx.workspace.id;
  const { join, amount } = amountOf(settings, ctx.now);
  const [row] = await dbOf(ctx).$queryRaw<Row[]>`
    WITH resolved AS (
      SELECT r.account_id, r.outcome, r.verdict, r.rule, r.resolved_at, r.number, ${amount} AS amount
        FROM risks r JOIN accounts a ON a.id = r.account_id AND a.workspace_id = r.workspace_id ${join}
       WHERE r.workspace_id = ${uuid(workspaceId)} AND r.state = 'resolved'
         AND r.resolved_at >= ${instant(period.from)} AND r.resolved_at < ${instant(period.to)}
         AND ${inScope(scope, workspaceId)}
    ), ended AS (
      SELECT DISTINCT ON (account_id) outcome, amount FROM resolved WHERE outcome IN ('saved', 'lost')
       ORDER BY account_id, resolved_at DESC, number DESC
    ), sums AS (
      SELECT (count(*) FILTER (WHERE outcome = 'saved'))::int AS saved, (count(*) FILTER (WHERE outcome = 'lost'))::int AS lost,
             coalesce(sum(amount) FILTER (WHERE outcome = 'saved'), 0)::float8 AS "savedAmount",
             coalesce(sum(amount) FILTER (WHERE outcome = 'lost'), 0)::float8 AS "lostAmount",
             (count(*) FILTER (WHERE outcome = 'saved' AND amount IS NULL))::int AS "savedUnpriced",
             (count(*) FILTER (WHERE outcome = 'lost' AND amount IS NULL))::int AS "lostUnpriced"
        FROM ended
    ), alerts AS (
      -- What people have flagged, or opened from a list, is no alarm of a rule.
      SELECT count(*)::int AS judged, (count(*) FILTER (WHERE verdict = 'false_alarm'))::int AS "falseAlarms"
        FROM resolved WHERE outcome <> 'recovered' AND rule NOT IN ('flagged', 'enabled')
    )
    SELECT * FROM sums, alerts`;
  if (!row) throw new Error('aggregate of risks returned no row');
  const { saved, lost, savedAmount, lostAmount, savedUnpriced, lostUnpriced, judged, falseAlarms } = row;
  return {
    saved: { accounts: saved, amount: cents(savedAmount), unpriced: savedUnpriced },
    lost: { accounts: lost, amount: cents(lostAmount), unpriced: lostUnpriced },
    saveRate: { met: saved, of: saved + lost },
    falseAlarms: { met: falseAlarms, of: judged },
  };
}

interface Row {
  saved: number;
  lost: number;
  savedAmount: number;
  lostAmount: number;
  savedUnpriced: number;
  lostUnpriced: number;
  judged: number;
  falseAlarms: number;
}

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
      SELECT h.*, a.segment FROM handoffs h JOIN accounts a ON a.id = h.account_id
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
    SELECT h.kind, h.segment, h.submitted_at AS "submittedAt", h.go_live_on AS "goLiveOn", h.urgent_risk AS "urgentRisk", h.accepted_at AS "acceptedAt", h.returns,
           h.kickoff_on::text AS "kickoffOn", CASE WHEN h.state = 'cancelled' THEN h.closed_at END AS "cancelledAt",
           e.at AS "acknowledgedAt", r.receiver
      FROM chosen h JOIN receivers r ON r.id = h.receiver_id
      LEFT JOIN LATERAL (
           -- Not the handoff's own: handing over again clears that.
           SELECT min(e.at) AS at FROM audit_entries e
            WHERE e.workspace_id = ${uuid(workspaceId)} AND e.subject_type = 'handoff' AND e.subject_id = h.id
              AND e.action IN ('handoff.acknowledged', 'handoff.accepted') AND NOT ${wasUndone}) AS e ON true`;
  return handoffFigures(handoffs, settings, ctx.now);
}

function ofScope(scope: Scope, workspaceId: string): Prisma.Sql {
  const people = peopleOf(scope, workspaceId);
  if (!people) return inScope(scope, workspaceId);
  return Prisma.sql`(h.sender_id = ANY (ARRAY(${people})) OR h.receiver_id = ANY (ARRAY(${people})))`;
}
