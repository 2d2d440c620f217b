import type { TxCtx } from '../../platform/ctx.ts';
import { mapInSlices } from '../../platform/each.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { Evaluation } from '../health-state.ts';
import type { DueHealth } from './claim-accounts.ts';

/** Writes what evaluations found, in one statement whatever their number. */
export async function writeHealth(
  ctx: TxCtx,
  evaluated: readonly { due: DueHealth; evaluation: Evaluation }[],
): Promise<void> {
  if (evaluated.length === 0) return;
  const rows = await mapInSlices(evaluated, ({ due, evaluation: { state, score, newsLeft, dueAt } }) =>
    JSON.stringify({
      ...state,
      // The largest part, and the same until the band moves.
      basis: state.basis === due.state.basis ? undefined : state.basis,
      id: due.account.id,
      score: score.value,
      confidence: score.confidence,
      newsLeft,
      dueAt,
      today: state.known ? state.band : null,
    }),
  );
  const now = instant(ctx.now);
  await ctx.tx.$executeRaw`
    WITH found AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${`[${rows.join(',')}]`}::json)
        AS u (id uuid, score float8, confidence float8, known boolean, band band, "bandSince" timestamptz, basis jsonb,
              candidate band, "candidateSince" timestamptz, "fallSince" timestamptz, exceptions text[],
              "alertedAt" timestamptz, "alertedBand" band, "alertedScore" float8, "configVersion" int,
              "newsLeft" boolean, "dueAt" timestamptz, today band)
    ), days AS (
      INSERT INTO health_days AS d (account_id, day, workspace_id, score, confidence, band, config_version)
      SELECT u.id, ${now}::date, ${uuid(ctx.workspace.id)}, u.score, u.confidence, u.today, u."configVersion"
        FROM found u
          ON CONFLICT (account_id, day) DO UPDATE
         SET score = excluded.score, confidence = excluded.confidence, band = excluded.band,
             config_version = excluded.config_version
       WHERE (d.score, d.confidence, d.band, d.config_version)
             IS DISTINCT FROM (excluded.score, excluded.confidence, excluded.band, excluded.config_version)
    )
    UPDATE account_health AS h
       SET score = u.score, confidence = u.confidence, known = u.known, band = u.band, band_since = u."bandSince",
           basis = coalesce(u.basis, h.basis), candidate = u.candidate, candidate_since = u."candidateSince",
           fall_since = u."fallSince", exceptions = u.exceptions, alerted_at = u."alertedAt",
           alerted_band = u."alertedBand", alerted_score = u."alertedScore", config_version = u."configVersion",
           due_at = u."dueAt", evaluated_at = ${now}, has_news = u."newsLeft",
           override_band = CASE WHEN h.override_until > ${now} THEN h.override_band END,
           override_until = CASE WHEN h.override_until > ${now} THEN h.override_until END
      FROM found u
     WHERE h.account_id = u.id AND h.workspace_id = ${uuid(ctx.workspace.id)}`;
}
