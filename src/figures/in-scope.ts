import { Prisma } from '../../prisma/generated/client.ts';
import { uuid } from '../platform/sql.ts';
import type { Scope } from './scope.ts';

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
