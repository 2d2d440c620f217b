import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx, TxCtx, WorkspaceRef } from '../../platform/ctx.ts';
import { instant, uuid, uuids } from '../../platform/sql.ts';
import { plusDays } from '../../time/day.ts';
import type { Served } from '../../workspaces/served.ts';
import type { WatchedAccount } from '../alert.ts';
import type { HealthConfig } from '../config.ts';
import type { Evaluation, HealthState } from '../health-state.ts';
import { type Basis, readBasis } from '../reasons.ts';
import type { Observation } from '../score.ts';

export interface DueHealth {
  workspace: WorkspaceRef;
  account: WatchedAccount;
  state: HealthState;
  hasNews: boolean;
  overrideUntil: Date | null;
  observations: Observation[];
}

interface Row extends WatchedAccount, HealthState {
  workspaceId: string;
  slackTeamId: string;
  botUserId: string;
  hasNews: boolean;
  overrideUntil: Date | null;
}

/**
 * Locks the accounts that have been due longest until the transaction ends, and leaves alone those that another
 * process holds. `now` is business time. `only` asks for one, if it is still due.
 */
export async function claimDueAccounts(
  tx: Tx,
  served: Served,
  { now, limit, only }: { now: Date; limit: number; only?: string },
): Promise<DueHealth[]> {
  // Of many that are due at once, neighbours are taken together: they are read from the same pages.
  const rows = await tx.$queryRaw<Row[]>`
    SELECT h.known, h.band, h.band_since AS "bandSince", h.basis, h.candidate, h.candidate_since AS "candidateSince",
      h.fall_since AS "fallSince", h.exceptions, h.alerted_at AS "alertedAt", h.alerted_band AS "alertedBand",
      h.alerted_score AS "alertedScore", h.config_version AS "configVersion", h.has_news AS "hasNews",
      h.override_until AS "overrideUntil", a.id, a.segment, a.stage, a.channel, a.sales_owner_id AS "salesOwnerId",
      a.cs_owner_id AS "csOwnerId", w.id AS "workspaceId", w.slack_team_id AS "slackTeamId", w.bot_user_id AS "botUserId"
    FROM account_health h
    JOIN accounts a ON a.id = h.account_id
    JOIN ${served.active} w ON w.id = h.workspace_id
    WHERE h.due_at <= ${instant(now)}
      ${only === undefined ? Prisma.empty : Prisma.sql`AND h.account_id = ${uuid(only)}`}
    ORDER BY h.due_at, h.account_id
    LIMIT ${limit}::int
    FOR UPDATE OF h SKIP LOCKED`;
  const latest = await loadLatest(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ workspaceId, slackTeamId, botUserId, hasNews, overrideUntil, ...row }) => {
    const { id, segment, stage, channel, salesOwnerId, csOwnerId, ...state } = row;
    return {
      workspace: { id: workspaceId, slackTeamId, botUserId },
      account: { id, segment, stage, channel, salesOwnerId, csOwnerId },
      state: { ...state, basis: readBasis(state.basis, id) },
      hasNews,
      overrideUntil,
      observations: latest.get(id) ?? [],
    };
  });
}

/** Of all accounts at once: looking for each by itself reads the same pages again and again. */
async function loadLatest(tx: Tx, accountIds: readonly string[]): Promise<Map<string, Observation[]>> {
  if (accountIds.length === 0) return new Map();
  type Latest = { id: string; types: string[]; values: number[]; times: number[] };
  const rows = await tx.$queryRaw<Latest[]>`
    SELECT account_id AS id, to_json(array_agg(type)) AS types, to_json(array_agg(value)) AS values,
           to_json(array_agg((extract(epoch FROM observed_at) * 1000)::float8)) AS times
      FROM signals_latest WHERE account_id = ANY(${uuids(accountIds)}) GROUP BY account_id`;
  return new Map(
    rows.map(({ id, types, values, times }) => [
      id,
      types.map((type, i) => ({
        type,
        value: values[i] as number,
        observedAt: new Date(times[i] as number),
      })),
    ]),
  );
}

/**
 * Of the accounts whose score has fallen far: how it stood `fall.days` ago (or first stood, if that is later), with
 * what was known by the end of that day. The history is read only for those.
 */
export async function loadPast(
  ctx: TxCtx,
  evaluated: readonly { due: DueHealth; evaluation: Evaluation }[],
  config: HealthConfig,
): Promise<Map<string, Basis>> {
  const asked = evaluated.filter(
    ({ due, evaluation }) => evaluation.state.known && (due.hasNews || due.state.fallSince),
  );
  if (asked.length === 0) return new Map();
  const from = plusDays(ctx.now, -config.fall.days);
  const fallen = await ctx.tx.$queryRaw<{ accountId: string; day: Date; score: number }[]>`
    SELECT p.account_id AS "accountId", p.day, p.score
      FROM unnest(${uuids(asked.map(({ due }) => due.account.id))},
                  ${asked.map(({ evaluation }) => evaluation.score.value)}::float8[]) AS asked (id, score)
     CROSS JOIN LATERAL (
           SELECT d.account_id, d.day, d.score FROM health_days d
            WHERE d.account_id = asked.id AND d.workspace_id = ${uuid(ctx.workspace.id)}
              AND d.score IS NOT NULL AND d.band IS NOT NULL
            -- What stood 40 days ago and did not move stood 30 days ago, too.
            ORDER BY d.day > ${instant(from)}::date,
                     CASE WHEN d.day > ${instant(from)}::date THEN d.day - DATE '2000-01-01'
                          ELSE DATE '2000-01-01' - d.day END
            LIMIT 1) AS p
     WHERE p.score - asked.score >= ${config.fall.points}::float8`;
  if (fallen.length === 0) return new Map();
  const typesOf = new Map(asked.map(({ due }) => [due.account.id, due.observations.map(({ type }) => type)]));
  const wanted = fallen.map(({ accountId, day }) => ({
    accountId,
    types: typesOf.get(accountId) ?? [],
    before: plusDays(day, 1),
  }));
  const rows = await ctx.tx.$queryRaw<{ accountId: string; values: Basis['values'] }[]>`
    SELECT w."accountId", json_object_agg(l.type, l.value) AS values
      FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS w ("accountId" uuid, types text[], before timestamptz)
     CROSS JOIN LATERAL unnest(w.types) AS asked (type)
     CROSS JOIN LATERAL (
           SELECT s.type, s.value FROM signals s
            WHERE s.account_id = w."accountId" AND s.workspace_id = ${uuid(ctx.workspace.id)}
              AND s.type = asked.type AND NOT s.voided AND s.observed_at < w.before
            ORDER BY s.observed_at DESC, s.key COLLATE "C" DESC LIMIT 1) AS l
     GROUP BY w."accountId"`;
  const values = new Map(rows.map((row) => [row.accountId, row.values]));
  return new Map(
    fallen.map(({ accountId, score }) => [accountId, { score, values: values.get(accountId) ?? {} }]),
  );
}
