import { Prisma } from '../../prisma/generated/client.ts';

/** News that a false alarm does not outlive. What recovers, or changes with the rules, is none. */
const NEWS = Prisma.sql`('worsened', 'fell', 'exception')`;

/**
 * SQL: how the latest resolved risk of an account sets it aside; null where it does not. Read it only where no risk is
 * open. `until` is the instant it is asked for.
 */
export function setAsideSql(
  accountId: Prisma.Sql,
  workspaceId: string,
  until: Prisma.Sql = Prisma.sql`'infinity'::timestamptz`,
): Prisma.Sql {
  return Prisma.sql`(SELECT CASE
       WHEN o.outcome = 'lost' THEN 'lost'
       WHEN o.verdict = 'false_alarm' AND NOT EXISTS (
              SELECT FROM health_changes c
               WHERE c.account_id = o.account_id AND c.workspace_id = o.workspace_id AND c.rule IN ${NEWS}
                 AND c.at > o.resolved_at AND c.at <= ${until}) THEN 'false_alarm' END
      FROM risks o
     WHERE o.account_id = ${accountId} AND o.workspace_id = ${workspaceId}::uuid AND o.state = 'resolved'
       AND o.resolved_at <= ${until}
     ORDER BY o.resolved_at DESC, o.number DESC LIMIT 1)`;
}
