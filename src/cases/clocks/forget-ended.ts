import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db } from '../../platform/ctx.ts';
import type { Served } from '../../workspaces/served.ts';
import type { SweepCheck } from '../sweep.ts';

const STEP = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes clocks that stand still and whose items have ended: those that a version left behind which did not delete them
 * with the end. Goes once through all clocks, in steps, each a statement of its own. Answers how many it deleted.
 */
export async function forgetEnded(options: {
  db: Db;
  served: Served;
  checks: readonly SweepCheck[];
  stopping?: AbortSignal;
  step?: number;
}): Promise<number> {
  const { db, served, checks, stopping, step = STEP } = options;
  const ended = checks.map(
    ({ subjectType, hasEnded }) => Prisma.sql`(t.subject_type = ${subjectType} AND ${hasEnded})`,
  );
  let forgotten = 0;
  for (let after: string | null = FIRST; after !== null && !stopping?.aborted; ) {
    // Read anew where the row was changed meanwhile: an item that is opened again keeps its clocks.
    const [done]: Step[] = await db.$queryRaw<Step[]>`
      WITH step AS MATERIALIZED (
        SELECT t.id FROM timers t JOIN ${served.active} w ON w.id = t.workspace_id
         WHERE t.id > ${after}::uuid ORDER BY t.id LIMIT ${step}::int
      ), gone AS (
        DELETE FROM timers t USING step, ${served.active} w
         WHERE t.id = step.id AND w.id = t.workspace_id AND t.due_at IS NULL AND (${Prisma.join(ended, ' OR ')})
        RETURNING t.id
      )
      SELECT (SELECT id FROM step ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*) FROM gone)::int AS gone`;
    forgotten += done?.gone ?? 0;
    after = done?.last ?? null;
  }
  return forgotten;
}

interface Step {
  last: string | null;
  gone: number;
}
