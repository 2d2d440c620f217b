import type { TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import type { ArmTimer } from './arm-timer.ts';
import { rungsDue, worthFiring } from './ladder.ts';
import type { Snapshot } from './timer.ts';

export interface ArmTimers extends Omit<ArmTimer, 'subject' | 'firstEpoch'> {
  subjectType: string;
  subjectIds: readonly string[];
}

/** Starts the same clock of many subjects that are new: none of them has had it before. One statement. */
export async function armTimers(ctx: TxCtx, command: ArmTimers): Promise<void> {
  const { subjectType, subjectIds, clock, ladder, startedAt, calendar } = command;
  const due = rungsDue(ladder, startedAt, calendar);
  const rung = worthFiring(ladder, due, 0, ctx.now);
  const snapshot: Snapshot = { ...ladder, due: due.map((at) => at.toISOString()) };
  await ctx.tx.$executeRaw`
    INSERT INTO timers (id, workspace_id, subject_type, subject_id, clock, epoch, started_at, ladder, rung, due_at)
    SELECT given.id, ${ctx.workspace.id}::uuid, ${subjectType}, given.subject_id, ${clock}, 1,
           ${startedAt.toISOString()}::timestamptz, ${JSON.stringify(snapshot)}::jsonb, ${rung}::int,
           ${due[rung]?.toISOString() ?? null}::timestamptz
      FROM unnest(${subjectIds.map(() => newId(ctx.now))}::uuid[], ${[...subjectIds]}::uuid[]) AS given (id, subject_id)`;
}
