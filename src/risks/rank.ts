import { Prisma } from '../../prisma/generated/client.ts';

/**
 * Severity × ARR × nearness of renewal, the largest first: what is worst, largest and soonest. ARR of different
 * currencies is compared by its figure. `severity` is a band; `accounts a` is in the statement.
 */
export function rankOf(severity: Prisma.Sql, now: Date): Prisma.Sql {
  const today = Prisma.sql`${now.toISOString()}::timestamptz::date`;
  return Prisma.sql`
    (CASE ${severity} WHEN 'critical' THEN 4 WHEN 'at_risk' THEN 3 WHEN 'watch' THEN 2 ELSE 1 END)
    * greatest(coalesce(a.arr, 0), 1)
    * (CASE WHEN a.renewal_on IS NULL THEN 1 WHEN a.renewal_on - ${today} BETWEEN 0 AND 90 THEN 4
            WHEN a.renewal_on - ${today} BETWEEN 91 AND 180 THEN 2 ELSE 1 END)`;
}
