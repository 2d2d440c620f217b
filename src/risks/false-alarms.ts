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
