import type { Db } from '../platform/ctx.ts';

/** What became of the risks that one rule opened. */
export interface RuleRecord {
  rule: string;
  opened: number;
  /** Resolved by a person, who has judged them: the rate is of these. */
  judged: number;
  falseAlarms: number;
  tooEarly: number;
}

export type Conclusion = 'too_few' | 'good' | 'fair' | 'retune';

/** Below this nothing is concluded. */
const FEWEST = 3;
/** False alarms over this share mean that the rule needs tuning, under the other that it is good. */
const RETUNE_OVER = 0.3;
const GOOD_UNDER = 0.15;

/** 0–1; null where nothing was judged. */
export function falseAlarmRate({ judged, falseAlarms }: RuleRecord): number | null {
  return judged === 0 ? null : falseAlarms / judged;
}

export function concludeOn(record: RuleRecord): Conclusion {
  const rate = falseAlarmRate(record);
  if (rate === null || record.judged < FEWEST) return 'too_few';
  if (rate > RETUNE_OVER) return 'retune';
  return rate < GOOD_UNDER ? 'good' : 'fair';
}

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
