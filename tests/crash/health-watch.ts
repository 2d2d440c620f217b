import type { PrismaClient } from '../../prisma/generated/client.ts';

/** How an account stood before and after one evaluation. */
export interface Evaluated {
  accountId: string;
  at: Date;
  before: string | null;
  band: string | null;
  exceptionsBefore: string[];
  exceptions: string[];
}

/** Has the database itself write down every evaluation that is committed. */
export async function watchEvaluations(db: PrismaClient): Promise<void> {
  await db.$executeRaw`
    CREATE TABLE evaluations_seen (
      n bigserial PRIMARY KEY, account_id uuid, at timestamptz, before band, band band, exceptions_before text[],
      exceptions text[])`;
  await db.$executeRaw`
    CREATE FUNCTION see_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO evaluations_seen (account_id, at, before, band, exceptions_before, exceptions)
      VALUES (NEW.account_id, NEW.evaluated_at, OLD.band, NEW.band, OLD.exceptions, NEW.exceptions);
      RETURN NULL;
    END $$`;
  await db.$executeRaw`
    CREATE TRIGGER see_evaluation AFTER UPDATE OF evaluated_at ON account_health FOR EACH ROW
      WHEN (OLD.evaluated_at IS DISTINCT FROM NEW.evaluated_at) EXECUTE FUNCTION see_evaluation()`;
}

export function seenEvaluations(db: PrismaClient): Promise<Evaluated[]> {
  return db.$queryRaw<Evaluated[]>`
    SELECT account_id AS "accountId", at, before::text AS before, band::text AS band,
           exceptions_before AS "exceptionsBefore", exceptions
      FROM evaluations_seen ORDER BY n`;
}
