import type { Subject } from '../../outbox/message.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { instant, uuid } from '../../platform/sql.ts';
import type { Calendar } from '../../time/calendar.ts';
import { type Ladder, limitAt, rungsDue, worthFiring } from './ladder.ts';
import { SNAPSHOT } from './timer.ts';

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
  const [armed] = await armTimers(ctx, [command]);
  if (!armed) throw new Error('no clock was armed');
  return armed;
}

/** The same for clocks that differ, in one statement. Returns what became of each, in order. */
export async function armTimers(ctx: TxCtx, commands: readonly ArmTimer[]): Promise<Armed[]> {
  if (commands.length === 0) return [];
  const reckoned = reckon(commands, ctx.now);
  const given = commands.map(({ subject, clock, ladder, startedAt, firstEpoch = 1 }, n) => {
    const { due, rung, dueAt } = reckoned[n] as Reckoned;
    const snapshot = SNAPSHOT.write({ ...ladder, due: due.map((at) => at.toISOString()) });
    return {
      id: newId(ctx.now),
      subject,
      clock,
      epoch: firstEpoch,
      startedAt,
      ladder: snapshot,
      rung,
      dueAt,
    };
  });
  const rows = await ctx.tx.$queryRaw<{ subjectId: string; clock: string; epoch: number }[]>`
    INSERT INTO timers AS t (id, workspace_id, subject_type, subject_id, clock, epoch, started_at, ladder, rung, due_at)
    SELECT g.id, ${uuid(ctx.workspace.id)}, g.subject ->> 'type', (g.subject ->> 'id')::uuid, g.clock, g.epoch, g."startedAt",
           g.ladder, g.rung, g."dueAt"
      FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS g (id uuid, subject jsonb, clock text, epoch int,
             "startedAt" timestamptz, ladder jsonb, rung int, "dueAt" timestamptz)
     ORDER BY g.subject ->> 'id', g.clock
    ON CONFLICT (subject_type, subject_id, clock) DO UPDATE SET
      epoch = t.epoch + 1, version = t.version + 1, started_at = EXCLUDED.started_at, ladder = EXCLUDED.ladder,
      rung = EXCLUDED.rung, repeats = 0, due_at = EXCLUDED.due_at, attempt = 0, retry_at = NULL, fired_at = NULL
    WHERE t.workspace_id = EXCLUDED.workspace_id
    RETURNING subject_id AS "subjectId", clock, epoch`;
  const epochs = new Map(rows.map(({ subjectId, clock, epoch }) => [`${subjectId} ${clock}`, epoch]));
  return commands.map(({ subject, clock }, n) => {
    const epoch = epochs.get(`${subject.id} ${clock}`);
    if (epoch === undefined) throw new Error('clock belongs to another workspace');
    const { dueAt, limitAt } = reckoned[n] as Reckoned;
    return { epoch, dueAt, limitAt };
  });
}

interface Reckoned {
  due: Date[];
  rung: number;
  dueAt: Date | null;
  limitAt: Date;
}

/** Working time is reckoned once for neighbours of the same ladder, start and calendar. */
function reckon(commands: readonly ArmTimer[], now: Date): Reckoned[] {
  const reckoned: Reckoned[] = [];
  for (const [n, { ladder, startedAt, calendar }] of commands.entries()) {
    const before = commands[n - 1];
    const same = before?.ladder === ladder && before.startedAt === startedAt && before.calendar === calendar;
    const due = same ? (reckoned[n - 1]?.due ?? []) : rungsDue(ladder, startedAt, calendar);
    const rung = worthFiring(ladder, due, 0, now);
    const end = same ? reckoned[n - 1]?.limitAt : undefined;
    reckoned.push({
      due,
      rung,
      dueAt: due[rung] ?? null,
      limitAt: end ?? limitAt(ladder, startedAt, calendar),
    });
  }
  return reckoned;
}

/** Makes clocks of a subject stand still: those named, else all. One that stands still already stays as it is. */
export async function stopTimers(ctx: TxCtx, subject: Subject, clocks?: readonly string[]): Promise<void> {
  await ctx.tx.timer.updateMany({
    where: {
      workspaceId: ctx.workspace.id,
      subjectType: subject.type,
      subjectId: subject.id,
      dueAt: { not: null },
      ...(clocks && { clock: { in: [...clocks] } }),
    },
    data: { dueAt: null, attempt: 0, retryAt: null, version: { increment: 1 } },
  });
}

/** Has one clock of a subject come to this rung now, whatever its ladder says of it. */
export async function hurryTimer(
  ctx: TxCtx,
  subject: Subject,
  { clock, rung }: { clock: string; rung: number },
): Promise<void> {
  await ctx.tx.$executeRaw`
    UPDATE timers SET rung = ${rung}::int, repeats = 0, due_at = ${instant(ctx.now)}, attempt = 0, retry_at = NULL,
      ladder = jsonb_set(ladder, '{hurried}', to_jsonb(${rung}::int)), version = version + 1
     WHERE workspace_id = ${uuid(ctx.workspace.id)} AND subject_type = ${subject.type}
       AND subject_id = ${uuid(subject.id)} AND clock = ${clock}`;
}

/**
 * Clocks that were stopped go on as if they had not been: with the rung they stood on, and what has fallen due since fires
 * now. One whose row is gone meanwhile is found by the sweep.
 */
export async function resumeTimers(
  ctx: TxCtx,
  subject: Subject,
  due: Readonly<Record<string, Date | null>>,
): Promise<void> {
  for (const [clock, dueAt] of Object.entries(due))
    await ctx.tx.timer.updateMany({
      where: {
        workspaceId: ctx.workspace.id,
        subjectType: subject.type,
        subjectId: subject.id,
        clock,
      },
      data: { dueAt, attempt: 0, retryAt: null, version: { increment: 1 } },
    });
}

/**
 * The clocks of a case that has ended go with it, so that what looks at clocks costs what is open and not what was.
 * One that is opened again gives its clocks an epoch they never had (see armTimer).
 */
export async function endTimers(ctx: TxCtx, subject: Subject): Promise<void> {
  await ctx.tx.timer.deleteMany({
    where: { workspaceId: ctx.workspace.id, subjectType: subject.type, subjectId: subject.id },
  });
}
