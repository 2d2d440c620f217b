import type { TxCtx } from '../platform/ctx.ts';
import { instant, uuid, uuids } from '../platform/sql.ts';
import { plusDays } from '../time/day.ts';
import type { DueHealth } from './claim-accounts.ts';
import type { HealthConfig } from './config.ts';
import type { Evaluation } from './health-state.ts';
import type { Basis } from './reasons.ts';

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
