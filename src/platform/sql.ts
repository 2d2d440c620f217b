import { Prisma } from '../../prisma/generated/client.ts';

// The parts that raw SQL is put together from.

/** As text: the driver writes a Date without its zone, and the session would read it in its own. */
export const instant = (at: Date | null): Prisma.Sql => Prisma.sql`${at?.toISOString() ?? null}::timestamptz`;

export const uuid = (id: string | null): Prisma.Sql => Prisma.sql`${id}::uuid`;

export const uuids = (ids: Iterable<string>): Prisma.Sql => Prisma.sql`${[...ids]}::uuid[]`;

export const texts = (values: Iterable<string>): Prisma.Sql => Prisma.sql`${[...values]}::text[]`;

/** As JavaScript writes an instant. */
const INSTANT =
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?Z$';

/** SQL: an instant out of stored JSON. What is none is null: a cast would end the whole statement. */
export function instantSql(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT CASE WHEN kept.at ~ ${INSTANT} THEN kept.at::timestamptz END FROM (SELECT ${text} AS at) AS kept)`;
}
