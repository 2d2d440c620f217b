import { z } from 'zod';
import type { Subject } from '../../outbox/message.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { stored } from '../../platform/stored.ts';
import type { Calendar } from '../../time/calendar.ts';
import { durationText, parseDuration } from '../../time/duration.ts';
import { LadderSchema, type Rung } from './ladder.ts';

/** The ladder as a timer keeps it, with the instants that its calendar gave when it was last armed. */
const SnapshotSchema = LadderSchema.extend({
  due: z.array(z.iso.datetime()).readonly(),
  /** The rung that somebody had come before its time. */
  hurried: z.number().exactOptional(),
});
export type Snapshot = z.infer<typeof SnapshotSchema>;

export const SNAPSHOT = stored('ladder of a clock', SnapshotSchema);

/** A ladder as it is stored, and whose clock it is. */
export interface StoredLadder {
  subjectId: string;
  clock: string;
  ladder: unknown;
}

function read({ subjectId, clock, ladder }: StoredLadder): Snapshot | null {
  return SNAPSHOT.read(ladder, `${subjectId} ${clock}`);
}

/** When each rung of a stored ladder is due; null where it cannot be read. */
export function dueIn(timer: StoredLadder): Date[] | null {
  return read(timer)?.due.map((at) => new Date(at)) ?? null;
}

/** When the limit of a stored ladder passes; null where no rung stands there. */
export function limitIn(timer: StoredLadder): Date | null {
  const { rungs, due } = read(timer) ?? { rungs: [], due: [] };
  const at = due[rungs.findIndex((rung) => rung.at === 1)];
  return at ? new Date(at) : null;
}

/** How long the limit of a stored ladder is, in words, where it is that of what cannot wait. */
export function urgentIn(timer: StoredLadder): string | null {
  const ladder = read(timer);
  const limit = ladder?.urgent ? parseDuration(ladder.limit) : null;
  return limit && !isRefusal(limit) ? durationText(limit) : null;
}

/** A timer whose rung has come. */
export interface DueTimer {
  id: string;
  subject: Subject;
  clock: string;
  epoch: number;
  /** As it was claimed; arming or stopping it raises it. */
  version: number;
  startedAt: Date;
  dueAt: Date;
  ladder: Snapshot;
  rung: Rung;
  rungIndex: number;
  /** Times this rung has fired before. */
  repeats: number;
  /** Names this one firing, the same at every attempt: for dedupe keys. */
  firing: string;
}

/** Whether somebody asked for this firing: it is to be said now. */
export function isHurried({
  ladder,
  rungIndex,
  repeats,
}: Pick<DueTimer, 'ladder' | 'rungIndex' | 'repeats'>): boolean {
  return ladder.hurried === rungIndex && repeats === 0;
}

/**
 * next: arm what comes next on this calendar. wait: the same rung at a later instant. stop: the clock stands
 * still until it is armed again.
 */
export type AfterFiring = { next: Calendar } | { wait: Date } | 'stop';

/**
 * Says what there is to say for all these timers, one workspace's and of one clock, and answers for each of
 * them. Everything it writes goes through `ctx.tx`; no call leaves the database.
 */
export type TimerHandler = (ctx: TxCtx, due: readonly DueTimer[]) => Promise<Map<string, AfterFiring>>;
