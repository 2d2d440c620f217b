import { Prisma } from '../../prisma/generated/client.ts';
import { instant, texts, uuid } from '../platform/sql.ts';
import { setAsideSql } from '../risks/read/ranking.ts';
import type { Settings } from '../settings/catalogue.ts';
import { isoDay } from '../time/day.ts';
import { inScope } from './in-scope.ts';
import { ratesOn } from './rates.ts';
import type { Scope } from './scope.ts';

/** A band that is at risk or critical. */
export function isLowSql(band: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${band}) IN ('at_risk', 'critical')`;
}

/** Whether what is low counts as at risk. A person's word on its health outlives their word on an alarm. */
export function counts(setAside: Prisma.Sql, overridden: Prisma.Sql): Prisma.Sql {
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
