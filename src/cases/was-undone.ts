import { Prisma } from '../../prisma/generated/client.ts';

/**
 * SQL for an entry `e` of the history of a case: whoever did it has taken it back. Looked up for each: of EXISTS the planner
 * would make a list of all entries there are.
 */
export const wasUndone = Prisma.sql`((
  SELECT true FROM audit_entries u
   WHERE u.workspace_id = e.workspace_id AND u.subject_type = e.subject_type AND u.subject_id = e.subject_id AND u.id > e.id
     AND u.action = e.subject_type || '.undone' AND u.data ->> 'undone' = e.id::text LIMIT 1) IS NOT NULL)`;
