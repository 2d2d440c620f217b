import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { Calendar } from '../time/calendar.ts';
import { type Ladder, limitAt, rungsDue, worthFiring } from './ladder.ts';
import type { Snapshot, Subject } from './timer.ts';

export interface ArmTimer {
  subject: Subject;
  clock: string;
  /** Copied to the timer, so that a later change of policy strands nothing. */
  ladder: Ladder;
  /** Business time; may lie in the past. */
  startedAt: Date;
  /** Of whoever owes the answer. */
  calendar: Calendar;
  /** Where the row of a clock is gone or was lost: an epoch it never had, so that what it said before is not taken for said. */
  firstEpoch?: number;
}

export interface Armed {
  /** Rises with every arming. */
  epoch: number;
  /** Of the first rung to fire; null without rungs. */
  dueAt: Date | null;
  /** When the whole limit has passed. */
  limitAt: Date;
}

/** Starts or restarts one clock of a subject. Of reminders missed before now, none comes after the fact. */
export async function armTimer(ctx: TxCtx, command: ArmTimer): Promise<Armed> {
  const { subject, clock, ladder, startedAt, calendar } = command;
  const due = rungsDue(ladder, startedAt, calendar);
  const rung = worthFiring(ladder, due, 0, ctx.now);
  const dueAt = due[rung] ?? null;
  const snapshot: Snapshot = {
    limit: ladder.limit,
    rungs: ladder.rungs,
    due: due.map((at) => at.toISOString()),
  };
  const rows = await ctx.tx.$queryRaw<{ epoch: number }[]>`
    INSERT INTO timers AS t (id, workspace_id, subject_type, subject_id, clock, epoch, started_at, ladder, rung, due_at)
    VALUES (${newId(ctx.now)}::uuid, ${ctx.workspace.id}::uuid, ${subject.type}, ${subject.id}::uuid, ${clock}, ${command.firstEpoch ?? 1}::int,
      ${startedAt.toISOString()}::timestamptz, ${JSON.stringify(snapshot)}::jsonb, ${rung}::int,
      ${dueAt?.toISOString() ?? null}::timestamptz)
    ON CONFLICT (subject_type, subject_id, clock) DO UPDATE SET
      epoch = t.epoch + 1, version = t.version + 1, started_at = EXCLUDED.started_at, ladder = EXCLUDED.ladder,
      rung = EXCLUDED.rung, repeats = 0, due_at = EXCLUDED.due_at, attempt = 0, retry_at = NULL, fired_at = NULL
    WHERE t.workspace_id = EXCLUDED.workspace_id
    RETURNING epoch`;
  const [row] = rows;
  if (row === undefined) throw new Error('this clock belongs to another workspace');
  return { epoch: row.epoch, dueAt, limitAt: limitAt(ladder, startedAt, calendar) };
}
