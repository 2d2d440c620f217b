import { Prisma } from '../../prisma/generated/client.ts';
import { instantSql } from '../platform/instant-sql.ts';
import { uuid } from '../platform/sql.ts';
import { setAsideSql } from '../risks/read/ranking.ts';
import { counts, isLowSql } from './exposed.ts';

// What was so at an earlier instant, from what has been written since. `id` is of an account. Each is looked up account
// by account: of EXISTS the planner would make one list of all that ever was.

/** The band that a person's word gave it then; null where none held. */
export function wordThen(id: Prisma.Sql, workspaceId: string, since: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT CASE WHEN w.action = 'health.overridden' AND ${instantSql(Prisma.sql`w.data ->> 'until'`)} > ${since}
                                  AND w.data ->> 'band' IN ('healthy', 'watch', 'at_risk', 'critical')
                                 THEN (w.data ->> 'band')::band END
     FROM audit_entries w
    WHERE w.workspace_id = ${uuid(workspaceId)} AND w.subject_type = 'account' AND w.subject_id = ${id}
      AND w.action IN ('health.overridden', 'health.override_cleared') AND w.at <= ${since}
    ORDER BY w.at DESC, w.id DESC LIMIT 1)`;
}

/** A risk was open then: what became of it first since tells how it stood. */
export function hadRisk(id: Prisma.Sql, workspaceId: string, since: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`((SELECT true FROM risks r
    WHERE r.account_id = ${id} AND r.workspace_id = ${uuid(workspaceId)} AND r.opened_at <= ${since}
      AND coalesce((SELECT e.action <> 'risk.reopened' FROM audit_entries e
                     WHERE e.workspace_id = r.workspace_id AND e.subject_type = 'risk' AND e.subject_id = r.id
                       AND e.action IN ('risk.resolved', 'risk.recovered', 'risk.reopened') AND e.at > ${since}
                     ORDER BY e.at, e.id LIMIT 1), r.state <> 'resolved')
    LIMIT 1) IS NOT NULL)`;
}

/** A signal that counts was received since: its id is greater than the last there was then. */
export function hasNews(id: Prisma.Sql, workspaceId: string, lastId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`((SELECT true FROM signals_latest l
    WHERE l.account_id = ${id} AND l.workspace_id = ${uuid(workspaceId)} AND l.signal_id > ${lastId} LIMIT 1) IS NOT NULL)`;
}

/**
 * It was at risk then, whoever's it was. `known_band` is the latest known and `band_since` its beginning: where that is
 * earlier it was the band then, unless too little was known; else the last day before tells.
 */
export function wasExposed(id: Prisma.Sql, workspaceId: string, since: Prisma.Sql): Prisma.Sql {
  const bandThen = Prisma.sql`(
    SELECT CASE WHEN band_since <= ${since} AND (d.day IS NULL OR d.band IS NOT NULL) THEN known_band ELSE d.band END
      FROM (SELECT) AS one
      LEFT JOIN LATERAL (
           SELECT d.day, d.band FROM health_days d
            WHERE d.account_id = ${id} AND d.workspace_id = ${uuid(workspaceId)} AND d.day < ${since}::date
            ORDER BY d.day DESC LIMIT 1) AS d ON true)`;
  return Prisma.sql`(${hadRisk(id, workspaceId, since)}
    OR (${isLowSql(Prisma.sql`coalesce(${wordThen(id, workspaceId, since)}, ${bandThen})`)}
        AND ${counts(setAsideSql(id, workspaceId, since), Prisma.sql`${wordThen(id, workspaceId, since)} IS NOT NULL`)}))`;
}
