import { Prisma } from '../../prisma/generated/client.ts';

/** By when the next step of handoff `h` is owed, as `dueOf` says it, within a statement. `limit`: when its clock is over. */
export function handoffDueSql(limit: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN h.state = 'acknowledged' THEN coalesce(h.decide_by, ${limit}) ELSE ${limit} END`;
}
