import { Prisma } from '../../prisma/generated/client.ts';

// The parts that raw SQL is put together from.

/** As text: the driver writes a Date without its zone, and the session would read it in its own. */
export const instant = (at: Date | null): Prisma.Sql => Prisma.sql`${at?.toISOString() ?? null}::timestamptz`;

export const uuid = (id: string | null): Prisma.Sql => Prisma.sql`${id}::uuid`;

export const uuids = (ids: Iterable<string>): Prisma.Sql => Prisma.sql`${[...ids]}::uuid[]`;

export const texts = (values: Iterable<string>): Prisma.Sql => Prisma.sql`${[...values]}::text[]`;
