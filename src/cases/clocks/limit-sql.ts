import { Prisma } from '../../../prisma/generated/client.ts';
import { instantSql } from '../../platform/sql.ts';

/** The instant at which a stored ladder reaches its limit, as `limitIn` reads it, within a statement. Null: it has none. */
export function limitSql(ladder: Prisma.Sql): Prisma.Sql {
  const rungs = Prisma.sql`${ladder} -> 'rungs'`;
  return instantSql(Prisma.sql`(${ladder} -> 'due' ->> (
    SELECT (rung.place - 1)::int
      FROM jsonb_array_elements(CASE jsonb_typeof(${rungs}) WHEN 'array' THEN ${rungs} ELSE '[]' END)
        WITH ORDINALITY AS rung (body, place)
     WHERE rung.body -> 'at' = '1' LIMIT 1))`);
}
