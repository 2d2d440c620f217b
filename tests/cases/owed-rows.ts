import { isDeepStrictEqual } from 'node:util';

export interface OwedRow {
  subject_id: string;
  version: number;
  step: string;
  member_id: string | null;
  due_at: string | null;
  late_at: string | null;
  snoozed_until: string | null;
}

interface TimerRow {
  subject_id: string;
  clock: string;
  ladder: { rungs: { at: number }[]; due: string[] };
}

/** A case of which something is owed. */
interface Expected {
  id: string;
  version: number;
  step: string;
  /** That of the step first; empty: no clock chases it. */
  clocks: readonly string[];
  memberId: string | null;
  promisedAt: string | null;
  snoozedUntil: string | null;
}

/** From the rows alone: what is not said of what is owed, or is said wrongly; null: all is right. */
export function wrongInOwed(
  rows: readonly OwedRow[],
  timers: readonly TimerRow[],
  cases: readonly Expected[],
): string | null {
  if (rows.length !== cases.length) return `${rows.length} things are owed, where ${cases.length} cases wait`;
  for (const one of cases) {
    const row = rows.find(({ subject_id }) => subject_id === one.id);
    const limits = one.clocks.map((clock) => {
      const timer = timers.find((each) => each.subject_id === one.id && each.clock === clock);
      return timer ? at(timer.ladder.due[timer.ladder.rungs.findIndex((rung) => rung.at === 1)]) : null;
    });
    const due = at(one.promisedAt) ?? limits[0] ?? null;
    const all = [due, ...limits.slice(1)].filter((instant) => instant !== null);
    const expected = {
      version: one.version,
      step: one.step,
      member: one.memberId,
      due,
      late: all.length > 0 ? Math.min(...all) : null,
      snoozed: at(one.snoozedUntil),
    };
    const actual = row && {
      version: row.version,
      step: row.step,
      member: row.member_id,
      due: at(row.due_at),
      late: at(row.late_at),
      snoozed: at(row.snoozed_until),
    };
    if (!isDeepStrictEqual(expected, actual))
      return `owed of ${one.id}: ${JSON.stringify(actual)} in place of ${JSON.stringify(expected)}`;
  }
  return null;
}

const at = (instant: string | null | undefined): number | null => (instant ? Date.parse(instant) : null);
