import { Prisma } from '../../prisma/generated/client.ts';
import { limitSql } from '../cases/clocks/limit-sql.ts';

/** When a clock's limit passes; null where none runs. `subject` is 'handoff' or 'risk'. */
export function limitOf(
  workspaceId: Prisma.Sql,
  { subject, id, clock }: { subject: Prisma.Sql; id: Prisma.Sql; clock: Prisma.Sql },
): Prisma.Sql {
  return Prisma.sql`(
    SELECT ${limitSql(Prisma.sql`t.ladder`)} FROM timers t
     WHERE t.subject_type = ${subject} AND t.subject_id = ${id} AND t.clock = ${clock} AND t.workspace_id = ${workspaceId})`;
}
