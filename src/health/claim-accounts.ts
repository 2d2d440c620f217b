import { Prisma } from '../../prisma/generated/client.ts';
import type { Tx, WorkspaceRef } from '../platform/ctx.ts';
import { instant, uuid, uuids } from '../platform/sql.ts';
import type { Served } from '../workspaces/served.ts';
import type { WatchedAccount } from './alert.ts';
import type { HealthState } from './health-state.ts';
import { readBasis } from './reasons.ts';
import type { Observation } from './score.ts';

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
