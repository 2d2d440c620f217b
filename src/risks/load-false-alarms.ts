import type { Db } from '../platform/ctx.ts';
import type { RuleRecord } from './false-alarms.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of each rule that opened a risk by itself within so many days. What people have flagged, or opened from a list, is no alarm of a rule. */
export async function loadFalseAlarms(
  ctx: { db: Db; workspace: { id: string }; now: Date },
  { days }: { days: number },
): Promise<RuleRecord[]> {
  const since = new Date(ctx.now.getTime() - days * DAY_MS);
  return ctx.db.$queryRaw<RuleRecord[]>`
    SELECT rule, count(*)::int AS opened, (count(*) FILTER (WHERE state = 'resolved' AND outcome <> 'recovered'))::int AS judged,
           (count(*) FILTER (WHERE verdict = 'false_alarm'))::int AS "falseAlarms",
           (count(*) FILTER (WHERE verdict = 'too_early'))::int AS "tooEarly"
      FROM risks
     WHERE workspace_id = ${ctx.workspace.id}::uuid AND opened_at >= ${since.toISOString()}::timestamptz
       AND rule NOT IN ('flagged', 'enabled')
     GROUP BY rule ORDER BY rule`;
}
