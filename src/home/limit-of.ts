import { Prisma } from '../../prisma/generated/client.ts';

/**
 * When a clock's limit passes, as `limitIn` reads a stored ladder; null where none runs. `subject` is 'handoff' or
 * 'risk'. For statements that ask it of many at once.
 */
export function limitOf(
  workspaceId: Prisma.Sql,
  { subject, id, clock }: { subject: Prisma.Sql; id: Prisma.Sql; clock: Prisma.Sql },
): Prisma.Sql {
  return Prisma.sql`(
    SELECT (t.ladder -> 'due' ->> (rung.n - 1)::int)::timestamptz
      FROM timers t CROSS JOIN jsonb_array_elements(t.ladder -> 'rungs') WITH ORDINALITY AS rung (one, n)
     WHERE t.subject_type = ${subject} AND t.subject_id = ${id} AND t.clock = ${clock} AND t.workspace_id = ${workspaceId}
       AND rung.one ->> 'at' = '1'
     ORDER BY rung.n LIMIT 1)`;
}
