import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { instant, instantSql, texts, uuid } from '../platform/sql.ts';
import { setAsideSql } from '../risks/read/ranking.ts';
import type { Settings } from '../settings/catalogue.ts';
import { ratesOn } from '../settings/rates.ts';
import { isoDay } from '../time/day.ts';
import type { Scope } from './scope.ts';

/** What figures are read with. `now` is business time: they are as of then. */
export type Reading = { workspace: { id: string }; now: Date } & ({ tx: Tx } | { db: Db });

/** Those whose accounts a scope is of; null where it is of accounts, not of people. */
export function peopleOf(scope: Scope, workspaceId: string): Prisma.Sql | null {
  switch (scope.kind) {
    case 'mine':
      return Prisma.sql`SELECT ${uuid(scope.memberId)}`;
    case 'reports':
      return Prisma.sql`
        WITH RECURSIVE below (id) AS (
          SELECT ${uuid(scope.memberId)}
          UNION
          SELECT m.id FROM below JOIN members m ON m.manager_id = below.id AND m.workspace_id = ${uuid(workspaceId)}
        ) SELECT id FROM below`;
    case 'team':
      return Prisma.sql`
        SELECT tm.member_id FROM teams t JOIN team_members tm ON tm.team_id = t.id
         WHERE t.id = ${uuid(scope.teamId)} AND t.workspace_id = ${uuid(workspaceId)}`;
    case 'segment':
    case 'everything':
      return null;
  }
}

/** Whether `accounts a` is of the scope. The workspace is asked for by who uses it. */
export function inScope(scope: Scope, workspaceId: string): Prisma.Sql {
  const people = peopleOf(scope, workspaceId);
  if (people) {
    // As arrays they are found once, and the accounts by the owners' indexes.
    const anybody = Prisma.sql`ANY (ARRAY(${people}))`;
    return Prisma.sql`(a.cs_owner_id = ${anybody} OR a.sales_owner_id = ${anybody} OR a.service_owner_id = ${anybody}
      OR a.id = ANY (ARRAY(SELECT c.account_id FROM account_co_owners c WHERE c.member_id = ${anybody})))`;
  }
  return scope.kind === 'segment'
    ? Prisma.sql`lower(coalesce(a.segment, '')) = lower(${scope.segment})`
    : Prisma.sql`true`;
}

/** A band that is at risk or critical. */
function isLowSql(band: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${band}) IN ('at_risk', 'critical')`;
}

/** Whether what is low counts as at risk. A person's word on its health outlives their word on an alarm. */
function counts(setAside: Prisma.Sql, overridden: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(CASE ${setAside} WHEN 'lost' THEN false WHEN 'false_alarm' THEN ${overridden} IS TRUE ELSE true END)`;
}

/** What `amount` in `digest_items` holds: nothing overflows it. */
const LARGEST = '99999999999999.99';

/** What `arr` in `currency` is worth in the reporting currency; null where either, or the rate, is not known. */
export function amountOf(settings: Settings, now: Date): { join: Prisma.Sql; amount: Prisma.Sql } {
  const { 'currency.reporting': reporting, 'currency.rates': rates } = settings.values;
  const prices = [...ratesOn(rates, isoDay(now), reporting)];
  return {
    join: Prisma.sql`LEFT JOIN unnest(${texts(prices.map(([code]) => code))},
      ${texts(prices.map(([, rate]) => rate))}) AS price (currency, rate) ON price.currency = a.currency`,
    // `least` passes over what is null.
    amount: Prisma.sql`CASE WHEN a.arr * price.rate::numeric IS NOT NULL
      THEN least(round(a.arr * price.rate::numeric, 2), ${LARGEST}::numeric) END`,
  };
}

/**
 * The accounts of a scope that are at risk as of `ctx.now`, each once: in a band that is at risk or critical (a
 * person's word while it lasts before the score), or with an open risk. Not those that are lost, nor those whose alarm
 * was false. A statement to read from; `also` narrows it.
 */
export function exposed(
  ctx: { workspace: { id: string }; now: Date },
  scope: Scope,
  settings: Settings,
  also: Prisma.Sql = Prisma.sql`true`,
): Prisma.Sql {
  const workspaceId = ctx.workspace.id;
  const { join, amount } = amountOf(settings, ctx.now);
  const now = instant(ctx.now);
  const band = Prisma.sql`CASE WHEN h.override_until > ${now} THEN h.override_band WHEN h.known THEN h.band END`;
  // OFFSET 0: what was set aside is looked up for those alone that would be at risk.
  return Prisma.sql`
    SELECT x.* FROM (
      SELECT a.id, a.name, a.segment, a.arr, a.currency, a.renewal_on, a.cs_owner_id, ${amount} AS amount,
             ${band} AS band, CASE WHEN h.known THEN h.score END AS score, h.override_until > ${now} AS overridden,
             coalesce(h.config_version, 0) AS config_version, h.band AS known_band, h.band_since, r.id AS risk_id, r.severity
        FROM accounts a
        LEFT JOIN account_health h ON h.account_id = a.id AND h.workspace_id = ${uuid(workspaceId)}
        LEFT JOIN risks r ON r.account_id = a.id AND r.workspace_id = ${uuid(workspaceId)} AND r.state IN ('open', 'claimed')
        ${join}
       WHERE a.workspace_id = ${uuid(workspaceId)} AND a.merged_into_id IS NULL
         AND (r.id IS NOT NULL OR ${isLowSql(band)}) AND ${inScope(scope, workspaceId)} AND ${also}
      OFFSET 0) AS x
     WHERE x.risk_id IS NOT NULL OR ${counts(setAsideSql(Prisma.sql`x.id`, workspaceId), Prisma.sql`x.overridden`)}`;
}

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
