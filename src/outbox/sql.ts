import { Prisma } from '../../prisma/generated/client.ts';

/** The database's now, cut to the milliseconds that columns keep: rounded up, it would be in the future. */
export const NOW = Prisma.sql`date_trunc('milliseconds', now())`;

export function inMs(ms: number): Prisma.Sql {
  return Prisma.sql`(${NOW} + ${ms}::float8 * interval '1 millisecond')`;
}
