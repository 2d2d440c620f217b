import { Prisma } from '../../prisma/generated/client.ts';

/** The instant at which a stored ladder reaches its limit, as `limitIn` reads it, within a statement. Null: it has none. */
export function limitSql(ladder: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${ladder} -> 'due' ->> (
    SELECT (rung.place - 1)::int FROM jsonb_array_elements(${ladder} -> 'rungs') WITH ORDINALITY AS rung (body, place)
     WHERE (rung.body ->> 'at')::numeric = 1 LIMIT 1))::timestamptz`;
}
